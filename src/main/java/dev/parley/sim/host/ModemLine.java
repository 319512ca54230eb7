package dev.parley.sim.host;

import dev.parley.journal.Bytes;
import dev.parley.link.LinkException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host's end of the serial line: what the modem has said and nobody has taken yet. The modem's thread adds, the host's takes.
 */
final class ModemLine {
    /** Takes what the host writes. */
    interface Writer {
        void write(Bytes bytes) throws LinkException;
    }

    private static final Pattern RECEIVED = Pattern.compile("\\+QIURC: \"recv\",0\\b");
    private static final Pattern CLOSED =
            Pattern.compile("\\+QIURC: \"closed\",0\\b|\\+QIURC: \"pdpdeact\"|\\r\\nRDY\\r\\n");

    private final Writer writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private byte[] waiting = new byte[0];
    private boolean received;
    private boolean closed;

    ModemLine(Writer writer) {
        this.writer = writer;
    }

    /** The modem said {@code bytes}. */
    void said(Bytes bytes) {
        lock.lock();
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(waiting);
            all.writeBytes(bytes.toArray());
            waiting = all.toByteArray();
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void write(Bytes bytes) throws LinkException {
        writer.write(bytes);
    }

    void command(String line) throws LinkException {
        write(Bytes.latin1(line + "\r"));
    }

    /** Throws away what the modem has said, and what was made out of it. */
    void forget() {
        lock.lock();
        try {
            waiting = new byte[0];
            received = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for {@code wanted} in what the modem says and takes all up to its end.
     *
     * @return what was found, or empty text where it did not come within {@code limit}; what was said until then stays
     */
    String await(Pattern wanted, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        lock.lock();
        try {
            while (true) {
                String text = new String(waiting, StandardCharsets.ISO_8859_1);
                Matcher matcher = wanted.matcher(text);
                if (matcher.find()) {
                    note(text.substring(0, matcher.end()));
                    take(matcher.end());
                    return matcher.group();
                }
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return "";
                }
                long _ = more.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes {@code count} bytes, or as many as came within {@code limit}. */
    Bytes take(int count, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        lock.lock();
        try {
            while (waiting.length < count) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                long _ = more.awaitNanos(left);
            }
            return take(Math.min(count, waiting.length));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the modem has announced data of socket 0, or its end.
     *
     * @return false where nothing of the kind came within {@code limit}
     */
    boolean awaitNews(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        lock.lock();
        try {
            while (!received && !closed) {
                note(new String(waiting, StandardCharsets.ISO_8859_1));
                long left = end - System.nanoTime();
                if (received || closed || left <= 0) {
                    break;
                }
                long _ = more.awaitNanos(left);
            }
            boolean news = received || closed;
            if (news) {
                waiting = new byte[0];
            }
            received = false;
            return news;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            note(new String(waiting, StandardCharsets.ISO_8859_1));
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** A connection begins: what was said of the one before is of no account. */
    void reopened() {
        lock.lock();
        try {
            received = false;
            closed = false;
            waiting = new byte[0];
        } finally {
            lock.unlock();
        }
    }

    private void note(String text) {
        received |= RECEIVED.matcher(text).find();
        closed |= CLOSED.matcher(text).find();
    }

    private Bytes take(int count) {
        Bytes taken = Bytes.copyOf(waiting, 0, count);
        byte[] rest = new byte[waiting.length - count];
        System.arraycopy(waiting, count, rest, 0, rest.length);
        waiting = rest;
        return taken;
    }
}
