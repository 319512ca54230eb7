package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import dev.parley.socket.ModemSocket;
import java.util.List;
import java.util.Optional;

/** {@code SEND FAIL} means that the modem's buffer is full and the bytes must be sent again; here they were not. */
final class SendFailNotRetried implements SocketRule {
    @Override
    public String code() {
        return "send-fail-not-retried";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        String prefix = "AT+QISEND=" + socket.id() + ",";
        List<Exchange> sends = Facts.commands(session, prefix)
                .filter(exchange -> exchange.payloadBytes() > 0
                        && exchange.result().isPresent()
                        && exchange.startNanos() >= socket.openRequestedNanos())
                .toList();
        for (int i = 0; i < sends.size(); i++) {
            Exchange failed = sends.get(i);
            if (failed.result().orElseThrow() != ResultCode.SEND_FAIL) {
                continue;
            }
            Optional<Exchange> next = i + 1 < sends.size() ? Optional.of(sends.get(i + 1)) : Optional.empty();
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
}
