package dev.parley.cli;

import dev.parley.tls.mbedtls.MbedTlsBuild;
import dev.parley.tls.mbedtls.MbedTlsVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which mbedTLS build is meant, from the command line. */
final class MbedTlsOptions {
    private static final long MOST_BYTES = 4 << 20;

    @Option(
            names = "--mbedtls-config",
            paramLabel = "F",
            description =
                    "mbedtls_config.h or config.h of the device, or a piece of it: offer what that build would, and"
                            + " audit it")
    private @Nullable Path config;

    @Option(
            names = "--mbedtls-version",
            paramLabel = "V",
            description = "its version, for example 2.28.10; default: guessed from the options")
    private @Nullable String version;

    /**
     * The build; nothing where none is meant.
     *
     * @throws BadInputException if the file cannot be read or is no such file
     */
    Optional<MbedTlsBuild> build() {
        if (config == null) {
            if (version != null) {
                throw new BadInputException("--mbedtls-version needs --mbedtls-config");
            }
            return Optional.empty();
        }
        String text = text(config);
        MbedTlsBuild build = version == null ? MbedTlsBuild.of(text) : MbedTlsBuild.of(text, version(version));
        if (build.header().isEmpty()) {
            throw new BadInputException("--mbedtls-config " + config + " defines no option of mbedTLS");
        }
        return Optional.of(build);
    }

    private static MbedTlsVersion version(String text) {
        return MbedTlsVersion.parse(text)
                .filter(version -> version.major() >= 2)
                .orElseThrow(() -> new BadInputException(
                        "--mbedtls-version '" + text + "' is no version of mbedTLS from 2.0, such as 2.28.10"));
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new BadInputException(
                        "--mbedtls-config " + file + " is larger than 4 MiB: name the header itself");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new BadInputException("--mbedtls-config " + file + " does not exist", e);
        } catch (IOException e) {
            throw new BadInputException("--mbedtls-config " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
