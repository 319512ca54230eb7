package dev.parley.link;

import dev.parley.bench.Figure;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A tap between two serial cables (pairs of pseudo-terminals, made by socat) at 3 Mbaud, random chunks both ways at once, beside a
 * plain {@code socat} in the tap's place in the same run: bytes changed, and how long after its write a chunk is whole at the other
 * end. What the tap adds is the difference.
 *
 * <p>{@code -Dbench.seconds=60} says how long each of the two runs; 20 if nothing does.
 */
public final class TapLatency {
    private static final int BYTES_PER_SECOND = 300_000;
    private static final int LARGEST = 1500;

    private TapLatency() {}

    private record Sent(long end, long nanos) {}

    private record Way(long changed, long bytes, long[] latencies) {}

    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.getInteger("bench.seconds", 20);
        Path folder = Files.createTempDirectory("tap-latency");
        try (PtyPair host = PtyPair.open(Files.createDirectory(folder.resolve("host")));
                PtyPair modem = PtyPair.open(Files.createDirectory(folder.resolve("modem")));
                PtyPair plainHost = PtyPair.open(Files.createDirectory(folder.resolve("plain-host")));
                PtyPair plainModem = PtyPair.open(Files.createDirectory(folder.resolve("plain-modem")));
                Journal journal = Journal.create(
                        folder.resolve("tap.parley"),
                        SessionHeader.of("bench", "tap", Instant.now()),
                        System::nanoTime)) {
            Process plain = new ProcessBuilder(
                            "socat",
                            plainHost.right().target() + ",raw,echo=0",
                            plainModem.left().target() + ",raw,echo=0")
                    .inheritIO()
                    .start();
            LinkOpener links = new StandardLinks();
            try (Tap tap = new Tap(links.open(host.right()), links.open(modem.left()), true, journal)) {
                tap.start();
                run("warm-up", host, modem, 3);
                run("warm-up", plainHost, plainModem, 3);
                double tapped = 0;
                double passed = 0;
                for (int round = 0; round < 2; round++) {
                    tapped = Math.max(tapped, run("tap", host, modem, seconds / 2));
                    passed = Math.max(passed, run("socat", plainHost, plainModem, seconds / 2));
                }
                Figure.cost("chunk whole after, p99", tapped, "ms", "socat instead of the tap", passed)
                        .tell();
            } finally {
                plain.destroy();
            }
        }
        System.exit(0);
    }

    /** The worse way's 99th percentile, in ms. */
    private static double run(String name, PtyPair host, PtyPair modem, int seconds) throws Exception {
        CompletableFuture<Way> up = way(host.left(), modem.right(), seconds, 1);
        CompletableFuture<Way> down = way(modem.right(), host.left(), seconds, 2);
        return Math.max(print(name + " up", up.get()), print(name + " down", down.get()));
    }

    private static double print(String name, Way way) {
        long[] sorted = way.latencies().clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%-12s %,11d bytes in %,6d chunks, %d changed; chunk whole after p50 %.3f p99 %.3f max %.3f ms%n",
                name,
                way.bytes(),
                sorted.length,
                way.changed(),
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                sorted[sorted.length - 1] / 1e6);
        return sorted[(int) (sorted.length * 0.99)] / 1e6;
    }

    private static CompletableFuture<Way> way(LinkAddress from, LinkAddress to, int seconds, long seed)
            throws IOException {
        BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
        OutputStream out = Files.newOutputStream(Path.of(from.target()));
        InputStream in = Files.newInputStream(Path.of(to.target()));
        long total = (long) seconds * BYTES_PER_SECOND;
        CompletableFuture<Way> result = CompletableFuture.supplyAsync(
                () -> read(in, sent, total, seed),
                task -> Thread.ofPlatform().daemon().start(task));
        Thread.ofPlatform().daemon().start(() -> write(out, sent, total, seed));
        return result.orTimeout(seconds + 60L, TimeUnit.SECONDS);
    }

    private static void write(OutputStream out, BlockingQueue<Sent> sent, long total, long seed) {
        Random content = new Random(seed);
        Random sizes = new Random(seed + 100);
        long began = System.nanoTime();
        long done = 0;
        try (out) {
            while (done < total) {
                byte[] chunk = new byte[(int) Math.min(total - done, 1 + sizes.nextInt(LARGEST))];
                for (int i = 0; i < chunk.length; i++) {
                    chunk[i] = (byte) content.nextInt();
                }
                long due = began + done * 1_000_000_000L / BYTES_PER_SECOND;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                done += chunk.length;
                sent.add(new Sent(done, System.nanoTime()));
                out.write(chunk);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Way read(InputStream in, BlockingQueue<Sent> sent, long total, long seed) {
        Random content = new Random(seed);
        byte[] buffer = new byte[65_536];
        long[] latencies = new long[1 << 20];
        int chunks = 0;
        long at = 0;
        long changed = 0;
        Sent next = null;
        try (in) {
            while (at < total) {
                int n = in.read(buffer);
                long now = System.nanoTime();
                for (int i = 0; i < n; i++) {
                    if (buffer[i] != (byte) content.nextInt()) {
                        changed++;
                    }
                }
                at += n;
                while ((next != null || (next = sent.poll()) != null) && next.end() <= at) {
                    latencies[chunks++] = now - next.nanos();
                    next = null;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Way(changed, at, Arrays.copyOf(latencies, chunks));
    }
}
