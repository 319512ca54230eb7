package dev.parley.journal;

import java.util.Arrays;

/**
 * Numbers that one owner appends to and many may read: eight bytes each and nothing more, in chunks, so that growing copies none.
 *
 * <p>A reader is told by the owner, through whatever hands the picture over, how far it may read; what lies before that point is
 * visible to it. A number the owner sets anew is seen old or new.
 */
public final class LongColumn {
    private static final int SHIFT = 12;
    private static final int CHUNK = 1 << SHIFT;

    private volatile long[][] chunks = new long[4][];
    private int size;

    /** Appends {@code value}; returns its index. */
    public int add(long value) {
        int chunk = size >> SHIFT;
        if ((size & CHUNK - 1) == 0) {
            grow(chunk);
        }
        chunks[chunk][size & CHUNK - 1] = value;
        return size++;
    }

    private void grow(int chunk) {
        long[][] present = chunks;
        long[][] next = chunk < present.length ? present : Arrays.copyOf(present, present.length * 2);
        next[chunk] = new long[CHUNK];
        chunks = next;
    }

    public int size() {
        return size;
    }

    /**
     * The number at {@code index}.
     *
     * @throws RuntimeException if there is none
     */
    public long get(int index) {
        return chunks[index >> SHIFT][index & CHUNK - 1];
    }

    /** Puts {@code value} in the place of the number at {@code index}. */
    public void set(int index, long value) {
        chunks[index >> SHIFT][index & CHUNK - 1] = value;
    }
}
