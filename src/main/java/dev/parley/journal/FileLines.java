package dev.parley.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a file one after the other, each with where it stands. */
final class FileLines {
    private final InputStream in;
    private byte[] buffer = new byte[1 << 16];
    /** What was read and not handed out: from {@code from} to {@code to} in the buffer. */
    private int from;

    private int to;
    private long start;

    FileLines(InputStream in) {
        this.in = in;
    }

    /**
     * A line without its LF.
     *
     * @param start its first byte in the file
     * @param next the byte after its LF
     * @param ended false for a last line without LF
     */
    record Line(String text, long start, long next, boolean ended) {}

    /** The next line, or nothing at the end of the file. */
    @Nullable
    Line next() throws IOException {
        int end = from;
        while (true) {
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            if (end < to) {
                return line(end, true);
            }
            int searched = end - from;
            if (!fill()) {
                return from == to ? null : line(to, false);
            }
            end = from + searched;
        }
    }

    private boolean fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            return false;
        }
        to += read;
        return true;
    }

    private Line line(int end, boolean ended) {
        String text = new String(buffer, from, end - from, StandardCharsets.UTF_8);
        long next = start + (end - from) + (ended ? 1 : 0);
        Line line = new Line(text, start, next, ended);
        from = ended ? end + 1 : end;
        start = next;
        return line;
    }
}
