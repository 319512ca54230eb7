package dev.parley.link;

import static org.awaitility.Awaitility.await;

import dev.parley.journal.Bytes;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A listener that keeps what it heard. */
final class Heard implements Link.Listener {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Long> stamps = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();

    @Override
    public synchronized void received(Bytes read, long stamp) {
        bytes.writeBytes(read.toArray());
        stamps.add(stamp);
        notifyAll();
    }

    @Override
    public synchronized void lost(LinkException why) {
        losses.add(why.getMessage());
    }

    @Override
    public synchronized void interrupted(LinkException why) {
        gaps.add("interrupted: " + why.getMessage());
    }

    @Override
    public synchronized void regained(String detail) {
        gaps.add("regained: " + detail);
    }

    /** What was told of gaps, in order. */
    synchronized List<String> gaps() {
        return List.copyOf(gaps);
    }

    void awaitGaps(int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> gaps().size() >= count);
    }

    /** Returns as soon as {@code count} bytes were heard: for a sender that must not run ahead of them. */
    synchronized void awaitAtLeast(int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (bytes.size() < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("only " + bytes.size() + " of " + count + " bytes were heard in 20 s");
            }
            wait(left);
        }
    }

    synchronized Bytes bytes() {
        return Bytes.copyOf(bytes.toByteArray());
    }

    synchronized List<Long> stamps() {
        return List.copyOf(stamps);
    }

    synchronized List<String> losses() {
        return List.copyOf(losses);
    }

    void awaitBytes(int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> bytes().length() >= count);
    }

    void awaitLoss() {
        await().atMost(Duration.ofSeconds(10)).until(() -> !losses().isEmpty());
    }
}
