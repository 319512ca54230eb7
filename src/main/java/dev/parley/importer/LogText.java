package dev.parley.importer;

import dev.parley.journal.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A log's bytes, and its lines: one character a byte (ISO 8859-1), typographic marks of UTF-8 turned back into what was typed. */
final class LogText {
    private final byte[] bytes;
    private final int from;
    private final int to;

    private LogText(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /** The bytes are the log's own from now on. UTF-16, as Windows programs write it, is read as well. */
    static LogText of(byte[] bytes) {
        if (bytes.length >= 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe) {
            return of(
                    new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE).getBytes(StandardCharsets.UTF_8));
        }
        boolean marked = bytes.length >= 3
                && (bytes[0] & 0xff) == 0xef
                && (bytes[1] & 0xff) == 0xbb
                && (bytes[2] & 0xff) == 0xbf;
        return new LogText(bytes, marked ? 3 : 0, bytes.length);
    }

    int length() {
        return to - from;
    }

    /** The first {@code most} bytes. */
    LogText head(int most) {
        return new LogText(bytes, from, Math.min(to, from + most));
    }

    byte at(int index) {
        return bytes[from + index];
    }

    /** The bytes {@code start} to {@code end} (exclusive), sharing the log's own: a log has many short pieces. */
    Bytes slice(int start, int end) {
        return Bytes.wrap(bytes).slice(from + start, from + end);
    }

    /** The same as text, a character a byte. */
    String text(int start, int end) {
        return new String(bytes, from + start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** The index of {@code value} at or after {@code start}, or -1. */
    int indexOf(int value, int start) {
        for (int i = from + start; i < to; i++) {
            if (bytes[i] == (byte) value) {
                return i - from;
            }
        }
        return -1;
    }

    /** True if CR LF ends its lines, as on the wire. */
    boolean hasWireLineEnds() {
        int lf = indexOf('\n', 0);
        return lf > 0 && at(lf - 1) == '\r';
    }

    /** Hands on every line without its line end; CR, LF, CR LF and LF CR all end one. */
    void lines(Consumer<String> reader) {
        int start = from;
        while (start < to) {
            int end = start;
            boolean plain = true;
            while (end < to && bytes[end] != '\n' && bytes[end] != '\r') {
                plain &= bytes[end] >= 0;
                end++;
            }
            reader.accept(
                    plain ? new String(bytes, start, end - start, StandardCharsets.ISO_8859_1) : plain(start, end));
            int next = end + 1;
            if (next < to && bytes[end] != bytes[next] && (bytes[next] == '\n' || bytes[next] == '\r')) {
                next++;
            }
            start = next;
        }
    }

    private String plain(int start, int end) {
        return Typography.typed(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
    }
}
