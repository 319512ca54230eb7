package dev.parley.ui.shared;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/** Pictures as PNG files. */
public final class Png {
    private Png() {}

    /** The part of {@code source} that begins at {@code x}, {@code y}; pixels, opaque. */
    public static BufferedImage part(WritableImage source, int x, int y, int width, int height) {
        int[] pixels = new int[width * height];
        source.getPixelReader().getPixels(x, y, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        return image;
    }

    /** All of {@code source}. */
    public static BufferedImage whole(WritableImage source) {
        return part(source, 0, 0, (int) source.getWidth(), (int) source.getHeight());
    }

    /**
     * Writes {@code picture}, in place of what was there.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(BufferedImage picture, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ImageIO.write(picture, "png", out);
        }
    }
}
