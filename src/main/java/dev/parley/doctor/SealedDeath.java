package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.SealedContent;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the sizes and the order of records tell of a TLS 1.3 handshake that was refused and that no known secret opens. None of it
 * is certain, and a key log would tell.
 */
final class SealedDeath {
    private static final String KEY_LOG =
            "Record it again with --key-log: then the alert and the messages before it are"
                    + " read, not guessed from their sizes.";

    private SealedDeath() {}

    /** The server's alert, by its size, after the client's Certificate, by its order. */
    static Optional<Finding> certificateRefused(
            String code, CaseView session, ModemSocket socket, TlsConversation tls, List<String> fix) {
        Optional<TlsMessage.Protected> certificate = certificate(tls);
        Optional<TlsMessage.Protected> alert = alert(tls, Direction.RX);
        if (certificate.isEmpty() || alert.isEmpty()) {
            return Optional.empty();
        }
        boolean empty = certificate.get().likely() == SealedContent.EMPTY_CERTIFICATE;
        int size = tls.recordBytes(certificate.get());
        int answer = tls.recordBytes(alert.get());
        List<Evidence> evidence = new ArrayList<>();
        for (TlsMessage message : tls.messages()) {
            if (message instanceof TlsMessage.Protected sealed && sealed.direction() == Direction.TX) {
                told(sealed)
                        .ifPresent(what -> evidence.add(session.evidence(
                                tls,
                                sealed,
                                "The client sent a protected record of " + tls.recordBytes(sealed) + " bytes: its "
                                        + what + ", by size and order")));
            }
        }
        evidence.add(session.evidence(
                tls,
                alert.get(),
                "The server's answer, "
                        + Facts.time(alert.get().endNanos() - certificate.get().endNanos())
                        + " after the Certificate: a protected record of " + answer + " bytes, the size of an alert"));
        if (socket.closedBy() == ClosedBy.PEER) {
            evidence.add(Facts.close(
                    socket,
                    "The peer closed the connection"
                            + (socket.unreadAtClose() == 0
                                    ? ""
                                    : "; " + socket.unreadAtClose() + " bytes were still unread in the modem")));
        }
        List<String> all = new ArrayList<>(List.of(KEY_LOG));
        all.addAll(fix);
        return Optional.of(new Finding(
                code,
                0.6,
                (empty
                                ? "The server most likely refused a client without a certificate: after its " + size
                                        + "-byte record"
                                : "The server most likely refused the device certificate: after the client's " + size
                                        + "-byte record")
                        + " in " + Facts.name(tls, HandshakeState.CLIENT_CERTIFICATE) + " it sent " + answer
                        + " bytes, the size of an alert",
                "TLS 1.3 encrypts all after ServerHello, and no secret of this session is known: that the record held"
                        + " the Certificate and the answer an alert is told by their sizes and their order. Most such"
                        + " alerts are about the certificate; one about the signature or the suite looks alike.",
                evidence,
                all,
                "With a key log the alert turns out to be another one, or none."));
    }

    /** An alert of the server, by its size. */
    static Optional<Finding> serverAlert(String code, CaseView session, TlsConversation tls) {
        return alert(tls, Direction.RX)
                .map(alert -> new Finding(
                        code,
                        0.5,
                        "The server most likely ended the handshake with an alert: a protected record of "
                                + tls.recordBytes(alert) + " bytes, an alert's size",
                        "TLS 1.3 encrypts its alerts in mid-handshake, and no secret of this session is known: what it"
                                + " says cannot be told.",
                        List.of(session.evidence(
                                tls,
                                alert,
                                "A protected record of " + tls.recordBytes(alert)
                                        + " bytes from the server, and nothing after it")),
                        List.of(KEY_LOG),
                        "With a key log the record turns out to be no alert."));
    }

    /** An alert of the client, by its size, before it had sent anything else under protection. */
    static Optional<Finding> clientAlert(String code, CaseView session, TlsConversation tls) {
        return alert(tls, Direction.TX)
                .filter(_ -> certificate(tls).isEmpty())
                .map(alert -> new Finding(
                        code,
                        0.5,
                        "The client itself most likely ended the handshake, with an alert after the server's flight: a"
                                + " protected record of " + tls.recordBytes(alert) + " bytes, an alert's size",
                        "No secret of this session is known, so what it says cannot be told. What clients refuse most"
                                + " is the server's certificate: its issuer, its dates, its names.",
                        List.of(session.evidence(
                                tls,
                                alert,
                                "The client's first protected record has " + tls.recordBytes(alert) + " bytes")),
                        List.of(
                                KEY_LOG,
                                "Look in the client's own log: it knows what it refused.",
                                "Give the client the CA that signed the server's chain (--ca FILE), and check its"
                                        + " clock."),
                        "With a key log the record turns out to be no alert, or one about something else."));
    }

    /** The client's Certificate, by its place in the order, with certificates or without. */
    static Optional<TlsMessage.Protected> certificate(TlsConversation tls) {
        return tls.sealed(Direction.TX, SealedContent.CERTIFICATE)
                .or(() -> tls.sealed(Direction.TX, SealedContent.EMPTY_CERTIFICATE));
    }

    /** What is an alert by its size. */
    static Optional<TlsMessage.Protected> alert(TlsConversation tls, Direction direction) {
        return tls.sealed(direction, SealedContent.ALERT);
    }

    private static Optional<String> told(TlsMessage.Protected sealed) {
        return Optional.of(sealed.likely().title()).filter(title -> !title.isEmpty());
    }
}
