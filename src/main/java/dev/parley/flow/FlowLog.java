package dev.parley.flow;

import dev.parley.journal.Direction;
import dev.parley.journal.LongColumn;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Counts what crosses, as it crosses. One owner adds; {@link #picture} costs next to nothing and may be read from any thread.
 *
 * <p>Times are nanoseconds since the session began. What comes with an earlier time than the last of its kind counts as of that one.
 */
public final class FlowLog {
    /** A link that said nothing for as long was silent. */
    public static final long SILENCE_NANOS = 500_000_000L;

    private static final long SECOND = 1_000_000_000L;
    /** 48 days: what comes later counts for the last one of them. */
    private static final int MOST_SECONDS = 1 << 22;

    private final Map<FlowLayer, Map<Direction, Counter>> counters = new EnumMap<>(FlowLayer.class);
    private final Map<FlowMark, Column> marks = new EnumMap<>(FlowMark.class);
    private final Column silences = new Column();
    private final Column signals = new Column();
    private final MinMaxPyramid levels = new MinMaxPyramid();
    private final Column cts = new Column();
    private final Column rts = new Column();
    private long lastNanos;
    private boolean hostWasLast;

    /** A log of nothing yet. */
    public FlowLog() {
        for (FlowLayer layer : FlowLayer.values()) {
            Map<Direction, Counter> both = new EnumMap<>(Direction.class);
            for (Direction direction : Direction.values()) {
                both.put(direction, new Counter());
            }
            counters.put(layer, both);
        }
        for (FlowMark mark : FlowMark.values()) {
            marks.put(mark, new Column());
        }
    }

    /** {@code length} bytes of {@code layer} crossed. */
    public void bytes(FlowLayer layer, Direction direction, long nanos, int length) {
        if (layer == FlowLayer.LINK) {
            if (nanos - lastNanos >= SILENCE_NANOS) {
                silences.add(lastNanos, hostWasLast ? lastNanos - nanos : nanos - lastNanos);
            }
            lastNanos = Math.max(lastNanos, nanos);
            hostWasLast = direction == Direction.TX;
        }
        Objects.requireNonNull(Objects.requireNonNull(counters.get(layer)).get(direction))
                .add(nanos, length);
    }

    /** A send, a read or a URC began, which is exchange {@code exchange}. */
    public void mark(FlowMark mark, long nanos, long exchange) {
        Objects.requireNonNull(marks.get(mark)).add(nanos, exchange);
    }

    /** The received power was told to be {@code dbm}. */
    public void signal(long nanos, int dbm) {
        signals.add(nanos, dbm);
        levels.add(dbm);
    }

    /** The control lines stand so from now on; only what changed is kept. */
    public void lines(long nanos, boolean clearToSend, boolean requestToSend) {
        cts.change(nanos, clearToSend);
        rts.change(nanos, requestToSend);
    }

    /** What was counted so far. */
    public Flow picture() {
        Map<FlowLayer, Map<Direction, ByteCurve>> curves = new EnumMap<>(FlowLayer.class);
        counters.forEach((layer, both) -> {
            Map<Direction, ByteCurve> drawn = new EnumMap<>(Direction.class);
            both.forEach((direction, counter) -> drawn.put(direction, counter.picture()));
            curves.put(layer, drawn);
        });
        Map<FlowMark, Times> marked = new EnumMap<>(FlowMark.class);
        marks.forEach((mark, column) -> marked.put(mark, column.picture()));
        return new Flow(curves, marked, silences.picture(), signals.picture(), levels, cts.picture(), rts.picture());
    }

    /** Moments with a number each. */
    private static final class Column {
        private final LongColumn times = new LongColumn();
        private final LongColumn numbers = new LongColumn();

        void add(long nanos, long number) {
            int size = times.size();
            times.add(size == 0 ? nanos : Math.max(nanos, times.get(size - 1)));
            numbers.add(number);
        }

        void change(long nanos, boolean on) {
            long level = on ? 1 : 0;
            int size = numbers.size();
            if (size == 0 || numbers.get(size - 1) != level) {
                add(nanos, level);
            }
        }

        Times picture() {
            return Times.of(times, numbers);
        }
    }

    private static final class Counter {
        private final Column totals = new Column();
        private final MinMaxPyramid seconds = new MinMaxPyramid();
        private long total;
        private long second;

        void add(long nanos, int length) {
            long now = Math.min(nanos / SECOND, MOST_SECONDS);
            while (seconds.size() < now) {
                seconds.add(second);
                second = 0;
            }
            total += length;
            second += length;
            totals.add(nanos, total);
        }

        ByteCurve picture() {
            return new ByteCurve(totals.picture(), seconds, seconds.size());
        }
    }
}
