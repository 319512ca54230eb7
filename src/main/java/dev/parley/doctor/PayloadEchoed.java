package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.socket.ModemSocket;
import java.util.List;
import java.util.Optional;

/** The modem echoes what is written at the prompt ({@code ATE1} and {@code AT+QISDE=1}), and the host stumbles over it. */
final class PayloadEchoed implements SocketRule {
    @Override
    public String code() {
        return "payload-echoed";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        List<Send> echoed = Send.among(session, Facts.exchanges(session).disturbed(), socket)
                .filter(send -> echo(send.exchange()).isPresent())
                .toList();
        if (echoed.isEmpty() || Facts.served(session, socket)) {
            return Optional.empty();
        }
        Send first = echoed.getFirst();
        Exchange.Line echo = echo(first.exchange()).orElseThrow();
        return Optional.of(new Finding(
                code(),
                0.95,
                "The modem echoed the payload back to the host, " + echo.length() + " bytes after the first prompt",
                "Echo is on (ATE1) and covers what is written at the prompt (AT+QISDE=1, as after a start). A host"
                    + " that looks for OK, ERROR or URCs there finds them in binary data by chance, or takes its own"
                    + " record for the server's.",
                List.of(
                        first.evidence("After " + first.exchange().text() + " the host's own bytes came back"),
                        new Evidence(
                                echoed.size() + " of the socket's sends were echoed",
                                List.of(echo.place()),
                                echo.nanos())),
                List.of("ATE0 and AT+QISDE=0 at start-up, and again after each RDY: both come back with a restart."),
                "The handshake fails in the same way with ATE0 and AT+QISDE=0."));
    }

    private static Optional<Exchange.Line> echo(Exchange exchange) {
        boolean prompted = false;
        for (Exchange.Line line : exchange.lines()) {
            prompted |= line.role() == Exchange.Role.PROMPT;
            if (prompted && line.role() == Exchange.Role.ECHO) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }
}
