package dev.parley.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where session files are. */
public final class SessionFiles {
    /** How the name of a session file ends. */
    public static final String ENDING = ".parley";

    private SessionFiles() {}

    /**
     * All session files in a folder and in those below it, by name, as a soak leaves them.
     *
     * @throws IOException if a folder cannot be read
     */
    public static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
