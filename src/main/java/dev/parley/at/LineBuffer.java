package dev.parley.at;

import dev.parley.journal.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The line being put together in one direction: consecutive bytes of the link and where the first one stands. */
final class LineBuffer {
    /** Longer than any line of a modem's; what is longer is no line. */
    static final int LIMIT = 16_384;

    private byte[] bytes = new byte[256];
    private int length;
    private long from;

    /** Up to this length {@link #append} adds a byte: 0 in an empty line and behind a CR. */
    private int appendable;

    boolean isEmpty() {
        return length == 0;
    }

    int length() {
        return length;
    }

    /** Where the line's first byte stands on the link. */
    long from() {
        return from;
    }

    boolean isFull() {
        return length >= LIMIT;
    }

    void add(int value, long at) {
        if (length == 0) {
            from = at;
        }
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte) value;
        changed();
    }

    /** Adds one byte more, but no CR, to a line that has begun, where that neither follows a CR nor makes it too long; true if it did. */
    boolean append(int value) {
        int at = length;
        if (at >= appendable) {
            return false;
        }
        bytes[at] = (byte) value;
        length = at + 1;
        return true;
    }

    private void changed() {
        appendable = length == 0 || bytes[length - 1] == '\r' ? 0 : Math.min(bytes.length, LIMIT - 1);
    }

    /** Adds the bytes {@code start} to {@code end} of {@code source}, which stand at {@code at}. */
    void addAll(Bytes source, int start, int end, long at) {
        if (length == 0) {
            from = at;
        }
        int count = end - start;
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, length * 2));
        }
        source.copyTo(start, end, bytes, length);
        length += count;
        changed();
    }

    /** How many more bytes may be added before it is full. */
    int room() {
        return LIMIT - length;
    }

    int hash(int start, int end) {
        int hash = end - start;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    boolean equals(int start, int end, byte[] other) {
        return Arrays.equals(bytes, start, end, other, 0, other.length);
    }

    byte[] bytes(int start, int end) {
        return Arrays.copyOfRange(bytes, start, end);
    }

    int last() {
        return bytes[length - 1] & 0xff;
    }

    int at(int index) {
        return bytes[index] & 0xff;
    }

    int first() {
        return bytes[0] & 0xff;
    }

    void dropLast() {
        length--;
        changed();
    }

    void clear() {
        length = 0;
        appendable = 0;
    }

    /** True if the line, without {@code tail} bytes at its end, is {@code text}. */
    boolean is(String text, int tail) {
        return length - tail == text.length() && endsWith(text, tail);
    }

    /** True if the line, without {@code tail} bytes at its end, ends with {@code text}. */
    boolean endsWith(String text, int tail) {
        int start = length - tail - text.length();
        if (start < 0) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((char) (bytes[start + i] & 0xff) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The characters {@code start} to {@code end}, one a byte. */
    String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    String text() {
        return text(0, length);
    }

    Bytes copy(int start, int end) {
        return Bytes.copyOf(bytes, start, end - start);
    }
}
