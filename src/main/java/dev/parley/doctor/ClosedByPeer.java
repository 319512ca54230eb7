package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The peer or the network closed in mid-handshake and left no alert. */
final class ClosedByPeer implements SocketRule {
    @Override
    public String code() {
        return "closed-by-peer";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        return Facts.cutOff(session, socket, ClosedBy.PEER).map(tls -> finding(session, socket, tls));
    }

    private Finding finding(CaseView session, ModemSocket socket, TlsConversation tls) {
        long closed = socket.closedNanos().orElseThrow();
        Optional<TlsMessage> sent = tls.lastSent();
        Optional<TlsMessage.Handshake> certificate = Facts.handshake(tls, Direction.TX, HandshakeType.CERTIFICATE);
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Facts.close(
                socket,
                "The modem reported the close "
                        + Facts.time(closed - socket.openedNanos().orElse(closed))
                        + " after the connection stood; " + socket.sent() + " bytes sent, " + socket.received()
                        + " received"));
        sent.ifPresent(message -> evidence.add(session.evidence(
                tls,
                message,
                "The last thing the client sent: " + message.title() + ", " + tls.recordBytes(message)
                        + " bytes on the wire, " + Facts.time(closed - message.endNanos()) + " before the close")));
        if (socket.acked().isPresent()) {
            evidence.add(new Evidence(
                    "AT+QISEND=" + socket.id() + ",0: " + socket.acked().getAsLong() + " of " + socket.sent()
                            + " bytes were acknowledged by the peer",
                    List.of(),
                    closed));
        }
        boolean drained = socket.drained();
        Optional<TlsMessage.Protected> sealed = SealedDeath.certificate(tls);
        String size = certificate
                .map(c -> " (" + Facts.certificateSum(tls, c) + ")")
                .or(() -> sealed.map(record -> ", which a protected record of " + tls.recordBytes(record)
                        + " bytes is by its size and its place in the order: no secret of this session is known, and"
                        + " --key-log would tell"))
                .orElse("");
        return new Finding(
                code(),
                drained ? 0.7 : 0.55,
                "The peer or the network closed the connection" + Facts.in(tls) + ", without an alert"
                        + (drained ? "" : " that was read"),
                (certificate.isPresent() || sealed.isPresent()
                                ? "The close fell after the client's Certificate" + size
                                        + ", when the server judges it. A server that closes without an alert, or a"
                                        + " network that cuts the connection, look alike here."
                                : tls.result() == TlsConversation.Result.NOT_TLS
                                        ? "There was no TLS handshake, so it is about none."
                                        : "The close fell before any client certificate was sent, so it is not about"
                                                + " that.")
                        + (drained
                                ? ""
                                : " The receive buffer was not read to its end: an alert may have been thrown away."
                                        + alertSized(socket, tls)),
                evidence,
                List.of(
                        drained
                                ? "Run the same files from a PC against the same endpoint: a close at the same message"
                                        + " rules the modem and the radio out."
                                : "On \"closed\", read AT+QIRD until it returns 0 before AT+QICLOSE: an alert there"
                                        + " tells the reason.",
                        "Ask AT+QISEND=" + socket.id()
                                + ",0 before closing: acknowledged bytes reached the server's network.",
                        "Check on the server's side whether the certificate is active and known."),
                "An alert is found in the unread bytes, or AT+QICLOSE stands before the \"closed\".");
    }

    /** What is left unread may be as long as an alert is. */
    private static String alertSized(ModemSocket socket, TlsConversation tls) {
        return socket.unreadAtClose() == tls.alertBytes()
                ? " The " + socket.unreadAtClose() + " bytes that were left unread have the size of an alert."
                : "";
    }
}
