package dev.parley.at;

import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.LongColumn;
import dev.parley.journal.Place;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The lines of all exchanges, in the order they were told, kept as numbers: 24 bytes a line, the texts once each, and no payload.
 *
 * <p>One owner adds; whoever knows how many lines there were may read these from any thread.
 */
final class LineStore {
    private static final Exchange.Role[] ROLES = Exchange.Role.values();
    private static final Event.Origin[] ORIGINS = Event.Origin.values();
    private static final ResultCode[] CODES = ResultCode.values();
    /**
     * Numbers a line: its place's start and bits about it; its time; the row's next line, and its text's number, or for payload how
     * long that is.
     */
    private static final int STRIDE = 3;

    private static final int MARK_LINES = 256;
    private static final long LOW = 0xffff_ffffL;

    private final TextPool texts = new TextPool();
    private final LongColumn lines = new LongColumn();

    /** How many bytes a line has whose text is not as long: a noise, whose text says why it is one, or an echo of payload. */
    private final Map<Integer, Integer> oddLengths = new ConcurrentHashMap<>();

    /** How far each direction had come before every so many lines. */
    private final LongColumn txMarks = new LongColumn();

    private final LongColumn rxMarks = new LongColumn();
    private long txEnd;
    private long rxEnd;
    private int count;

    /** How many lines there are. */
    int size() {
        return count;
    }

    /**
     * Adds an event as a line, which nothing follows yet.
     *
     * @param title its text
     * @return its number
     */
    @SuppressWarnings("EnumOrdinal") // the numbers never leave this object
    int add(AtEvent event, Exchange.Role role, String title, Event.Origin origin) {
        Place place = event.place();
        if (count % MARK_LINES == 0) {
            txMarks.add(txEnd);
            rxMarks.add(rxEnd);
        }
        if (place.direction() == Direction.TX) {
            txEnd = Math.max(txEnd, place.to());
        } else {
            rxEnd = Math.max(rxEnd, place.to());
        }
        int small =
                switch (event) {
                    case AtEvent.FinalResult e -> e.code().ordinal();
                    case AtEvent.Payload e -> e.socket() + 1;
                    case AtEvent.Command _, AtEvent.Echo _, AtEvent.Information _, AtEvent.Prompt _ -> 0;
                    case AtEvent.Urc _, AtEvent.Noise _ -> 0;
                };
        long about = (long) small << 8
                | origin.ordinal() << 5
                | role.ordinal() << 1
                | (place.direction() == Direction.TX ? 0 : 1);
        lines.add(place.from() << 16 | about);
        lines.add(event.nanos());
        lines.add(event instanceof AtEvent.Payload ? place.length() : texts.add(title));
        int usual = event instanceof AtEvent.Prompt ? 1 : title.length();
        if (!(event instanceof AtEvent.Payload) && place.length() != usual) {
            oddLengths.put(count, (int) place.length());
        }
        return count++;
    }

    /** Line {@code next} comes after {@code line} in their row. */
    void link(int line, int next) {
        int link = line * STRIDE + 2;
        lines.set(link, ((long) next << 32) | (lines.get(link) & LOW));
    }

    /** The line after {@code line} in its row, or -1 where there was none when there were {@code limit} lines. */
    int next(int line, int limit) {
        int next = (int) (lines.get(line * STRIDE + 2) >> 32);
        return next == 0 || next >= limit ? -1 : next;
    }

    int length(int line) {
        Exchange.Role role = role(line);
        if (role == Exchange.Role.PAYLOAD) {
            return (int) lines.get(line * STRIDE + 2);
        }
        Integer odd = oddLengths.get(line);
        return odd != null ? odd : role == Exchange.Role.PROMPT ? 1 : texts.length(textNumber(line));
    }

    int textNumber(int line) {
        return role(line) == Exchange.Role.PAYLOAD ? 0 : (int) lines.get(line * STRIDE + 2);
    }

    Exchange.Role role(int line) {
        return ROLES[(int) lines.get(line * STRIDE) >> 1 & 0xf];
    }

    Event.Origin origin(int line) {
        return ORIGINS[(int) lines.get(line * STRIDE) >> 5 & 0x7];
    }

    ResultCode code(int line) {
        return CODES[(int) lines.get(line * STRIDE) >> 8 & 0xff];
    }

    long nanos(int line) {
        return lines.get(line * STRIDE + 1);
    }

    String text(int line) {
        return texts.get(textNumber(line));
    }

    Exchange.Line line(int line) {
        long about = lines.get(line * STRIDE);
        Exchange.Role role = ROLES[(int) about >> 1 & 0xf];
        Direction direction = (about & 1) == 0 ? Direction.TX : Direction.RX;
        long from = about >>> 16;
        return new Exchange.Line(
                role,
                direction,
                text(line),
                role == Exchange.Role.PAYLOAD ? ((int) about >> 8 & 0xff) - 1 : -1,
                new Place(direction, from, from + length(line)),
                nanos(line));
    }

    /** The lines among the first {@code limit} that have bytes of {@code place}. */
    IntStream at(Place place, int limit) {
        LongColumn marks = place.direction() == Direction.TX ? txMarks : rxMarks;
        int low = 0;
        int high = (limit + MARK_LINES - 1) / MARK_LINES;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (marks.get(middle) <= place.from()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int from = Math.max(0, low - 1) * MARK_LINES;
        int to = low;
        while (to * MARK_LINES < limit && marks.get(to) < place.to()) {
            to++;
        }
        // One stretch more: a payload that was held back is told after the line that cut in.
        int end = Math.min(limit, (to + 1) * MARK_LINES);
        IntPredicate inside = line -> {
            long about = lines.get(line * STRIDE);
            long start = about >>> 16;
            return ((about & 1) == 0) == (place.direction() == Direction.TX)
                    && start < place.to()
                    && start + length(line) > place.from();
        };
        return IntStream.range(from, end).filter(inside);
    }

    Direction direction(int line) {
        return (lines.get(line * STRIDE) & 1) == 0 ? Direction.TX : Direction.RX;
    }

    /** A text that is looked at where it stands. */
    TextPool.Window window() {
        return texts.new Window();
    }
}
