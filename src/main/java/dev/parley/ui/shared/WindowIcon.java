package dev.parley.ui.shared;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import javafx.scene.image.Image;
import javafx.stage.Stage;

/** The sign by which the desktop tells Parley's windows from others. Used on the JavaFX thread. */
public final class WindowIcon {
    private WindowIcon() {}

    /** Gives {@code stage} the sign. */
    public static void on(Stage stage) {
        try (InputStream in = WindowIcon.class.getResourceAsStream("/dev/parley/ui/icon.png")) {
            if (in == null) {
                throw new IllegalStateException("icon.png is part of this program");
            }
            stage.getIcons().setAll(new Image(in));
        } catch (IOException e) {
            throw new UncheckedIOException("the window's icon cannot be read: " + e.getMessage(), e);
        }
    }
}
