package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.at.Exchanges;
import dev.parley.at.ResultCode;
import dev.parley.journal.Direction;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ModemSocket;
import dev.parley.socket.SocketStream;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Signs that bytes were lost or altered on the line between host and modem: two books that should agree and do not. */
final class ByteLoss {
    private static final Pattern COUNTERS = Pattern.compile("\\+QI(?:SEND|RD): ?(\\d+),(\\d+),(\\d+)");
    private static final Pattern PUSHED = Pattern.compile("\\+QIURC: ?\"recv\",(\\d{1,2}),(\\d{1,5})");
    /**
     * What a server says of bytes that are not what the client made: unexpected_message, bad_record_mac, record_overflow,
     * illegal_parameter, decode_error.
     */
    private static final Set<Integer> GARBLED = Set.of(10, 20, 22, 47, 50);

    /** From the first loss on every later counter is short: more of them prove no more. */
    private static final int MOST_EVIDENCE = 20;

    private ByteLoss() {}

    /** Evidence of loss between host and modem, host to modem; empty where there is none. */
    static List<Evidence> toModem(CaseView session, ModemSocket socket) {
        List<Evidence> evidence = new ArrayList<>();
        // In transparent mode a goodbye may meet the peer's close: the modem takes it for no data any more.
        int goodbye = Facts.goodbye(session, socket).map(Facts.Goodbye::bytes).orElse(0);
        counters(session, socket, "AT+QISEND=", told -> sentBy(socket, told.exchange()) - told.total() > goodbye)
                .limit(MOST_EVIDENCE)
                .forEach(told -> {
                    long before = sentBy(socket, told.exchange());
                    evidence.add(new Evidence(
                            told.exchange().text() + " tells of " + told.total()
                                    + " bytes taken from the host, which had written " + before
                                    + " and was told SEND OK: " + (before - told.total()) + " are missing",
                            told.exchange().places(),
                            told.exchange().startNanos()));
                });
        if (isDoubtful(session, socket)) {
            Send.among(
                            Facts.unanswered(session)
                                    .filter(next -> !isAnswered(next))
                                    .flatMap(next -> Facts.exchanges(session).commandBefore(next.number()).stream()),
                            socket)
                    .filter(send -> send.prompted()
                            && !send.early()
                            && send.written() == send.declared()
                            && swallowsTheNext(session, send))
                    .findFirst()
                    .ifPresent(
                            send -> evidence.add(send.evidence(send.exchange().text() + ": all " + send.declared()
                                    + " bytes were written after the prompt, and the modem still waited for more: it"
                                    + " took the next command for them")));
        }
        if (socket.refused() == 0) {
            session.conversation(socket).flatMap(tls -> garbled(session, tls)).ifPresent(evidence::add);
        }
        return evidence;
    }

    /** The server could not read what stands well-formed in the log. */
    private static Optional<Evidence> garbled(CaseView session, TlsConversation tls) {
        boolean wellFormed = tls.problems().isEmpty();
        boolean mayOverflow = Facts.agreedFragment(tls).isPresent();
        return Facts.fatalAlert(tls, Direction.RX)
                .filter(alert -> wellFormed
                        && GARBLED.contains(alert.description())
                        && tls.lastSent().isPresent())
                .filter(alert -> alert.description() != 22 || !mayOverflow)
                .filter(alert -> !answersHello(tls))
                .map(alert -> new Evidence(
                        "The server's alert " + dev.parley.tls.AlertDescription.name(alert.description()) + "("
                                + alert.description()
                                + ") says that it could not read what the client sent, but what the host"
                                + " wrote is in good order",
                        session.places(tls, alert),
                        alert.startNanos()));
    }

    /** A server that says so of the ClientHello may mean what it offers. */
    private static boolean answersHello(TlsConversation tls) {
        return tls.messages().stream()
                .noneMatch(message -> message.direction() == Direction.RX && message instanceof TlsMessage.Handshake);
    }

    /** Evidence of loss modem to host; empty where there is none. */
    static List<Evidence> fromModem(CaseView session, ModemSocket socket) {
        List<Evidence> evidence = new ArrayList<>();
        if (!session.live() && isDoubtful(session, socket)) {
            Reading.all(session)
                    .filter(reading -> reading.id() == socket.id()
                            && reading.exchange().startNanos() >= socket.openRequestedNanos())
                    .filter(reading -> reading.told() > 0
                            && (reading.came() < reading.told()
                                    || reading.unanswered()
                                    || isLate(session, reading.exchange())))
                    .findFirst()
                    .ifPresent(reading -> evidence.add(reading.evidence(missing(reading))));
        }
        if (socket.mode() == AccessMode.PUSH) {
            pushed(session, socket).ifPresent(evidence::add);
        }
        counters(session, socket, "AT+QIRD=", told -> told.second() > readBy(socket, told.exchange()))
                .limit(MOST_EVIDENCE)
                .forEach(told -> {
                    long before = readBy(socket, told.exchange());
                    evidence.add(new Evidence(
                            told.exchange().text() + " tells of " + told.second()
                                    + " bytes read by the host, which has got " + before + ": "
                                    + (told.second() - before) + " are missing",
                            told.exchange().places(),
                            told.exchange().startNanos()));
                });
        return evidence;
    }

    private static String missing(Reading reading) {
        return reading.exchange().text() + " was answered with +QIRD: " + reading.told() + ", but "
                + (reading.came() < reading.told()
                        ? reading.came() + " bytes came before the result: " + (reading.told() - reading.came())
                                + " are missing"
                        : "no OK came behind so many bytes: its letters stand where data is missing");
    }

