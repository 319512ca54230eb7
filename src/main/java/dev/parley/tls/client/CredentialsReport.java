package dev.parley.tls.client;

import dev.parley.tls.Severity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The check of a connection's files and endpoint before a byte is sent.
 *
 * @param findings the worst first
 * @param chain the size of each certificate the client will send, in bytes of DER, its own first; empty without a certificate
 */
public record CredentialsReport(List<CredentialFinding> findings, List<Integer> chain) {
    /**
     * What is to be checked.
     *
     * @param ca PEM file with the CA certificates to trust; nothing: the runtime's own list
     * @param certificate PEM file with the client's certificate
     * @param key PEM file with its private key
     * @param endpoint where the connection goes; nothing to leave that out
     */
    public record Subject(
            Optional<Path> ca, Optional<Path> certificate, Optional<Path> key, Optional<Endpoint> endpoint) {}

    /**
     * Where a connection goes.
     *
     * @param sni the name to send; empty: the host
     * @param alpn the protocols to offer
     */
    public record Endpoint(String host, int port, String sni, List<String> alpn) {
        public Endpoint {
            alpn = List.copyOf(alpn);
        }
    }

    public CredentialsReport {
        findings = findings.stream()
                .sorted(Comparator.comparing(CredentialFinding::severity))
                .toList();
        chain = List.copyOf(chain);
    }

    /**
     * Reads the files and checks them and the endpoint. What cannot be read is a finding, not an exception.
     *
     * @param now the time to hold against validity dates
     */
    public static CredentialsReport of(Subject subject, Instant now) {
        return new CredentialsCheck(subject, now).report();
    }

    public List<CredentialFinding> of(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }

    /** The sum of the client's Certificate record in TLS 1.2, for example {@code 877 = 5 + 4 + 3 + 3 + 862}; empty without one. */
    public String record() {
        CertificateSize size = CertificateSize.tls12(chain, OptionalInt.empty());
        return chain.isEmpty() ? "" : size.total() + " = " + size.sum();
    }
}
