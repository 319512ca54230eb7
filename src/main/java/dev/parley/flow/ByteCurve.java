package dev.parley.flow;

/**
 * The bytes of one layer one way over time: a picture at one time. Times are nanoseconds since the session began.
 *
 * @param totals how many bytes had crossed, with each event
 * @param seconds how many crossed in each whole second that is over
 * @param wholeSeconds how many of those there are
 */
public record ByteCurve(Times totals, MinMaxPyramid seconds, int wholeSeconds) {
    private static final long SECOND = 1_000_000_000L;

    public boolean isEmpty() {
        return totals.size() == 0;
    }

    /** All bytes that crossed. */
    public long total() {
        return isEmpty() ? 0 : totals.number(totals.size() - 1);
    }

    /** How many bytes had crossed by {@code nanos}, those of that moment included. */
    public long at(long nanos) {
        return totals.at(nanos, 0);
    }

    /** Bytes a second between two moments, the first one excluded. */
    public double rate(long from, long to) {
        return to <= from ? 0 : (at(to) - at(from)) * 1e9 / (to - from);
    }

    /**
     * The quietest and the busiest second of those that touch the stretch {@code from} to {@code to}, in bytes a second: no peak is
     * averaged away, however long the stretch is.
     */
    public MinMaxPyramid.Extremes secondsBetween(long from, long to) {
        int first = Math.clamp(from / SECOND, 0, Integer.MAX_VALUE - 1);
        int last = Math.clamp((to - 1) / SECOND, first, Integer.MAX_VALUE - 1);
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        if (first < wholeSeconds) {
            MinMaxPyramid.Extremes whole = seconds.between(first, Math.min(last + 1, wholeSeconds));
            min = whole.min();
            max = whole.max();
        }
        if (first <= wholeSeconds && last >= wholeSeconds) {
            long open = at((wholeSeconds + 1) * SECOND - 1) - at(wholeSeconds * SECOND - 1);
            min = Math.min(min, open);
            max = Math.max(max, open);
        }
        if (last > wholeSeconds) {
            min = Math.min(min, 0);
            max = Math.max(max, 0);
        }
        return new MinMaxPyramid.Extremes(min, max);
    }
}
