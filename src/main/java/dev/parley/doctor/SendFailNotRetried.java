package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.at.Exchanges;
import dev.parley.at.ResultCode;
import dev.parley.socket.ModemSocket;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code SEND FAIL} means that the modem's buffer is full and the bytes must be sent again; here they were not. */
final class SendFailNotRetried implements SocketRule {
    @Override
    public String code() {
        return "send-fail-not-retried";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        String prefix = "AT+QISEND=" + socket.id() + ",";
        Predicate<Exchange> ofSocket = Facts.ofSocket(session, socket);
        List<Exchange> failures = Facts.exchanges(session)
                .ended(ResultCode.SEND_FAIL)
                .filter(exchange -> isSend(exchange, prefix) && ofSocket.test(exchange))
                .toList();
        for (Exchange failed : failures) {
            Optional<Exchange> next =
                    nextSend(Facts.exchanges(session), failed, prefix).filter(ofSocket);
            boolean again = next.isPresent() && next.get().payloadBytes() == failed.payloadBytes();
            if (!again && (next.isPresent() || !session.live())) {
                return Optional.of(new Finding(
                        code(),
                        0.9,
                        failed.payloadBytes() + " bytes were refused with SEND FAIL and never sent again",
                        "SEND FAIL says that the modem's send buffer is full; the bytes are not in the stream. The"
                                + " server sees a gap, and TLS dies of it.",
                        List.of(Facts.evidence(failed)),
                        List.of("After SEND FAIL wait some 100 ms, ask AT+QISEND=" + socket.id()
                                + ",0 until unacknowledged bytes go down, and send the same bytes again."),
                        "The same bytes stand in a later AT+QISEND."));
            }
        }
        return Optional.empty();
    }

    private static boolean isSend(Exchange exchange, String prefix) {
        return exchange.text().regionMatches(true, 0, prefix, 0, prefix.length())
                && exchange.payloadBytes() > 0
                && exchange.result().isPresent();
    }

    private static Optional<Exchange> nextSend(Exchanges exchanges, Exchange failed, String prefix) {
        Optional<Exchange> next = exchanges.commandAfter(failed.number());
        while (next.isPresent() && !isSend(next.get(), prefix)) {
            next = exchanges.commandAfter(next.get().number());
        }
        return next;
    }
}
