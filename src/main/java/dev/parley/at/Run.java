package dev.parley.at;

import java.util.Arrays;

/**
 * Bytes that followed each other in one direction, kept until they are a whole line or payload. A single byte more, from which
 * nothing follows, is added by {@link #append} alone: that is what most calls come to where a link gives each byte by itself.
 */
final class Run {
    /** Takes no byte. */
    static final Run NONE = new Run(new byte[0], 0);

    byte[] bytes;
    int length;

    /** Up to this length {@link #append} adds a byte. */
    private int limit;

    /** The highest byte that {@link #append} refuses. */
    private final int stops;

    /** When the last byte came that {@link #append} added. */
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
