package dev.parley.at;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The texts of AT lines, one byte a character, each named by a number. Texts that come again and again ({@code OK}, {@code
 * AT+QIRD=0,1500}) mostly stand here once.
 *
 * <p>One owner adds; whoever has been given a number may read its text from any thread.
 */
final class TextPool {
    private static final int SHIFT = 16;
    private static final int CHUNK = 1 << SHIFT;
    private static final int KNOWN_BITS = 12;

    private final @Nullable String[] known = new String[1 << KNOWN_BITS];
    private final int[] numbers = new int[1 << KNOWN_BITS];
    private volatile byte[][] chunks = {new byte[CHUNK]};
    private int end = 2; // number 0 is the empty text: a length of 0

    /**
     * The number of {@code text}, at most {@link LineBuffer#LIMIT} characters of ISO 8859-1.
     *
     * @throws IllegalStateException if there are more than two thousand million bytes of different texts
     */
    int add(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        int slot = (text.hashCode() * 0x9E3779B9) >>> (32 - KNOWN_BITS);
        if (text.equals(known[slot])) {
            return numbers[slot];
        }
        int number = append(text.getBytes(StandardCharsets.ISO_8859_1));
        known[slot] = text;
        numbers[slot] = number;
        return number;
    }

    private int append(byte[] bytes) {
        if ((end & CHUNK - 1) + 2 + bytes.length > CHUNK || (end & CHUNK - 1) == 0) {
            end = (((end - 1) >> SHIFT) + 1) << SHIFT;
            if (end < 0) {
                throw new IllegalStateException("the session's lines have more text than can be kept in memory");
            }
            byte[][] more = Arrays.copyOf(chunks, (end >> SHIFT) + 1);
            more[end >> SHIFT] = new byte[CHUNK];
            chunks = more;
        }
        byte[] chunk = chunks[end >> SHIFT];
        int at = end & CHUNK - 1;
        chunk[at] = (byte) (bytes.length >> 8);
        chunk[at + 1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, chunk, at + 2, bytes.length);
        int number = end;
        end += 2 + bytes.length;
        return number;
    }

    String get(int number) {
        byte[] chunk = chunks[number >> SHIFT];
        int at = number & CHUNK - 1;
        int length = length(chunk, at);
        return length == 0 ? "" : new String(chunk, at + 2, length, StandardCharsets.ISO_8859_1);
    }

    int length(int number) {
        return length(chunks[number >> SHIFT], number & CHUNK - 1);
    }

    private static int length(byte[] chunk, int at) {
        return ((chunk[at] & 0xff) << 8) | (chunk[at + 1] & 0xff);
    }

    /** A text that is looked at where it stands: {@link #on} moves it to another. Used by one thread. */
    final class Window implements CharSequence {
        private byte[] chunk = chunks[0];
        private int start = 2;
        private int length;

        Window on(int number) {
            chunk = chunks[number >> SHIFT];
            start = (number & CHUNK - 1) + 2;
            length = TextPool.length(chunk, start - 2);
            return this;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public char charAt(int index) {
            return (char) (chunk[start + index] & 0xff);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return toString().substring(from, to);
        }

        @Override
        public String toString() {
            return new String(chunk, start, length, StandardCharsets.ISO_8859_1);
        }
    }
}
