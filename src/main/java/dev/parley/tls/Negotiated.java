package dev.parley.tls;

import dev.parley.journal.Direction;
import java.util.Optional;

/** What both hellos agreed on, as far as it decides how later bytes are laid out. */
record Negotiated(Optional<CipherSuite> suite, boolean tls13, boolean encryptThenMac, int macBytes) {
    static Negotiated of(TlsConversation conversation) {
        Optional<CipherSuite> suite = CipherSuite.named(conversation.suite());
        Optional<Hello> hello = conversation.messages().stream()
                .filter(message -> message.direction() == Direction.RX)
                .filter(TlsMessage.Handshake.class::isInstance)
                .map(TlsMessage.Handshake.class::cast)
                .filter(message -> message.type().equals(Optional.of(HandshakeType.SERVER_HELLO)))
                .findFirst()
                .flatMap(message -> Hello.server(message.body()));
        boolean cbc = suite.map(CipherSuite::cipher).equals(Optional.of(CipherSuite.Cipher.AES_CBC));
        int mac = suite.map(CipherSuite::macBytes).orElse(0);
        return new Negotiated(
                suite,
                conversation.version().equals("TLS 1.3"),
                cbc && hello.filter(h -> h.has(Hello.ENCRYPT_THEN_MAC)).isPresent(),
                cbc && hello.filter(h -> h.has(Hello.TRUNCATED_HMAC)).isPresent() ? 10 : mac);
    }

    /** True if the suite's name says that keys are exchanged that way, for example {@code _ECDHE_}. */
    boolean exchanges(String way) {
        return suite.filter(known -> known.name().contains(way)).isPresent();
    }
}
