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
 * One {@code AT+QIRD=id[,length]}: what was asked for, what the answer's header says and what came.
 *
 * @param asked the length in the command; 1500, the most, where it names none
 * @param told the length in {@code +QIRD: length}
 * @param came the bytes between header and result
 */
record Reading(Exchange exchange, int id, int asked, int told, int came) {
    static final int MOST = 1500;

    private static final Pattern COMMAND =
            Pattern.compile("AT\\+QIRD=(\\d{1,2})(?:,(\\d{1,5}))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEADER = Pattern.compile("\\+QIRD: ?(\\d{1,5})");

    /** The session's reads that were answered with a header, in order; questions for the counters are left out. */
    static Stream<Reading> all(CaseView session) {
        return Facts.commands(session, "AT+QIRD=").flatMap(exchange -> of(exchange).stream());
    }

    /** This connection's reads about which something is out of order, in order. */
    static Stream<Reading> odd(CaseView session, ModemSocket socket) {
        return Transfer.reads(session, socket)
                .filter(transfer -> !transfer.usual())
                .flatMap(transfer -> of(session.exchanges().get(transfer.row())).stream());
    }

    /** The exchange as such; nothing where it is another, or asks for the counters. */
    static Optional<Reading> of(Exchange exchange) {
        Matcher command = COMMAND.matcher(exchange.text());
        if (!command.matches()) {
            return Optional.empty();
        }
        int asked = command.group(2) == null ? MOST : Integer.parseInt(command.group(2));
        Optional<Matcher> header = exchange.lines().stream()
                .filter(line -> line.role() == Exchange.Role.INFORMATION)
                .map(line -> HEADER.matcher(line.text()))
                .filter(Matcher::matches)
                .findFirst();
        if (asked == 0 || header.isEmpty()) {
            return Optional.empty();
        }
        int came = exchange.lines().stream()
                .filter(line -> line.role() == Exchange.Role.PAYLOAD && line.direction() == Direction.RX)
                .mapToInt(Exchange.Line::length)
                .sum();
        return Optional.of(new Reading(
                exchange,
                Integer.parseInt(command.group(1)),
                asked,
                Integer.parseInt(header.get().group(1)),
                came));
    }

    /** True where no final result ended it. */
    boolean unanswered() {
        return exchange.result().filter(code -> code != ResultCode.UNANSWERED).isEmpty();
    }

    /** True where bytes follow the counted ones that are neither CR LF nor a line. */
    boolean hasMore() {
        return exchange.lines().stream().anyMatch(line -> line.role() == Exchange.Role.NOISE) && came == told;
    }

    Evidence evidence(String what) {
        return new Evidence(what, exchange.places(), exchange.startNanos());
    }
}
