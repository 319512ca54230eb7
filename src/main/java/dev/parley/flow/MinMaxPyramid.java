package dev.parley.flow;

import dev.parley.journal.LongColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers in order, with the smallest and the largest of every 16, every 256 and so on: the extremes of any stretch are found by looking
 * at a few dozen numbers, however long it is. So a chart of ten million points can draw a column for each pixel and lose no peak.
 *
 * <p>One owner appends; others may read what had been appended when they were told of it.
 */
public final class MinMaxPyramid {
    private static final int SHIFT = 4;
    private static final int FAN = 1 << SHIFT;

    private final LongColumn values = new LongColumn();
    private final List<Level> levels = new ArrayList<>();
    private volatile Level[] made = new Level[0];

    /**
     * The extremes of a stretch.
     *
     * @param min not above {@code max}
     */
    public record Extremes(long min, long max) {}

    /** The extremes of each so many numbers, of whole blocks only. */
    private static final class Level {
        private final LongColumn mins = new LongColumn();
        private final LongColumn maxes = new LongColumn();
    }

    /** Appends {@code value}. */
    public void add(long value) {
        int size = values.add(value) + 1;
        for (int level = 0; (size & (1 << (SHIFT * (level + 1))) - 1) == 0; level++) {
            close(level, size);
            if (SHIFT * (level + 2) > 30) {
                return;
            }
        }
    }

    /** The block of {@code level} that ends at {@code size} is whole. */
    private void close(int level, int size) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        int end = size >> (SHIFT * level);
        for (int i = end - FAN; i < end; i++) {
            min = Math.min(
                    min, level == 0 ? values.get(i) : levels.get(level - 1).mins.get(i));
            max = Math.max(
                    max,
                    level == 0 ? values.get(i) : levels.get(level - 1).maxes.get(i));
        }
        boolean first = level == levels.size();
        if (first) {
            levels.add(new Level());
        }
        levels.get(level).mins.add(min);
        levels.get(level).maxes.add(max);
        if (first) {
            made = levels.toArray(Level[]::new);
        }
    }

    public int size() {
        return values.size();
    }

    public long get(int index) {
        return values.get(index);
    }

    /**
     * The smallest and the largest of the numbers {@code from} to {@code to} (exclusive), all of which have been appended.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Extremes between(int from, int to) {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("the extremes of " + from + " to " + to);
        }
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        Level[] known = made;
        int at = from;
        while (at < to) {
            int level = 0;
            while (level < known.length
                    && (at & (1 << (SHIFT * (level + 1))) - 1) == 0
                    && at + (1L << (SHIFT * (level + 1))) <= to) {
                level++;
            }
            if (level == 0) {
                min = Math.min(min, values.get(at));
                max = Math.max(max, values.get(at));
            } else {
                int block = at >> (SHIFT * level);
                min = Math.min(min, known[level - 1].mins.get(block));
                max = Math.max(max, known[level - 1].maxes.get(block));
            }
            at += 1 << (SHIFT * level);
        }
        return new Extremes(min, max);
    }
}
