package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import dev.parley.journal.Direction;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.socket.SocketStream;
import dev.parley.tls.ContentType;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Signs that bytes were lost or altered on the line between host and modem: two books that should agree and do not. */
final class ByteLoss {
    /**
     * What a server says of bytes that are not what the client made: unexpected_message, bad_record_mac, record_overflow,
     * illegal_parameter, decode_error.
     */
    private static final Set<Integer> GARBLED = Set.of(10, 20, 22, 47, 50);

    /** How long before the host heard of it the modem may have known of the peer's close. */
    private static final long CLOSE_UNDERWAY_NANOS = 300_000_000L;

    private static final int LAST_READS = 500;

    /** {@code CR LF CR LF}, which stands before a read's {@code OK}. */
    private static final int LINE_ENDS = 4;

    /** With the OK and its line end, and some room; what is longer has a URC in it. */
    private static final int MOST_TO_RESULT = 12;

    private static final long AT_ONCE_NANOS = 1_000_000_000L;

    /** From the first loss on every later counter is short: more of them prove no more. */
    private static final int MOST_EVIDENCE = 20;

    private ByteLoss() {}

    /** Evidence of loss between host and modem, host to modem; empty where there is none. */
    static List<Loss> toModem(CaseView session, ModemSocket socket) {
        List<Loss> losses = new ArrayList<>();
        // In transparent mode what meets the peer's close, a goodbye above all, is no data for the modem any more.
        long met = Facts.goodbye(session, socket).map(Facts.Goodbye::bytes).orElse(0) + aroundTheClose(socket);
        ModemCount.shortBy(session, socket, Direction.TX, met)
                .limit(MOST_EVIDENCE)
                .forEach(count -> losses.add(Loss.counted(
                        count,
                        new Evidence(
                                count.exchange().text() + " tells of " + count.counted()
                                        + " bytes taken from the host, which had written " + count.carried()
                                        + " and was told SEND OK: " + count.missing() + " are missing",
                                count.exchange().places(),
                                count.exchange().startNanos()))));
        if (isDoubtful(session, socket)) {
            Send.among(
                            session,
                            Facts.unanswered(session)
                                    .filter(next -> !isAnswered(next))
                                    .flatMap(next -> Facts.exchanges(session).commandBefore(next.number()).stream()),
                            socket)
                    .filter(send -> send.prompted()
                            && !send.early()
                            && send.written() == send.declared()
                            && swallowsTheNext(session, send))
                    .findFirst()
                    .map(send -> swallowing(session, socket, send))
                    .ifPresent(losses::add);
        }
        if (!leavesHole(session, socket)) {
            session.conversation(socket).flatMap(tls -> garbled(session, tls)).ifPresent(losses::add);
        }
        return losses;
    }

    /** How much the host wrote while the peer's close was on its way to it, or later, in transparent mode. */
    private static long aroundTheClose(ModemSocket socket) {
        if (socket.mode() != AccessMode.TRANSPARENT
                || socket.closedBy() != ClosedBy.PEER
                || socket.closedNanos().isEmpty()) {
            return 0;
        }
        long since = socket.closedNanos().getAsLong() - CLOSE_UNDERWAY_NANOS;
        return socket.stream(Direction.TX).segments().stream()
                .filter(segment -> segment.nanos() >= since)
                .mapToLong(segment -> segment.place().length())
                .sum();
    }

    /** The modem took what followed a send for bytes of it: so many were missing, but for those of the last command it took. */
    private static Loss swallowing(CaseView session, ModemSocket socket, Send send) {
        long answered = resultNanos(send.exchange());
        long before = 0;
        long all = 0;
        Optional<Exchange> next =
                Facts.exchanges(session).commandAfter(send.exchange().number());
        while (next.isPresent() && next.get().startNanos() < answered && !isAnswered(next.get())) {
            before = all;
            all += next.get().lines().getFirst().length() + 1;
            next = Facts.exchanges(session).commandAfter(next.get().number());
        }
        boolean waits = answered == Long.MAX_VALUE;
        return new Loss(
                Loss.offset(socket, Direction.TX, send.exchange().number()),
                Math.min(send.declared(), (waits ? all : before) + 1),
                OptionalLong.of(waits ? send.declared() : Math.min(send.declared(), all)),
                send.evidence(send.exchange().text() + ": all " + send.declared()
                        + " bytes were written after the prompt, and the modem still waited for more: it took the next"
                        + " command for them"));
    }

