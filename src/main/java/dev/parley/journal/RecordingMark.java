package dev.parley.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The mark that a session file is being written: a locked, hidden file beside it, which is taken away at the end. The lock goes with
 * the process, however that ends; a mark without one was left by a program that died.
 *
 * <p>It is a file of its own, as POSIX takes all locks of a process from a file as soon as the process closes any of its channels to it
 * (fcntl(2), "Advisory record locking"): the session file is read while it is recorded, its mark is not.
 */
final class RecordingMark implements AutoCloseable {
    /** What this process records. It asks here, never the file: that would take the lock away. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path mark;
    private final @Nullable FileChannel channel;

    private RecordingMark(Path mark, @Nullable FileChannel channel) {
        this.mark = mark;
        this.channel = channel;
    }

    /** Marks {@code file}. Where that is not possible nobody can tell, and nothing else depends on it. */
    static RecordingMark set(Path file) {
        Path mark = markOf(file);
        OWN.add(mark);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(mark, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock _ = channel.tryLock();
        } catch (IOException e) {
            // A folder that takes the session and no second file, or a network file system without locks.
        }
        return new RecordingMark(mark, channel);
    }

    /** True while a program is recording into {@code file}; false where that cannot be told. */
    static boolean isSet(Path file) {
        Path mark = markOf(file);
        if (OWN.contains(mark)) {
            return true;
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
        try {
            if (channel != null && channel.isOpen()) {
                channel.close();
                Files.deleteIfExists(mark);
            }
        } catch (IOException e) {
            // It stays behind without a lock, as after a crash.
        } finally {
            OWN.remove(mark);
        }
    }
}
