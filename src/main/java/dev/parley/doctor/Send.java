package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One {@code AT+QISEND=id,length}: what was promised and what crossed.
 *
 * @param declared the length in the command
 * @param written the payload's bytes that the host wrote
 * @param prompted true if the modem asked for them
 * @param early true if the host did not wait for that
 */
record Send(Exchange exchange, int id, int declared, int written, boolean prompted, boolean early) {
    private static final Pattern COMMAND =
            Pattern.compile("AT\\+QISEND=(\\d{1,2}),(\\d{1,5})", Pattern.CASE_INSENSITIVE);

    /** The sends with a length to {@code socket} while it had its id; questions for the counters are left out. */
    static Stream<Send> among(CaseView session, Stream<Exchange> exchanges, ModemSocket socket) {
        return exchanges
                .filter(Facts.ofSocket(session, socket))
                .flatMap(exchange -> of(exchange).stream())
                .filter(send -> send.id() == socket.id());
    }

    /** The exchange as such; nothing where it is another, or asks for the counters. */
    static Optional<Send> of(Exchange exchange) {
        Matcher matcher = COMMAND.matcher(exchange.text());
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) == 0) {
            return Optional.empty();
        }
        int written = exchange.lines().stream()
                .filter(line -> line.role() == Exchange.Role.PAYLOAD && line.direction() == Direction.TX)
                .mapToInt(Exchange.Line::length)
                .sum();
        return Optional.of(new Send(
                exchange,
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                written,
                exchange.lines().stream().anyMatch(line -> line.role() == Exchange.Role.PROMPT),
                exchange.lines().stream()
                        .anyMatch(line -> line.role() == Exchange.Role.NOISE
                                && line.direction() == Direction.TX
                                && line.text().startsWith("payload before"))));
    }

    /** True where no final result of the modem's ended it. */
    boolean unanswered() {
        return exchange.result().filter(code -> code != ResultCode.UNANSWERED).isEmpty();
    }

    boolean refused() {
        return exchange.result()
                .filter(code -> code == ResultCode.ERROR || code == ResultCode.CME_ERROR)
                .isPresent();
    }

    Evidence evidence(String what) {
        return new Evidence(what, exchange.places(), exchange.startNanos());
    }
}
