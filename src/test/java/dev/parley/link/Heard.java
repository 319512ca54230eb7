package dev.parley.link;

import static org.awaitility.Awaitility.await;

import dev.parley.journal.Bytes;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
