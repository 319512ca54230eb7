package dev.parley.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files and names that a TLS client is made of, from the command line. */
final class CredentialOptions {
    @Option(names = "--ca", paramLabel = "F", description = "PEM file with the CA certificates to trust")
    private @Nullable Path ca;

    @Option(names = "--cert", paramLabel = "F", description = "PEM file with the device certificate")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "F", description = "PEM file with its private key")
    private @Nullable Path key;

    @Option(names = "--sni", paramLabel = "H", description = "name to send and to check; default: the endpoint's host")
    private String sni = "";

    @Option(names = "--alpn", paramLabel = "P", description = "ALPN protocol to offer; may be given again")
    private List<String> alpn = new ArrayList<>();

    Optional<Path> ca() {
        return Optional.ofNullable(ca);
    }

    Optional<Path> certificate() {
        return Optional.ofNullable(certificate);
    }

    Optional<Path> key() {
        return Optional.ofNullable(key);
    }

    /** Empty for the endpoint's host. */
    String sni() {
        return sni;
    }

    List<String> alpn() {
        return alpn;
    }
}
