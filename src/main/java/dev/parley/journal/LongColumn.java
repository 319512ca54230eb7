package dev.parley.journal;

import java.util.Arrays;

/**
 * Numbers that one owner appends to and many may read: eight bytes each and little more, in chunks, so that growing copies next to none.
 *
 * <p>A reader is told by the owner, through whatever hands the picture over, how far it may read; what lies before that point is
 * visible to it. A number the owner sets anew is seen old or new.
 */
public final class LongColumn {
    private static final int SHIFT = 12;
    private static final int CHUNK = 1 << SHIFT;
    /** The first chunk grows to its size by doubling: most columns stay short, and a session has a hundred of them. */
    private static final int FIRST = 64;

    private volatile long[][] chunks = new long[4][];
    private int size;

    /** Appends {@code value}; returns its index. */
    public int add(long value) {
        int chunk = size >> SHIFT;
        int at = size & CHUNK - 1;
        if (at == 0 || (chunk == 0 && at == chunks[0].length)) {
            grow(chunk, at);
        }
        chunks[chunk][at] = value;
        return size++;
    }

    private void grow(int chunk, int filled) {
        long[][] present = chunks;
        long[][] next = chunk < present.length ? present : Arrays.copyOf(present, present.length * 2);
        next[chunk] = chunk > 0
                ? new long[CHUNK]
                : filled == 0 ? new long[FIRST] : Arrays.copyOf(present[0], Math.min(CHUNK, filled * 2));
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
