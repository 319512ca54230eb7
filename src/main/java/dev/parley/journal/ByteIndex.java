package dev.parley.journal;

import java.util.Arrays;

/** How many bytes of one direction had crossed the link before each event: eight bytes an event. */
final class ByteIndex {
    private long[] ends = new long[1024];
    private int size;
    private long total;

    void add(int index, int bytes) {
        fill(index);
        total += bytes;
        ends[size++] = total;
    }

    /** Events between the last one added and {@code index} carried no byte of this direction. */
    private void fill(int index) {
        if (index >= ends.length) {
            ends = Arrays.copyOf(ends, Math.max(index + 1, ends.length * 2));
        }
        while (size < index) {
            ends[size++] = total;
        }
    }

    long total() {
        return total;
    }

    long before(int index) {
        if (index == 0 || size == 0) {
            return 0;
        }
        return ends[Math.min(index, size) - 1];
    }

    /** The index of the event that holds byte {@code offset}. */
    int eventWith(long offset) {
        if (offset < 0 || offset >= total) {
            throw new IndexOutOfBoundsException("byte " + offset + " of " + total);
        }
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
