package dev.parley.doctor;

import dev.parley.bench.Figure;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.session.Session;
import dev.parley.ui.BusyTraffic;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures how much of a core the doctor takes while a session goes on at 3 Mbaud (300,000 bytes a second, 10 bits a byte) and is looked
 * at 30 times a second as the window does. The doctor runs on virtual threads and nothing else here does: their carriers' processor time
 * is his. {@code -Drows=N} console rows stand before it begins (300,000), {@code -Dseconds=N} (15).
 */
public final class LiveShare {
    private static final int ROWS = Integer.getInteger("rows", 300_000);
    private static final int SECONDS = Integer.getInteger("seconds", 15);
    private static final int BYTES_PER_SECOND = 300_000;
    private static final SessionHeader HEADER =
            SessionHeader.of("parley bench", "bench:", Instant.parse("2026-11-26T10:00:00Z"));

    private LiveShare() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Files.createTempDirectory("parley-bench").resolve("live.parley");
        AtomicLong clock = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        try (Journal journal = Journal.create(file, HEADER, clock::get);
                Session session = Session.live(journal)) {
            BusyTraffic traffic = new BusyTraffic(journal, clock);
            traffic.rows(5_000);
            long each = Math.max(1, bytes(session.settled()) / 5_000);
            traffic.rows(ROWS);
            session.settled();
            Thread feeder =
                    Thread.ofPlatform().daemon().start(() -> traffic.stream((int) (BYTES_PER_SECOND / each), stop));
            look(session, 3);
            long bytes = bytes(session.snapshot());
            long carried = carriers();
            long began = System.nanoTime();
            look(session, SECONDS);
            double seconds = (System.nanoTime() - began) / 1e9;
            double share = (carriers() - carried) / 1e9 / seconds;
            stop.set(true);
            feeder.join();
            Figure.cost("at 3 Mbaud", 100 * share, "% of a core", "what is asked", 5)
                    .tell();
            System.out.printf(
                    Locale.ROOT,
                    "%.0f bytes a second for %.0f s, %d rows at the end: the doctor takes %.1f %% of a core%n",
                    (bytes(session.settled()) - bytes) / seconds,
                    seconds,
                    session.snapshot().view().exchanges().size(),
                    100 * share);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.getParent());
        }
    }

    private static void look(Session session, int seconds) throws InterruptedException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            session.snapshot();
            Thread.sleep(33);
        }
    }

    /** What crossed the link, both ways. */
    private static long bytes(dev.parley.session.Snapshot snapshot) {
        return snapshot.view().exchanges().stream()
                .skip(Math.max(0, snapshot.view().exchanges().size() - 20))
                .flatMap(exchange -> exchange.lines().stream())
                .collect(java.util.stream.Collectors.toMap(
                        line -> line.place().direction(), line -> line.place().to(), Math::max))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static long carriers() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> thread.getThreadName().startsWith("ForkJoinPool"))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId())))
                .sum();
    }
}
