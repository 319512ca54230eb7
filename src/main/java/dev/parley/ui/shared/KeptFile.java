package dev.parley.ui.shared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** A small file that the window keeps from one run to the next. Only its owner may read it, where the file system can say so. */
public final class KeptFile {
    private KeptFile() {}

    /**
     * Puts {@code text} in the place of what the file held: a crash in between leaves one or the other, an error leaves nothing beside it.
     *
     * @throws IOException if it cannot be written; the file is then as it was
     */
    public static void write(Path file, String text) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path next = Files.createTempFile(
                file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new", owner);
        try {
            Files.writeString(next, text, StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }
}
