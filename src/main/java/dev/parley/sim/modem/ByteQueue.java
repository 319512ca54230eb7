package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Bytes in the order they came; for one thread. */
final class ByteQueue {
    private final Deque<Bytes> parts = new ArrayDeque<>();
    private int length;

    int length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    void add(Bytes bytes) {
        if (!bytes.isEmpty()) {
            parts.addLast(bytes);
            length += bytes.length();
        }
    }

    /** The first byte, taken away; the queue is not empty. */
    int take() {
        return take(1).u8(0);
    }

    /** True if the first byte is {@code value}; it stays. */
    boolean startsWith(int value) {
        return length > 0 && parts.getFirst().u8(0) == value;
    }

    /** The first {@code most} bytes, or all where there are fewer, taken away. */
    Bytes take(int most) {
        List<Bytes> taken = new ArrayList<>();
        int left = Math.min(most, length);
        length -= left;
        while (left > 0) {
            Bytes part = parts.removeFirst();
            if (part.length() > left) {
                parts.addFirst(part.from(left));
                part = part.slice(0, left);
            }
            taken.add(part);
            left -= part.length();
        }
        return taken.size() == 1 ? taken.getFirst() : Bytes.concat(taken);
    }

    Bytes takeAll() {
        return take(length);
    }

    /** Forgets all but the first {@code most} bytes. */
    void keep(int most) {
        if (length > most) {
            Bytes kept = take(most);
            clear();
            add(kept);
        }
    }

    void clear() {
        parts.clear();
        length = 0;
    }
}
