package dev.parley.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Where the program keeps its own things: the bench's certificates, autosaved sessions, preferences.
 *
 * <p>The place is the usual one of the system: {@code $XDG_DATA_HOME/parley} or {@code ~/.local/share/parley} on Linux,
 * {@code ~/Library/Application Support/Parley} on macOS, {@code %LOCALAPPDATA%\Parley} on Windows; {@code PARLEY_HOME} overrides it.
 *
 * @param path the folder; it may not be there yet
 */
public record DataFolder(Path path) {
    /** The usual place, by the environment and the system properties {@code os.name} and {@code user.home}. */
    public static DataFolder usual() {
        return of(System.getenv(), System.getProperty("os.name", ""), Path.of(System.getProperty("user.home", ".")));
    }

    static DataFolder of(Map<String, String> environment, String system, Path home) {
        String own = environment.getOrDefault("PARLEY_HOME", "");
        if (!own.isEmpty()) {
            return new DataFolder(Path.of(own));
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            String local = environment.getOrDefault("LOCALAPPDATA", "");
            return new DataFolder(local.isEmpty() ? home.resolve("Parley") : Path.of(local, "Parley"));
        }
        if (name.startsWith("mac")) {
            return new DataFolder(home.resolve("Library/Application Support/Parley"));
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        return new DataFolder((data.isEmpty() ? home.resolve(".local/share") : Path.of(data)).resolve("parley"));
    }

    /**
     * The folder {@code name} in it, made if it is not there.
     *
     * @throws IOException if it cannot be made; the message names it
     */
    public Path folder(String name) throws IOException {
        Path folder = path.resolve(name);
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException("cannot make the folder " + folder + "; name another place in PARLEY_HOME", e);
        }
    }
}
