package dev.parley.at;

import dev.parley.journal.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The line being put together in one direction: consecutive bytes of the link and where the first one stands. */
final class LineBuffer {
    /** Longer than any line of a modem's; what is longer is no line. */
    static final int LIMIT = 16_384;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Run run = Run.ofText();
    private long from;

    /** Where a single byte more can be appended: in an empty line and behind a CR none can. */
    Run run() {
        return run;
    }

    boolean isEmpty() {
        return run.length == 0;
    }

    int length() {
        return run.length;
    }

    /** Where the line's first byte stands on the link. */
    long from() {
        return from;
    }

    /** Where the byte behind its last one stands. */
    long to() {
        return from + run.length;
    }

    boolean isFull() {
        return run.length >= LIMIT;
    }

    void add(int value, long at) {
        if (run.length == 0) {
            from = at;
        }
        run.makeRoom(run.length + 1);
        run.bytes[run.length++] = (byte) value;
        changed();
    }

    private void changed() {
        boolean open = run.length > 0 && run.bytes[run.length - 1] != '\r';
        run.appendUpTo(open ? LIMIT - 1 : 0);
    }

    /** Adds the bytes {@code start} to {@code end} of {@code source}, which stand at {@code at}. */
    void addAll(Bytes source, int start, int end, long at) {
        if (run.length == 0) {
            from = at;
        }
        int count = end - start;
        run.makeRoom(run.length + count);
        source.copyTo(start, end, run.bytes, run.length);
        run.length += count;
        changed();
    }

    /** How many more bytes may be added before it is full. */
    int room() {
        return LIMIT - run.length;
    }

    int hash(int start, int end) {
        long hash = (long) end - start;
        int i = start;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            hash = mixed(hash ^ (long) EIGHT.get(run.bytes, i));
        }
        long rest = 0;
        for (; i < end; i++) {
            rest = (rest << 8) | (run.bytes[i] & 0xff);
        }
        hash = mixed(hash ^ rest);
        return (int) (hash >>> 32);
    }

    private static long mixed(long hash) {
        long product = hash * 0x9E37_79B9_7F4A_7C15L;
        return product ^ (product >>> 29);
    }

    boolean equals(int start, int end, byte[] other) {
        return Arrays.equals(run.bytes, start, end, other, 0, other.length);
    }

    byte[] bytes(int start, int end) {
        return Arrays.copyOfRange(run.bytes, start, end);
    }

    int last() {
        return run.bytes[run.length - 1] & 0xff;
    }

    int at(int index) {
        return run.bytes[index] & 0xff;
    }

    int first() {
        return run.bytes[0] & 0xff;
    }

    void dropLast() {
        run.length--;
        changed();
    }

    void clear() {
        run.length = 0;
        run.appendUpTo(0);
    }

    boolean startsWith(Bytes text) {
        return text.length() <= run.length && text.standsIn(run.bytes, 0);
    }

    /** True if the line, without {@code tail} bytes at its end, is {@code text}. */
    boolean is(Bytes text, int tail) {
        return run.length - tail == text.length() && endsWith(text, tail);
    }

    /** True if the line, without {@code tail} bytes at its end, ends with {@code text}. */
    boolean endsWith(Bytes text, int tail) {
        return text.standsIn(run.bytes, run.length - tail - text.length());
    }

    /** The characters {@code start} to {@code end}, one a byte. */
    String text(int start, int end) {
        return new String(run.bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    String text() {
        return text(0, run.length);
    }

    Bytes copy(int start, int end) {
        return Bytes.copyOf(run.bytes, start, end - start);
    }
}
