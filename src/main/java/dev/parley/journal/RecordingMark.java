package dev.parley.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mark that a session file is being written: a locked, hidden file beside it, which is taken away at the end. The lock goes with
 * the process, however that ends; a mark without one was left by a program that died.
 *
 * <p>It is a file of its own, as POSIX takes all locks of a process from a file as soon as the process closes any of its channels to it
 * (fcntl(2), "Advisory record locking"): the session file is read while it is recorded, its mark is not.
 */
final class RecordingMark implements AutoCloseable {
    /**
     * What this process records, by the mark. It asks here, never the file: that would take the lock away. A file that was moved while it is
     * recorded may share the mark with the one that took its name.
     */
    private static final Map<Path, Held> OWN = new HashMap<>();

    private static final class Held {
        private final @Nullable FileChannel channel;
        private int recordings;

        Held(@Nullable FileChannel channel) {
            this.channel = channel;
        }
    }

    private final Path mark;
    private boolean closed;

    private RecordingMark(Path mark) {
        this.mark = mark;
    }

    /** Marks {@code file}. Where that is not possible nobody can tell, and nothing else depends on it. */
    static RecordingMark set(Path file) {
        Path mark = markOf(file);
        synchronized (OWN) {
            OWN.computeIfAbsent(mark, it -> new Held(locked(it))).recordings++;
        }
        return new RecordingMark(mark);
    }

    private static @Nullable FileChannel locked(Path mark) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(mark, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock _ = channel.tryLock();
        } catch (IOException e) {
            // A folder that takes the session and no second file, or a network file system without locks.
        }
        return channel;
    }

    /** True while a program is recording into {@code file}; false where that cannot be told. */
    static boolean isSet(Path file) {
        Path mark = markOf(file);
        synchronized (OWN) {
            if (OWN.containsKey(mark)) {
                return true;
            }
        }
        try (FileChannel channel = FileChannel.open(mark, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return true;
            }
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            // There is none, or it cannot be asked.
        }
        return false;
    }

    private static Path markOf(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.resolveSibling("." + absolute.getFileName() + ".lock");
    }

    @Override
    public void close() {
        synchronized (OWN) {
            Held held = OWN.get(mark);
            if (closed || held == null) {
                return;
            }
            closed = true;
            if (--held.recordings > 0) {
                return;
            }
            OWN.remove(mark);
            try {
                if (held.channel != null) {
                    held.channel.close();
                    Files.deleteIfExists(mark);
                }
            } catch (IOException e) {
                // It stays behind without a lock, as after a crash.
            }
        }
    }
}
