package dev.parley.doctor;

import dev.parley.at.ResultCode;
import dev.parley.journal.Direction;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The host itself sent {@code AT+QICLOSE} before the handshake was over and before any sign of a close by others. */
final class ClosedByHost implements SocketRule {
    @Override
    public String code() {
        return "closed-by-host";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        return Facts.cutOff(session, socket, ClosedBy.HOST)
                .filter(_ -> !modemWasSilent(session, socket) && !HeldInDebugger.found(session, socket))
                .map(tls -> finding(session, socket, tls));
    }

    /** True if a command had no answer before the close: then the host closed what it could not reach any more. */
    private static boolean modemWasSilent(CaseView session, ModemSocket socket) {
        long closed = socket.closedNanos().orElseThrow();
        return Facts.exchanges(session)
                .ended(ResultCode.UNANSWERED)
                .anyMatch(exchange ->
                        exchange.startNanos() >= socket.openRequestedNanos() && exchange.startNanos() < closed);
    }

    private Finding finding(CaseView session, ModemSocket socket, TlsConversation tls) {
        long closed = socket.closedNanos().orElseThrow();
        long silence = closed - Facts.lastDataNanos(socket);
        long age = closed - socket.openedNanos().orElse(closed);
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Facts.close(
                socket,
                "AT+QICLOSE=" + socket.id()
                        + " was written by the host; no \"closed\", no pdpdeact and no reset came before it"));
        tls.lastSent()
                .ifPresent(sent -> evidence.add(session.evidence(
                        tls,
                        sent,
                        "The last thing the client sent: " + sent.title() + ", " + tls.recordBytes(sent)
                                + " bytes on the wire; " + Facts.time(closed - sent.endNanos())
                                + " before the close")));
        evidence.add(new Evidence(
                "Nothing crossed the socket for " + Facts.time(silence) + " before the close; the connection was "
                        + Facts.time(age) + " old, " + socket.sent() + " bytes sent, " + socket.received()
                        + " received",
                Facts.lastByte(socket, Direction.RX).map(List::of).orElse(List.of()),
                Facts.lastDataNanos(socket)));
        return new Finding(
                code(),
                0.9,
                "The host closed the connection itself, in " + Facts.where(tls) + " after " + Facts.time(silence)
                        + " of silence",
                "QICLOSE is a command: the modem never says it by itself. Here the host gave up waiting for the"
                        + " server's next message, by a read time-out of its own, while the connection still stood. The"
                        + " server or the radio may be slow, or an answer may lie unread in the modem.",
                evidence,
                List.of(
                        "Ask AT+QIRD=" + socket.id()
                                + ",0 before giving up: unread bytes mean that a \"recv\" was missed.",
                        "Ask AT+QISEND=" + socket.id()
                                + ",0: unacknowledged bytes mean that the radio is slow or gone.",
                        "Raise the host's read time-out, here about " + Facts.time(silence)
                                + ", to 30 s or more for the handshake (mbedtls_ssl_conf_read_timeout, or the"
                                + " transport's receive time-out): a few seconds are too short on LTE-M and NB-IoT."),
                "A \"closed\" URC for this socket stands in a log with finer times before AT+QICLOSE.");
    }
}
