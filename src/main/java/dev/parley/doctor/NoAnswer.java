package dev.parley.doctor;

import dev.parley.at.CommandLine;
import dev.parley.at.Dictionary;
import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A command was never answered, although the session went on long enough. */
final class NoAnswer implements Rule {
    private static final long LIMIT_NANOS = 4_500_000_000L;

    @Override
    public String code() {
        return "no-answer";
    }

    @Override
    public List<Finding> examine(CaseView session) {
        Optional<Exchange> silent = Stream.concat(
                        Facts.exchanges(session).ended(ResultCode.UNANSWERED),
                        Facts.exchanges(session).open())
                .filter(exchange -> waited(session, exchange) >= patience(session, exchange))
                .min(Comparator.comparingLong(Exchange::number));
        boolean anything = session.exchanges().stream()
                .anyMatch(exchange -> exchange.result().isPresent() && !isUnanswered(exchange));
        return silent
                .map(exchange -> new Finding(
                        code(),
                        anything ? 0.75 : 0.9,
                        anything ? "The modem did not answer " + exchange.text() : "The modem answered nothing at all",
                        anything
                                ? "It had answered before. It may be asleep, stuck in a data state (a prompt whose"
                                        + " length was not filled), held by flow control, or reset."
                                : "No byte that makes sense came back: wrong port, wrong baud rate, no power, or"
                                        + " RTS/CTS that holds the line.",
                        List.of(Facts.evidence(exchange)),
                        anything
                                ? List.of(
                                        "Send ESC (0x1B) to leave a prompt, then AT until OK.",
                                        "Check CTS: with AT+IFC=2,2 and lines that are not wired the modem stops"
                                                + " sending.")
                                : List.of(
                                        "'parley ports' lists the ports; a modem on USB shows several, and only one or"
                                                + " two speak AT.",
                                        "Try 115200 8N1 first, the modem's default.",
                                        "Press PWRKEY for 0.5 to 1 s: the modem may be off or in PSM."),
                        "The answer came later than this session lasted."))
                .stream()
                .toList();
    }

    /** In a session that goes on, an open command may still be answered for as long as the manual gives it. */
    private static long patience(CaseView session, Exchange exchange) {
        return session.live() && exchange.isOpen()
                ? Math.max(
                        LIMIT_NANOS,
                        Dictionary.standard()
                                .timeLimit(CommandLine.parse(exchange.text()))
                                .toNanos())
                : LIMIT_NANOS;
    }

    private static boolean isUnanswered(Exchange exchange) {
        return exchange.result().filter(code -> code == ResultCode.UNANSWERED).isPresent();
    }

    /** How long the host waited: to the next command, or to the end of the session. */
    private static long waited(CaseView session, Exchange silent) {
        return Facts.exchanges(session)
                        .commandAfter(silent.number())
                        .map(Exchange::startNanos)
                        .orElse(session.durationNanos())
                - silent.startNanos();
    }
}
