package dev.parley.flow;

import dev.parley.journal.LongColumn;

/**
 * Moments in order, each with a number of its own: a picture at one time. Times are nanoseconds since the session began.
 *
 * @param size how many there are
 */
public record Times(LongColumn times, LongColumn numbers, int size) {
    static Times of(LongColumn times, LongColumn numbers) {
        return new Times(times, numbers, Math.min(times.size(), numbers.size()));
    }

    public long nanos(int index) {
        return times.get(index);
    }

    /** What stands there: which exchange, which level, how many bytes. */
    public long number(int index) {
        return numbers.get(index);
    }

    /** The index of the first moment after {@code nanos}; {@link #size} where there is none. */
    public int after(long nanos) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times.get(middle) > nanos) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The number of the last moment up to {@code nanos}, or {@code otherwise} before the first one. */
    public long at(long nanos, long otherwise) {
        int after = after(nanos);
        return after == 0 ? otherwise : numbers.get(after - 1);
    }

    /** True if there is a moment after {@code from} and up to {@code to}. */
    public boolean anyBetween(long from, long to) {
        int first = after(from);
        return first < size && times.get(first) <= to;
    }
}