    /** False where TLS stood and read every record: then nothing that it carried was lost, and each exchange need not be looked at. */
    private static boolean isDoubtful(CaseView session, ModemSocket socket) {
        return session.conversation(socket)
                .map(tls -> !Facts.established(tls) || !tls.problems().isEmpty())
                .orElse(true);
    }

    private static Optional<Evidence> pushed(CaseView session, ModemSocket socket) {
        return Facts.urcs(session, "+QIURC")
                .filter(urc -> urc.nanos() >= socket.openRequestedNanos())
                .map(urc -> session.exchanges().get((int) urc.exchange()))
                .flatMap(exchange -> {
                    Matcher matcher = PUSHED.matcher(exchange.text());
                    boolean ofSocket = matcher.matches() && Integer.parseInt(matcher.group(1)) == socket.id();
                    int told = ofSocket ? Integer.parseInt(matcher.group(2)) : 0;
                    int came = exchange.payloadBytes();
                    return told > came && !session.live()
                            ? java.util.stream.Stream.of(new Evidence(
                                    exchange.text() + " promised " + told + " bytes, " + came + " came",
                                    exchange.places(),
                                    exchange.startNanos()))
                            : java.util.stream.Stream.empty();
                })
                .findFirst();
    }

    /** True if the send was answered only once the host had written its next command, and that one never was. */
    private static boolean swallowsTheNext(CaseView session, Send send) {
        Optional<Exchange> next =
                Facts.exchanges(session).commandAfter(send.exchange().number());
        if (next.isEmpty() || isAnswered(next.get())) {
            return false;
        }
        return isLate(session, send.exchange()) || (send.unanswered() && isAliveAfter(session, next.get()));
    }

    /** True if its result came only after the host had given up and written its next command: it may be that one's. */
    private static boolean isLate(CaseView session, Exchange exchange) {
        return Facts.exchanges(session)
                .commandAfter(exchange.number())
                .filter(next -> exchange.lines().stream()
                        .anyMatch(line -> line.role() == Exchange.Role.RESULT && line.nanos() > next.startNanos()))
                .isPresent();
    }

    private static boolean isAnswered(Exchange command) {
        return command.result().filter(code -> code != ResultCode.UNANSWERED).isPresent()
                || command.lines().stream().anyMatch(line -> line.role() == Exchange.Role.PROMPT);
    }

    private static boolean isAliveAfter(CaseView session, Exchange command) {
        return session.exchanges().stream()
                .skip(command.number() + 1)
                .anyMatch(later -> later.kind() == Exchange.Kind.URC || isAnswered(later));
    }

    /** How many bytes the modem had accepted when it was asked. */
    static long sentBy(ModemSocket socket, Exchange question) {
        // In transparent mode nothing says what the modem took of what crossed the end of the connection.
        long end =
                socket.mode() == AccessMode.TRANSPARENT ? socket.closedNanos().orElse(Long.MAX_VALUE) : Long.MAX_VALUE;
        return endOf(
                socket.tx(),
                segment -> segment.nanos() <= question.startNanos()
                        && segment.nanos() < end
                        && segment.end() <= socket.sent());
    }

    /** How many bytes the host had got when it asked. */
    static long readBy(ModemSocket socket, Exchange question) {
        return endOf(socket.rx(), segment -> segment.nanos() <= question.startNanos());
    }

    /** Where the last segment ends that passes, of segments that stand in the stream's order and in that of time, without gaps. */
    private static long endOf(SocketStream stream, Predicate<SocketStream.Segment> before) {
        List<SocketStream.Segment> segments = stream.segments();
        int low = 0;
        int high = segments.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (before.test(segments.get(middle))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : segments.get(low - 1).end();
    }

    /** An answer {@code total,second,third} of the modem's own counters. */
    record Counters(Exchange exchange, long total, long second) {}

    /** The answers to {@code command} of this connection's, in order. */
    static Stream<Counters> counters(CaseView session, ModemSocket socket, String command) {
        Exchanges exchanges = Facts.exchanges(session);
        long next = next(session, socket);
        return exchanges
                .commandRows(command + socket.id() + ",0")
                .mapToObj(row -> counters(exchanges.get(row), command, socket, next))
                .flatMap(Optional::stream);
    }

    /**
     * The answers that are short, in order. What is lost stays lost: where the last answer is not short none before it is, and of a
     * million there is one to look at.
     */
    private static Stream<Counters> counters(
            CaseView session, ModemSocket socket, String command, Predicate<Counters> isShort) {
        Exchanges exchanges = Facts.exchanges(session);
        long next = next(session, socket);
        int[] rows = exchanges.commandRows(command + socket.id() + ",0").toArray();
        for (int i = rows.length - 1; i >= 0; i--) {
            Optional<Counters> last = counters(exchanges.get(rows[i]), command, socket, next);
            if (last.isPresent()) {
                return isShort.test(last.get())
                        ? counters(session, socket, command).filter(isShort)
                        : Stream.empty();
            }
        }
        return Stream.empty();
    }

    /** When another connection began under the same number, whose counters are its own. */
    private static long next(CaseView session, ModemSocket socket) {
        return session.sockets().stream()
                .filter(other -> other.id() == socket.id())
                .mapToLong(ModemSocket::openRequestedNanos)
                .filter(opened -> opened > socket.openRequestedNanos())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static Optional<Counters> counters(Exchange exchange, String command, ModemSocket socket, long next) {
        String line = command + socket.id() + ",0";
        if (exchange.startNanos() < socket.openRequestedNanos()
                || exchange.startNanos() >= next
                || exchange.text().length() != line.length()) {
            return Optional.empty();
        }
        return exchange.lines().stream()
                .map(told -> COUNTERS.matcher(told.text()))
                .filter(Matcher::matches)
                .map(told -> new Counters(exchange, Long.parseLong(told.group(1)), Long.parseLong(told.group(2))))
                .findFirst();
    }
}
