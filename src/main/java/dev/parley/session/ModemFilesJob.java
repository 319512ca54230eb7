package dev.parley.session;

import dev.parley.modem.ModemTlsSetup;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is done with the modem's files. */
public sealed interface ModemFilesJob {
    /** They are listed. */
    record Listing() implements ModemFilesJob {}

    /**
     * One is put into the modem, in the place of one of that name, and its checksum compared.
     *
     * @param isSecret true for a private key: it is not recorded
     */
    record Upload(String name, Path file, boolean isSecret) implements ModemFilesJob {}

    /** One is deleted; one that is not there is no error. */
    record Delete(String name) implements ModemFilesJob {}

    /** A file in the modem; {@code size} in bytes. */
    record StoredFile(String name, long size) {}

    /** A command that sets up the modem's own TLS, and what it is for. */
    record Setting(String command, String why) {}

    /**
     * The commands that set up an SSL context of the modem with files in it.
     *
     * @throws IllegalArgumentException if the context is not 0 to 5
     */
    static List<Setting> tlsSetup(
            int context, Optional<String> ca, Optional<String> certificate, Optional<String> key) {
        return new ModemTlsSetup(context, ca, certificate, key, true)
                .lines().stream()
                        .map(line -> new Setting(line.command(), line.why()))
                        .toList();
    }
}
