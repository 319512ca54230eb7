package dev.parley.export;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why the client's Certificate has the size it has on the wire (RFC 5246 sections 6.2.1, 7.4 and 7.4.2).
 *
 * @param total bytes of its record or records, headers included
 * @param parts what they are made of, in wire order
 */
record CertificateSum(int total, List<Part> parts) {
    private static final int RECORD_HEADER = 5;
    private static final int HANDSHAKE_HEADER = 4;
    private static final int LENGTH = 3;

    CertificateSum {
        parts = List.copyOf(parts);
    }

    record Part(String name, int bytes) {}

    /** The sum for the first Certificate that the client sent, if it can be read and has records of its own. */
    static Optional<CertificateSum> of(TlsConversation conversation) {
        return conversation.messages().stream()
                .filter(TlsMessage.Handshake.class::isInstance)
                .map(TlsMessage.Handshake.class::cast)
                .filter(message -> message.direction() == Direction.TX && message.complete())
                .filter(message -> message.type()
                        .filter(type -> type == HandshakeType.CERTIFICATE)
                        .isPresent())
                .findFirst()
                .flatMap(message -> of(conversation, message));
    }

    private static Optional<CertificateSum> of(TlsConversation conversation, TlsMessage.Handshake message) {
        List<Part> parts = new ArrayList<>();
        message.records().forEach(record -> parts.add(new Part("record header", RECORD_HEADER)));
        parts.add(new Part("handshake header", HANDSHAKE_HEADER));
        parts.add(new Part("length of the list", LENGTH));
        Bytes body = message.body();
        int at = LENGTH;
        while (at + LENGTH <= body.length()) {
            int certificate = body.u24(at);
            parts.add(new Part("length of the certificate", LENGTH));
            parts.add(new Part("certificate in DER", certificate));
            at += LENGTH + certificate;
        }
        int total = parts.stream().mapToInt(Part::bytes).sum();
        return at == body.length() && total == conversation.recordBytes(message)
                ? Optional.of(new CertificateSum(total, parts))
                : Optional.empty();
    }

    /** For example {@code 877 = 5 + 4 + 3 + 3 + 862}. */
    String numbers() {
        return total
                + " = "
                + parts.stream().map(part -> Integer.toString(part.bytes())).collect(Collectors.joining(" + "));
    }

    /** For example {@code record header 5, handshake header 4, ...}. */
    String words() {
        return parts.stream().map(part -> part.name() + " " + part.bytes()).collect(Collectors.joining(", "));
    }
}
