package dev.parley.tls.client;

import dev.parley.tls.ClientOffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a TLS client is to offer and to trust.
 *
 * @param serverName the name for the host name check, and for SNI where the offer says so
 * @param alpn protocols to offer, in order; empty for no ALPN extension
 * @param trust PEM file with the CA certificates to trust; nothing: the Java runtime's own list
 * @param credentials the client's certificate and key, or nothing
 * @param trustOverride the operator's words why any server certificate is accepted, or nothing: then PKIX and host name decide
 * @param handshakeLimit how long the whole handshake may take, without the time it is parked
 * @param readLimit how long the handshake waits for the server's next byte
 * @param offer what the ClientHello offers
 * @param experiments what is done to the records on purpose
 * @param resumable the session to resume, offered where the offer says so, or nothing
 */
public record TlsClientConfig(
        String serverName,
        List<String> alpn,
        Optional<Path> trust,
        Optional<ClientCredentials> credentials,
        Optional<String> trustOverride,
        Duration handshakeLimit,
        Duration readLimit,
        ClientOffer offer,
        Experiments experiments,
        Optional<ResumableSession> resumable) {
    public TlsClientConfig {
        alpn = List.copyOf(alpn);
    }

    /** The standard offer, with SNI or without, and no experiment. */
    public TlsClientConfig(
            String serverName,
            boolean sendSni,
            List<String> alpn,
            Optional<Path> trust,
            Optional<ClientCredentials> credentials,
            Optional<String> trustOverride,
            Duration handshakeLimit,
            Duration readLimit) {
        this(
                serverName,
                alpn,
                trust,
                credentials,
                trustOverride,
                handshakeLimit,
                readLimit,
                ClientOffer.standard().withServerName(sendSni),
                Experiments.none(),
                Optional.empty());
    }

    public TlsClientConfig withOffer(ClientOffer value) {
        return with(value, experiments);
    }

    public TlsClientConfig withExperiments(Experiments value) {
        return with(offer, value);
    }

    private TlsClientConfig with(ClientOffer offered, Experiments tried) {
        return new TlsClientConfig(
                serverName,
                alpn,
                trust,
                credentials,
                trustOverride,
                handshakeLimit,
                readLimit,
                offered,
                tried,
                resumable);
    }
}
