package dev.parley.tls.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a TLS client is to offer and to trust.
 *
 * @param serverName the name for the host name check, and for SNI where {@code sendSni}
 * @param alpn protocols to offer, in order; empty for no ALPN extension
 * @param trust PEM file with the CA certificates to trust; nothing: the Java runtime's own list
 * @param credentials the client's certificate and key, or nothing
 * @param trustOverride the operator's words why any server certificate is accepted, or nothing: then PKIX and host name decide
 * @param handshakeLimit how long the whole handshake may take, without the time it is parked
 * @param readLimit how long the handshake waits for the server's next byte
 */
public record TlsClientConfig(
        String serverName,
        boolean sendSni,
        List<String> alpn,
        Optional<Path> trust,
        Optional<ClientCredentials> credentials,
        Optional<String> trustOverride,
        Duration handshakeLimit,
        Duration readLimit) {
    public TlsClientConfig {
        alpn = List.copyOf(alpn);
    }
}
