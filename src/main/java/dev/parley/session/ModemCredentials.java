package dev.parley.session;

import dev.parley.journal.Bytes;
import dev.parley.modem.Modem;
import dev.parley.modem.ModemException;
import dev.parley.modem.ModemFiles;
import dev.parley.modem.ModemTlsSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Brings a profile's certificates into the modem and sets up its own TLS with them. */
final class ModemCredentials {
    /** The SSL context that Parley takes: not 0, which firmware examples use. */
    static final int TLS_CONTEXT = 2;

    private static final String CA = "parley_ca.pem";
    private static final String CERTIFICATE = "parley_cert.pem";
    static final String KEY = "parley_key.pem";

    private ModemCredentials() {}

    /**
     * Uploads the files, each checked by its checksum, and sets up context {@value #TLS_CONTEXT}. A private key is not recorded.
     *
     * @return what was done, in words
     */
    static String install(Modem modem, ConnectionProfile.Tls tls) throws IOException {
        ModemFiles files = new ModemFiles(modem);
        Optional<String> ca = upload(files, CA, tls.ca(), false);
        Optional<String> certificate = upload(files, CERTIFICATE, tls.certificate(), false);
        Optional<String> key = upload(files, KEY, tls.key(), true);
        ModemTlsSetup setup = new ModemTlsSetup(TLS_CONTEXT, ca, certificate, key, true);
        setup.apply(modem);
        return (ca.isPresent() ? "CA" : "no CA")
                + (certificate.isPresent() ? ", device certificate and key" : ", no device certificate")
                + " in context "
                + TLS_CONTEXT;
    }

    /** Takes the private key that {@link #install} brought in out again. */
    static void deleteKey(Modem modem) throws ModemException {
        new ModemFiles(modem).delete(KEY);
    }

    /** Does a job; gives the files where they were to be listed. */
    static List<ModemFilesJob.StoredFile> perform(Modem modem, ModemFilesJob job) throws IOException {
        ModemFiles files = new ModemFiles(modem);
        try {
            switch (job) {
                case ModemFilesJob.Listing _ -> {
                    return files.list().stream()
                            .map(file -> new ModemFilesJob.StoredFile(file.name(), file.size()))
                            .toList();
                }
                case ModemFilesJob.Upload(var name, var file, var isSecret) -> {
                    Optional<String> _ = upload(files, name, Optional.of(file), isSecret);
                }
                case ModemFilesJob.Delete(var name) -> files.delete(name);
            }
            return List.of();
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Optional<String> upload(ModemFiles files, String name, Optional<Path> from, boolean isSecret)
            throws IOException {
        if (from.isEmpty()) {
            return Optional.empty();
        }
        Bytes content;
        try {
            content = Bytes.wrap(Files.readAllBytes(from.get()));
        } catch (IOException e) {
            throw new IOException(
                    "The file " + from.get() + " for the modem cannot be read: " + e.getMessage() + ".", e);
        }
        try {
            files.upload(name, content, isSecret);
        } catch (ModemException e) {
            throw new IOException("The modem did not take " + from.get().getFileName() + ": " + e.getMessage(), e);
        }
        return Optional.of(name);
    }
}
