package dev.parley.doctor;

import dev.parley.socket.ModemSocket;
import java.util.List;
import java.util.Optional;

/**
 * The host wrote the payload of {@code AT+QISEND} before the modem had asked for it with {@code >} (Quectel BG95 TCP/IP application
 * note, AT+QISEND). Until the prompt the modem reads commands: what comes then is lost, in part or whole.
 */
final class SentBeforePrompt implements SocketRule {
    @Override
    public String code() {
        return "sent-before-prompt";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        List<Send> early = Send.among(session, Facts.exchanges(session).disturbed(), socket)
                .filter(Send::early)
                .toList();
        if (early.isEmpty() || Facts.served(session, socket)) {
            return Optional.empty();
        }
        Send first = early.getFirst();
        return Optional.of(new Finding(
                code(),
                0.95,
                "The host wrote " + first.written() + " bytes before the modem had asked for them",
                "After AT+QISEND the modem says > when it is ready for the payload. What is written earlier is taken"
                    + " for a command line or thrown away, so the stream has a hole and the length does not come out.",
                List.of(first.evidence(first.exchange().text() + ": " + first.written() + " bytes were written "
                        + (first.prompted() ? "before the prompt came" : "and no prompt came")
                        + (early.size() > 1 ? "; so in " + early.size() + " sends" : ""))),
                List.of(
                        "Wait for CR LF > after AT+QISEND=" + socket.id()
                                + ",length, 5 s at most, and only then write.",
                        "Where no prompt comes, write nothing: ask AT+QISTATE=1," + socket.id() + " instead."),
                "The prompt stands before the payload in a log with finer times."));
    }
}