    /** When the exchange's result came; the end of time where none did. */
    private static long resultNanos(Exchange exchange) {
        return exchange.lines().stream()
                .filter(line -> line.role() == Exchange.Role.RESULT)
                .mapToLong(Exchange.Line::nanos)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** True if the modem refused a send and took a later one: then the server misses bytes that were never lost. */
    private static boolean leavesHole(CaseView session, ModemSocket socket) {
        List<SocketStream.Segment> taken = socket.stream(Direction.TX).segments();
        return socket.refused() > 0
                && !taken.isEmpty()
                && Facts.commands(session, "AT+QISEND=" + socket.id())
                        .anyMatch(send -> send.startNanos() >= socket.openRequestedNanos()
                                && send.number() < taken.getLast().exchange()
                                && send.result()
                                        .filter(code -> !code.succeeded() && code != ResultCode.UNANSWERED)
                                        .isPresent());
    }

    /** The server could not read what stands well-formed in the log. */
    private static Optional<Loss> garbled(CaseView session, TlsConversation tls) {
        boolean wellFormed = tls.problems().isEmpty();
        boolean mayOverflow = Facts.agreedFragment(tls).isPresent();
        return Facts.fatalAlert(tls, Direction.RX)
                .filter(alert -> wellFormed
                        && GARBLED.contains(alert.description())
                        && tls.lastSent().isPresent())
                .filter(alert -> alert.description() != 22 || !mayOverflow)
                .filter(alert -> !answersHello(tls) && answersAtOnce(session, tls, alert))
                .filter(_ -> Experiment.altered(session, tls).isEmpty())
                .map(alert -> new Loss(
                        Loss.unanswered(tls),
                        0,
                        OptionalLong.empty(),
                        session.evidence(
                                tls,
                                alert,
                                "The server's alert " + dev.parley.tls.AlertDescription.name(alert.description()) + "("
                                        + alert.description()
                                        + ") says that it could not read what the client sent, but what the host"
                                        + " wrote is in good order")));
    }

    /**
     * Whoever cannot read a record says so when it comes. An alert out of a longer silence than the ClientHello's answer took three
     * times over is about something else.
     */
    private static boolean answersAtOnce(CaseView session, TlsConversation tls, TlsMessage.Alert alert) {
        long usual = tls.messages().stream()
                .filter(message -> message.direction() == Direction.RX)
                .findFirst()
                .map(first -> first.startNanos() - tls.messages().getFirst().endNanos())
                .orElse(0L);
        long lastSent = session.sockets().get(tls.socket()).tx().segments().stream()
                .mapToLong(SocketStream.Segment::nanos)
                .filter(nanos -> nanos <= alert.startNanos())
                .max()
                .orElse(0);
        return alert.startNanos() - lastSent <= Math.max(AT_ONCE_NANOS, 3 * usual);
    }

    /** A server that says so of the ClientHello may mean what it offers. */
    private static boolean answersHello(TlsConversation tls) {
        return tls.messages().stream()
                .noneMatch(message -> message.direction() == Direction.RX && message instanceof TlsMessage.Handshake);
    }

    /** Evidence of loss modem to host; empty where there is none. */
    static List<Loss> fromModem(CaseView session, ModemSocket socket) {
        List<Loss> losses = new ArrayList<>();
        if (!session.live() && isDoubtful(session, socket)) {
            Reading.odd(session, socket)
                    .filter(reading -> reading.told() > 0
                            && (reading.came() < reading.told()
                                    || reading.unanswered()
                                    || isLate(session, reading.exchange()))
                            && !LinkGap.cuts(session, reading.exchange()))
                    .findFirst()
                    .map(reading -> fewer(socket, reading))
                    .ifPresent(losses::add);
        }
        if (losses.isEmpty() && isDoubtful(session, socket)) {
            nearResult(session, socket).ifPresent(losses::add);
        }
        if (socket.mode() == AccessMode.PUSH) {
            pushed(session, socket).ifPresent(losses::add);
        }
        ModemCount.shortBy(session, socket, Direction.RX, 0)
                .limit(MOST_EVIDENCE)
                .forEach(count -> losses.add(Loss.counted(
                        count,
                        new Evidence(
                                count.exchange().text() + " tells of " + count.counted()
                                        + " bytes read by the host, which has got " + count.carried() + ": "
                                        + count.missing() + " are missing",
                                count.exchange().places(),
                                count.exchange().startNanos()))));
        return losses;
    }

    /**
     * A read whose result stands nearer behind its data than in the socket's other reads. So few bytes were lost that the line ends
     * before the result made up for them.
     */
    private static Optional<Loss> nearResult(CaseView session, ModemSocket socket) {
        // A stream from which bytes are missing does not go on for long: the last reads are enough, of a million.
        int[] rows =
                Facts.exchanges(session).commandRows("AT+QIRD=" + socket.id()).toArray();
        List<Reading> readings = Arrays.stream(rows, Math.max(0, rows.length - LAST_READS), rows.length)
                .mapToObj(session.exchanges()::get)
                .flatMap(exchange -> Reading.of(exchange).stream())
                .filter(reading -> reading.id() == socket.id()
                        && reading.told() > 0
                        && reading.came() == reading.told()
                        && Facts.ofSocket(session, socket).test(reading.exchange()))
                .toList();
        long usual = readings.stream()
                .mapToLong(ByteLoss::toResult)
                .filter(bytes -> bytes <= MOST_TO_RESULT)
                .max()
                .orElse(0);
        return readings.stream()
                .filter(reading -> toResult(reading) < usual && usual - toResult(reading) <= LINE_ENDS)
                .findFirst()
                .map(reading -> {
                    int missing = (int) (usual - toResult(reading));
                    return new Loss(
                            Loss.offset(socket, Direction.RX, reading.exchange().number()),
                            missing,
                            OptionalLong.of(missing),
                            reading.evidence(reading.exchange().text() + " was answered with +QIRD: " + reading.told()
                                    + ", and its OK came " + missing
                                    + " bytes sooner than it should: so many are missing, and line ends stand in their"
                                    + " place"));
                });
    }

    /** How many bytes there are from the last of a read's data to the end of its result; 0 where one of them is not there. */
    private static long toResult(Reading reading) {
        long data = 0;
        long result = 0;
        for (Exchange.Line line : reading.exchange().lines()) {
            if (line.role() == Exchange.Role.PAYLOAD && line.direction() == Direction.RX) {
                data = line.place().to();
            } else if (line.role() == Exchange.Role.RESULT) {
                result = line.place().to();
            }
        }
        return data == 0 || result == 0 ? 0 : result - data;
    }

    private static Loss fewer(ModemSocket socket, Reading reading) {
        long begin = Loss.offset(socket, Direction.RX, reading.exchange().number());
        int missing = reading.told() - reading.came();
        return missing > 0
                ? new Loss(
                        begin + reading.came(), missing, OptionalLong.of(missing), reading.evidence(missing(reading)))
                : new Loss(begin, 1, OptionalLong.empty(), reading.evidence(missing(reading)));
    }

    private static String missing(Reading reading) {
        return reading.exchange().text() + " was answered with +QIRD: " + reading.told() + ", but "
                + (reading.came() < reading.told()
                        ? reading.came() + " bytes came before the result: " + (reading.told() - reading.came())
                                + " are missing"
                        : "no OK came behind so many bytes: its letters stand where data is missing");
    }

    /**
     * False where TLS stood, was used and has read every record: then nothing that it carried was lost, and each exchange need not be
     * looked at. Both Finished prove less: the host may not have been able to read the server's.
     */
    private static boolean isDoubtful(CaseView session, ModemSocket socket) {
        return session.conversation(socket)
                .map(tls -> !Facts.established(tls) || !tls.problems().isEmpty() || !isUsed(tls))
                .orElse(true);
    }

    private static boolean isUsed(TlsConversation tls) {
        return tls.records().stream()
                .anyMatch(
                        record -> record.direction() == Direction.TX && record.type() == ContentType.APPLICATION_DATA);
    }

    private static Optional<Loss> pushed(CaseView session, ModemSocket socket) {
        return session.live()
                ? Optional.empty()
                : Push.all(session, socket)
                        .filter(push -> push.told() > push.came() && !LinkGap.cuts(session, push.exchange()))
                        .map(push -> new Loss(
                                Loss.offset(
                                                socket,
                                                Direction.RX,
                                                push.exchange().number())
                                        + push.came(),
                                push.told() - push.came(),
                                OptionalLong.of(push.told() - push.came()),
                                push.evidence(push.exchange().text() + " promised " + push.told() + " bytes, "
                                        + push.came() + " came")))
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
}
