package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import dev.parley.journal.Direction;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a session answers to the tests that are questions to the modem; nothing where it was not asked. */
final class TestAnswers {
    static final String ALERT_CAME = "an alert comes out of the modem";
    static final String FLIGHT_CAME = "the rest of the server's flight comes out, without an alert";
    static final String NOTHING_LEFT = "nothing is left in the modem";
    static final String FEWER = "it counts fewer bytes than were written";
    static final String UNACKNOWLEDGED = "all are counted, and many stay unacknowledged";
    static final String ACKNOWLEDGED = "all are counted and acknowledged";
    static final String CLOCK_WRONG = "the clock is wrong";
    static final String CLOCK_RIGHT = "the clock is right";
    static final String NO_CONTEXT = "no context is active";
    static final String CONTEXT = "the context has an address";
    static final String NO_NAME = "the name is not found";
    static final String NAME = "the name has an address";
    static final String NO_SIM = "the SIM does not answer READY";
    static final String DENIED = "registration is denied (3)";
    static final String SEARCHING = "it is still searching (2)";
    static final String REGISTERED = "it is registered (1 or 5)";

    private static final Pattern CLOCK = Pattern.compile("\\+CCLK: ?\"(\\d{2,4})/.*");
    private static final Pattern STATUS = Pattern.compile("\\+CEREG: ?\\d,(\\d).*");
    private static final Pattern RESOLVED = Pattern.compile("\\+QIURC: ?\"dnsgip\",(?:(\\d+),\\d+,\\d+|\".*)");

    private TestAnswers() {}

    /** What lay in the modem when the peer had closed. */
    static Optional<String> drained(CaseView session) {
        return last(session)
                .filter(socket -> socket.closedBy() == ClosedBy.PEER && socket.drained())
                .map(socket -> {
                    boolean alert = session.conversation(socket)
                            .flatMap(tls -> Facts.fatalAlert(tls, Direction.RX))
                            .filter(one ->
                                    one.endNanos() >= socket.closedNanos().orElse(0))
                            .isPresent();
                    return alert ? ALERT_CAME : socket.unreadAtClose() > 0 ? FLIGHT_CAME : NOTHING_LEFT;
                });
    }

    /** The modem's count after the last send. */
    static Optional<String> counted(CaseView session) {
        Optional<ModemSocket> socket = last(session);
        return socket.flatMap(one ->
                        ModemCount.last(session, one, Direction.TX).filter(count -> count.carried() == one.sent()))
                .map(count -> {
                    if (count.missing() > 0) {
                        return FEWER;
                    }
                    long acked = socket.get().acked().orElse(0);
                    return acked < socket.get().sent() ? UNACKNOWLEDGED : ACKNOWLEDGED;
                });
    }

    /** A modem that has not heard the time counts from 1980; none was made before 2020. */
    static Optional<String> clock(CaseView session) {
        return Facts.exchanges(session)
                .told("+CCLK")
                .map(line -> CLOCK.matcher(line.text()))
                .filter(Matcher::matches)
                .map(matcher -> Integer.parseInt(matcher.group(1)) % 100)
                .reduce((first, second) -> second)
                .map(year -> year < 20 || year >= 70 ? CLOCK_WRONG : CLOCK_RIGHT);
    }

    static Optional<String> context(CaseView session) {
        return answered(session, "AT+QIACT?")
                .map(exchange -> exchange.lines().stream()
                                .anyMatch(line -> line.role() == Exchange.Role.INFORMATION
                                        && line.text().startsWith("+QIACT:"))
                        ? CONTEXT
                        : NO_CONTEXT);
    }

    static Optional<String> name(CaseView session) {
        if (Facts.commands(session, "AT+QIDNSGIP=").findAny().isEmpty()) {
            return Optional.empty();
        }
        return Facts.exchanges(session)
                .told("+QIURC")
                .map(line -> RESOLVED.matcher(line.text()))
                .filter(Matcher::matches)
                .findFirst()
                .map(matcher -> matcher.group(1) == null || matcher.group(1).equals("0") ? NAME : NO_NAME);
    }

    static Optional<String> registration(CaseView session) {
        Optional<Exchange> sim = answered(session, "AT+CPIN?");
        if (sim.isEmpty()) {
            return Optional.empty();
        }
        boolean ready = sim.get().lines().stream().anyMatch(line -> line.text().contains("READY"));
        if (!ready) {
            return Optional.of(NO_SIM);
        }
        return answered(session, "AT+CEREG?")
                .flatMap(exchange -> exchange.lines().stream()
                        .map(line -> STATUS.matcher(line.text()))
                        .filter(Matcher::matches)
                        .findFirst()
                        .map(matcher -> switch (matcher.group(1)) {
                            case "1", "5" -> REGISTERED;
                            case "3" -> DENIED;
                            default -> SEARCHING;
                        }));
    }

    /** The last command of that form that the modem answered, with whatever result. */
    private static Optional<Exchange> answered(CaseView session, String command) {
        return Facts.commands(session, command)
                .filter(exchange -> exchange.result()
                        .filter(code -> code != ResultCode.UNANSWERED)
                        .isPresent())
                .reduce((first, second) -> second);
    }

    private static Optional<ModemSocket> last(CaseView session) {
        return session.sockets().stream()
                .filter(socket -> socket.openedNanos().isPresent())
                .reduce((first, second) -> second);
    }
}
