package dev.parley.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events as lines of a session file, with the line offsets in memory.
 *
 * <p>Each event is handed to the operating system by one write as it happens, so that a killed process loses at most the line
 * it was writing. The secrets of a live session that may not be kept stay in memory here.
 */
final class EventFile implements EventStore {
    private static final int WINDOW = 32_768;

    private FileChannel channel;
    private final Path path;
    private final boolean keepSecrets;
    private boolean writes;
    private boolean closed;
    private @Nullable RecordingMark mark;
    private final Map<Integer, Event.Secret> unkept = new LinkedHashMap<>();
    private final LongColumn lineStarts = new LongColumn();
    private byte[] window = new byte[0];
    private long windowStart;
    private int windowLength;
    private long end;

    EventFile(FileChannel channel, Path path, boolean keepSecrets, long end) {
        this.channel = channel;
        this.path = path;
        this.keepSecrets = keepSecrets;
        this.end = end;
    }

    /** Takes over the mark that the file is being written, until it is closed. */
    void mark(RecordingMark set) {
        mark = set;
    }

    /** Notes a line that already stands in the file. */
    void found(long start, long next) {
        lineStarts.add(start);
        end = next;
    }

    @Override
    public void add(Event event) throws IOException {
        writes = true;
        ByteBuffer line =
                ByteBuffer.wrap((SessionLine.event(event, keepSecrets) + "\n").getBytes(StandardCharsets.UTF_8));
        long start = end;
        int length = line.remaining();
        long at = start;
        while (line.hasRemaining()) {
            long from = at;
            at += uninterrupted(open -> open.write(line, from));
        }
        if (event instanceof Event.Secret secret && !keepSecrets) {
            unkept.put(lineStarts.size(), secret);
        }
        lineStarts.add(start);
        end = start + length;
    }

    @Override
    public Event get(int index) throws IOException {
        Event.Secret secret = unkept.get(index);
        if (secret != null) {
            return secret;
        }
        long next = index + 1 < lineStarts.size() ? lineStarts.get(index + 1) : end;
        String text = line(index, lineStarts.get(index), next);
        return switch (SessionLine.parse(text)) {
            case SessionLine.Parsed.Whole w -> w.event();
            case SessionLine.Parsed.Bytes b ->
                new Event.Traffic(b.n(), b.nanos(), b.direction(), 0, b.bytes(), b.origin());
        };
    }

    /** The bytes of the file from {@code start} to {@code next}, mostly out of what was read for an earlier line. */
    private String line(int index, long start, long next) throws IOException {
        int length = (int) (next - start);
        if (start < windowStart || next > windowStart + windowLength) {
            fill(index, start, length);
        }
        return new String(window, (int) (start - windowStart), length, StandardCharsets.UTF_8);
    }

    /** Reads the line at {@code start} and what of the file follows it: whoever reads one line mostly reads the next ones. */
    private void fill(int index, long start, int length) throws IOException {
        int wanted = (int) Math.max(length, Math.min(WINDOW, end - start));
        if (window.length < wanted) {
            window = new byte[wanted];
        }
        windowLength = 0;
        windowStart = start;
        ByteBuffer buffer = ByteBuffer.wrap(window, 0, wanted);
        while (buffer.position() < length) {
            if (uninterrupted(open -> open.read(buffer, start + buffer.position())) < 0) {
                throw new SessionFileException(
                        path + " became shorter while it was open; line " + (index + 2) + " is gone");
            }
        }
        windowLength = buffer.position();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try {
            channel.close();
        } finally {
            if (mark != null) {
                mark.close();
            }
        }
    }

    private interface Work {
        int on(FileChannel open) throws IOException;
    }

    /**
     * Does the work whether the thread is interrupted or not: a channel closes itself under an interrupted thread, and the rest of
     * the session would be lost with it.
     */
    private int uninterrupted(Work work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return work.on(channel);
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                    if (closed) {
                        throw e;
                    }
                    channel = writes
                            ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                            : FileChannel.open(path, StandardOpenOption.READ);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
