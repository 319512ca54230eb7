package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The host answered {@code "closed"} with {@code AT+QICLOSE} before reading what the modem still held.
 *
 * <p>The modem keeps received bytes readable in state 4 until the host closes the socket; afterwards they are gone. A host that had
 * said goodbye itself, by close_notify (RFC 5246 section 7.2.1) or DISCONNECT, has nothing to learn from them: the peer's close is the
 * answer, and which of the two closes comes first is chance.
 */
final class ClosedBeforeDrained implements SocketRule {
    @Override
    public String code() {
        return "closed-before-drained";
    }

    /**
     * A modem that refuses a send knows of the peer's close: if a read after that came back empty, nothing is left, even where the host
     * heard of the close only later.
     */
    private static boolean emptiedAfterRefusal(CaseView session, ModemSocket socket, Exchange close) {
        OptionalLong refused = Facts.commands(session, "AT+QISEND=" + socket.id() + ",")
                .filter(Facts.ofSocket(session, socket))
                .filter(send -> send.startNanos() < close.startNanos()
                        && send.result().filter(ResultCode.ERROR::equals).isPresent())
                .mapToLong(Exchange::startNanos)
                .min();
        return refused.isPresent()
                && Reading.all(session)
                        .anyMatch(reading -> reading.id() == socket.id()
                                && reading.told() == 0
                                && reading.exchange().startNanos() > refused.getAsLong()
                                && reading.exchange().startNanos() < close.startNanos());
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        if (socket.closedBy() != ClosedBy.PEER
                || socket.mode() != AccessMode.BUFFER
                || socket.drained()
                || socket.closedNanos().isEmpty()) {
            return Optional.empty();
        }
        long closed = socket.closedNanos().getAsLong();
        if (Facts.goodbye(session, socket)
                .filter(goodbye -> goodbye.nanos() <= closed)
                .isPresent()) {
            return Optional.empty();
        }
        Optional<Exchange> close = Facts.commands(session, "AT+QICLOSE=" + socket.id())
                .filter(exchange -> exchange.startNanos() >= closed)
                .findFirst();
        if (close.isEmpty() || emptiedAfterRefusal(session, socket, close.get())) {
            return Optional.empty();
        }
        OptionalLong unread = socket.unread();
        boolean known = unread.isPresent() && unread.getAsLong() > 0;
        boolean handshaking = session.conversation(socket)
                .filter(tls -> !Facts.established(tls))
                .isPresent();
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Facts.close(socket, "The modem reported the close"));
        evidence.add(new Evidence(
                "AT+QICLOSE followed after " + Facts.time(close.get().startNanos() - closed)
                        + "; AT+QIRD had not come back empty in between"
                        + (known ? ", and " + unread.getAsLong() + " bytes were told as unread" : ""),
                close.get().places(),
                close.get().startNanos()));
        return Optional.of(new Finding(
                code(),
                known ? 0.85 : handshaking ? 0.62 : 0.5,
                "The host closed the socket before it had read what the modem still held",
                "What the server said last, often the TLS alert with the reason, was thrown away with the socket.",
                evidence,
                List.of("On +QIURC: \"closed\",id: AT+QIRD=id,1500 until it returns 0, hand the bytes to the TLS"
                        + " library, then AT+QICLOSE=id."),
                "AT+QIRD=" + socket.id() + ",0 before AT+QICLOSE tells 0 unread bytes."));
    }
}
