package dev.parley.ui.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The commands of earlier runs, one a line, in a file that only its owner may read. */
record HistoryFile(Path path) {
    /** The lines, oldest first; none where there is no file yet. */
    List<String> read() throws IOException {
        return Files.exists(path) ? Files.readAllLines(path, StandardCharsets.UTF_8) : List.of();
    }

    /** Puts {@code lines} in the place of what the file held; a crash in between leaves one or the other. */
    void write(List<String> lines) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path next = Files.createTempFile(path.toAbsolutePath().getParent(), "history", ".new", owner);
        Files.write(next, lines, StandardCharsets.UTF_8);
        Files.move(next, path, StandardCopyOption.REPLACE_EXISTING);
    }
}
