package dev.parley.ui.console;

import dev.parley.ui.shared.KeptFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The commands of earlier runs, one a line, in a file that only its owner may read. */
record HistoryFile(Path path) {
    /** The lines, oldest first; none where there is no file yet. */
    List<String> read() throws IOException {
        return Files.exists(path) ? Files.readAllLines(path, StandardCharsets.UTF_8) : List.of();
    }

    /** Puts {@code lines} in the place of what the file held; a crash in between leaves one or the other. */
    void write(List<String> lines) throws IOException {
        KeptFile.write(path, lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
    }
}
