package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.at.Exchanges;
import dev.parley.journal.Direction;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ModemSocket;
import dev.parley.socket.SocketStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The modem's own count of a socket's bytes, as it answered {@code AT+QISEND=id,0} (to the modem) or {@code AT+QIRD=id,0} (from it),
 * beside what stands in the record. The modem counts from the open; of a socket whose open was not seen the first answer is the base.
 *
 * @param counted bytes the modem took from the host, or gave to it
 * @param carried bytes of the socket that the record held when the modem was asked
 * @param lostBefore how many of what is missing were so when the link was last lost, or went in that gap
 */
record ModemCount(Exchange exchange, Direction direction, long counted, long carried, long lostBefore) {
    private static final Pattern ANSWER = Pattern.compile("\\+QI(?:SEND|RD): ?(\\d+),(\\d+),(\\d+)");

    /** Bytes that stand in one of the two books only, since the connection began. */
    long apart() {
        return direction == Direction.TX ? carried - counted : counted - carried;
    }

    /** Bytes that were lost while the link stood. */
    long missing() {
        return apart() - lostBefore;
    }

    /**
     * What a gap of the link took.
     *
     * @param first the first count after the gap
     * @param bytes how many more are missing than before it
     */
    record GapLoss(ModemCount first, long bytes) {}

    /** The counts of this connection's, in order; nothing is known yet of the link's gaps. */
    static Stream<ModemCount> all(CaseView session, ModemSocket socket, Direction direction) {
        Exchanges exchanges = Facts.exchanges(session);
        Predicate<Exchange> ofSocket = Facts.ofSocket(session, socket);
        String command = question(socket, direction);
        long base = base(session, socket, direction);
        return exchanges
                .commandRows(command)
                .mapToObj(exchanges::get)
                .filter(exchange -> exchange.text().length() == command.length() && ofSocket.test(exchange))
                .flatMap(exchange -> of(exchange, socket, direction, base).stream());
    }

    /**
     * The counts that tell of more than {@code most} bytes lost while the link stood, in order. What is lost stays lost: where the last
     * answer is not short none before it is, and of a million there is one to look at.
     */
    static Stream<ModemCount> shortBy(CaseView session, ModemSocket socket, Direction direction, long most) {
        if (last(session, socket, direction)
                .filter(count -> count.apart() > most)
                .isEmpty()) {
            return Stream.empty();
        }
        Stretches stretches = new Stretches(LinkGap.lost(session));
        return all(session, socket, direction).map(stretches::next).filter(count -> count.missing() > most);
    }

    /** What the gaps of the link took of this direction, where the modem was asked afterwards. */
    static List<GapLoss> inGaps(CaseView session, ModemSocket socket, Direction direction, long most) {
        List<Long> lost = LinkGap.lost(session);
        boolean isShort = !lost.isEmpty()
                && last(session, socket, direction)
                        .filter(count -> count.apart() > most)
                        .isPresent();
        List<GapLoss> losses = new ArrayList<>();
        if (isShort) {
            Stretches stretches = new Stretches(lost);
            long[] before = {0};
            all(session, socket, direction).map(stretches::next).forEach(count -> {
                if (stretches.isFirst() && count.apart() - before[0] > most) {
                    losses.add(new GapLoss(count, count.apart() - before[0]));
                }
                before[0] = count.apart();
            });
        }
        return losses;
    }

    /** Where the record's stretches without a gap begin, followed from count to count. */
    private static final class Stretches {
        private final List<Long> lost;
        private int passed;
        private long lostBefore;
        private boolean first;

        Stretches(List<Long> lost) {
            this.lost = lost;
        }

        /** The next count, with what was missing where its stretch began. */
        ModemCount next(ModemCount count) {
            first = false;
            while (passed < lost.size() && lost.get(passed) <= count.exchange.startNanos()) {
                passed++;
                first = true;
            }
            if (first) {
                lostBefore = Math.max(0, count.apart());
            }
            return new ModemCount(count.exchange, count.direction, count.counted, count.carried, lostBefore);
        }

        /** True if the count before this one came before a gap. */
        boolean isFirst() {
            return first;
        }
    }

    /** The last count of this connection's; nothing where the modem was not asked. */
    static Optional<ModemCount> last(CaseView session, ModemSocket socket, Direction direction) {
        Exchanges exchanges = Facts.exchanges(session);
        Predicate<Exchange> ofSocket = Facts.ofSocket(session, socket);
        String command = question(socket, direction);
        long base = base(session, socket, direction);
        int[] rows = exchanges.commandRows(command).toArray();
        for (int i = rows.length - 1; i >= 0; i--) {
            Exchange exchange = exchanges.get(rows[i]);
            if (exchange.text().length() == command.length() && ofSocket.test(exchange)) {
                Optional<ModemCount> count = of(exchange, socket, direction, base);
                if (count.isPresent()) {
                    return count;
                }
            }
        }
        return Optional.empty();
    }

    private static String question(ModemSocket socket, Direction direction) {
        return (direction == Direction.TX ? "AT+QISEND=" : "AT+QIRD=") + socket.id() + ",0";
    }

    /** What the modem had counted before the record began. */
    private static long base(CaseView session, ModemSocket socket, Direction direction) {
        if (socket.openSeen()) {
            return 0;
        }
        String command = question(socket, direction);
        Predicate<Exchange> ofSocket = Facts.ofSocket(session, socket);
        return Facts.commands(session, command)
                .filter(exchange -> exchange.text().length() == command.length() && ofSocket.test(exchange))
                .flatMap(exchange -> of(exchange, socket, direction, 0).stream())
                .findFirst()
                .map(count -> count.counted() - count.carried())
                .orElse(0L);
    }

    private static Optional<ModemCount> of(Exchange exchange, ModemSocket socket, Direction direction, long base) {
        return exchange.lines().stream()
                .map(told -> ANSWER.matcher(told.text()))
                .filter(Matcher::matches)
                .map(told -> Long.parseLong(told.group(direction == Direction.TX ? 1 : 2)))
                .map(count -> new ModemCount(
                        exchange,
                        direction,
                        count - base,
                        direction == Direction.TX ? sentBy(socket, exchange) : readBy(socket, exchange),
                        0))
                .findFirst();
    }

    /** How many bytes the modem had accepted when it was asked. */
    private static long sentBy(ModemSocket socket, Exchange question) {
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
    private static long readBy(ModemSocket socket, Exchange question) {
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
}
