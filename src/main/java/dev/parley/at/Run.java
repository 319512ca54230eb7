package dev.parley.at;

import dev.parley.journal.Bytes;
import java.util.Arrays;

/**
 * Bytes that followed each other in one direction, kept until they are a whole line or payload. What
 * comes and from which nothing follows is added by {@code append} alone: most calls come to that where a link gives small pieces.
 */
final class Run {
    /** Takes no byte. */
    static final Run NONE = new Run(new byte[0], 0);

    byte[] bytes;
    int length;

    /** Up to this length {@code append} adds bytes. */
    private int limit;

    /** The highest byte that {@code append} refuses; -1 in a payload. */
    private final int stops;

    /** When the last byte came that {@code append} added. */
    private long nanos = Long.MIN_VALUE / 2;

    private Run(byte[] bytes, int stops) {
        this.bytes = bytes;
        this.stops = stops;
    }

    /** Of text: no control character is appended. */
    static Run ofText() {
        return new Run(new byte[256], 0x1f);
    }

    /** Of any bytes. */
    static Run ofPayload() {
        return new Run(NONE.bytes, -1);
    }

    /** Adds one byte more where nothing follows from it; true if it did. */
    boolean append(int value, long when) {
        int at = length;
        if (at >= limit || value <= stops) {
            return false;
        }
        bytes[at] = (byte) value;
        length = at + 1;
        nanos = when;
        return true;
    }

    /** Adds all of {@code more} to a payload where that does not complete it; true if it did. */
    boolean append(Bytes more, long when) {
        int end = length + more.length();
        if (stops >= 0 || end > limit) {
            return false;
        }
        more.copyTo(bytes, length);
        length = end;
        nanos = when;
        return true;
    }

    long appendedNanos() {
        return nanos;
    }

    /** Bytes may be appended up to {@code length} of them, as far as there is room. */
    void appendUpTo(int length) {
        limit = Math.min(bytes.length, length);
    }

    void makeRoom(int capacity) {
        if (capacity > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(capacity, 2 * bytes.length));
        }
    }
}
