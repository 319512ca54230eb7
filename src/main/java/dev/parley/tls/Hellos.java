package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.Optional;

/** What both sides' hellos agreed on so far (RFC 5246 section 7.4.1, RFC 8446 section 4.1). One owner; not safe for threads. */
final class Hellos {
    static final int TLS12 = 0x0303;
    static final int TLS13 = 0x0304;

    private Optional<Hello> client = Optional.empty();
    private Optional<Hello> server = Optional.empty();
    private Optional<CipherSuite> suite = Optional.empty();
    private int version;
    private String sni = "";
    private String alpn = "";

    void accept(TlsMessage message) {
        if (!(message instanceof TlsMessage.Handshake handshake)
                || handshake.type().isEmpty()) {
            return;
        }
        Bytes body = handshake.body();
        switch (handshake.type().get()) {
            case CLIENT_HELLO -> {
                if (message.direction() == Direction.TX) {
                    client = Hello.client(body);
                    if (sni.isEmpty()) {
                        sni = client.flatMap(Hello::serverName).orElse("");
                    }
                }
            }
            case SERVER_HELLO -> {
                if (message.direction() == Direction.RX) {
                    server = Hello.server(body);
                    server.ifPresent(hello -> {
                        version = hello.selectedVersion();
                        suite = Optional.of(CipherSuite.of(hello.suites().getFirst()));
                        alpn = hello.extension(Hello.ALPN)
                                .flatMap(Hello::protocol)
                                .orElse(alpn);
                    });
                }
            }
            case ENCRYPTED_EXTENSIONS ->
                Hello.extensions(body).stream()
                        .filter(extension -> extension.type() == Hello.ALPN)
                        .findFirst()
                        .flatMap(extension -> Hello.protocol(extension.data()))
                        .ifPresent(protocol -> alpn = protocol);
            default -> {
                // the other messages agree on nothing
            }
        }
    }

    /** The last ClientHello; nothing where it is malformed. */
    Optional<Hello> client() {
        return client;
    }

    /** The last ServerHello, which may be a HelloRetryRequest; nothing where it is malformed. */
    Optional<Hello> server() {
        return server;
    }

    Optional<CipherSuite> suite() {
        return suite;
    }

    /** The version's number; 0 until the ServerHello. */
    int version() {
        return version;
    }

    boolean isTls13() {
        return version == TLS13;
    }

    String sni() {
        return sni;
    }

    String alpn() {
        return alpn;
    }
}
