package dev.parley.chart;

/**
 * The stretch of time a chart shows, nanoseconds since the session began.
 *
 * @param from its left edge
 * @param to its right edge, after {@code from}
 */
public record Viewport(long from, long to) {
    /** Less than a bit lasts at 4 Mbaud: nothing is to be seen below. */
    public static final long LEAST_NANOS = 1_000;

    public Viewport {
        if (to <= from) {
            throw new IllegalArgumentException("a view from " + from + " to " + to);
        }
    }

    /** A view that begins at {@code from} and is not empty. */
    public static Viewport of(long from, long to) {
        return new Viewport(from, Math.max(to, from + LEAST_NANOS));
    }

    public long span() {
        return to - from;
    }

    /**
     * Shows {@code factor} times as long a stretch, with {@code nanos} where it stood, and no more than the session has.
     *
     * @param end where the session ends
     */
    public Viewport zoom(long nanos, double factor, long end) {
        long most = Math.max(LEAST_NANOS, end);
        long wide = Math.clamp(Math.round(span() * factor), LEAST_NANOS, most);
        double part = (nanos - from) / (double) span();
        return within(nanos - Math.round(part * wide), wide, most);
    }

    /** Shows what stands {@code nanos} later, or earlier where that is negative. */
    public Viewport pan(long nanos, long end) {
        return within(from + nanos, span(), Math.max(span(), end));
    }

    private static Viewport within(long from, long wide, long end) {
        long begin = Math.clamp(from, 0, Math.max(0, end - wide));
        return new Viewport(begin, begin + wide);
    }

    /** The part of it, from 0 to 1, at which {@code nanos} stands; outside of that for what is not in view. */
    public double part(long nanos) {
        return (nanos - from) / (double) span();
    }

    public boolean shows(long first, long last) {
        return last >= from && first <= to;
    }
}
