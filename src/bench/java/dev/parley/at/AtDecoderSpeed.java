package dev.parley.at;

import dev.parley.bench.Figure;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Place;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * Measures decoder and exchange log on mixed AT and payload.
 *
 * <p>Prints, for sends and reads of full payloads in buffer mode, for pushed payloads and for reads of five bytes, each cut
 * into pieces of at most so many bytes: MB/s of what crossed the link through the decoder, and in the same run MB/s of calls
 * that do nothing but copy each piece, which is the most that anybody who is given pieces can do, and of a copy with CRC-32.
 * Time is the thread's own on its core, and the best of nine rounds counts, as other programs may run beside it. Then what a log
 * of a million rows takes in memory and how long a look-up in it lasts.
 *
 * <p>{@code -Dbench.only=push} measures the streams alone whose name holds that, {@code -Dbench.pieces=1,64} pieces of these sizes.
 */
public final class AtDecoderSpeed {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 9;
    private static final int MOST_PIECES = 6_000;
    private static final long MOST_BYTES = 4_000_000;

    private AtDecoderSpeed() {}

    /** Traffic of so many exchanges. */
    private interface Stream {
        List<Event.Traffic> of(int exchanges);
    }

    public static void main(String[] arguments) {
        Map<String, Stream> streams = new LinkedHashMap<>();
        streams.put("buffer mode, payloads of 1460", count -> exchanges(1460, count));
        streams.put("push mode, payloads of 1460", count -> pushed(1460, count));
        streams.put("buffer mode, payloads of 5", count -> exchanges(5, count));
        String only = System.getProperty("bench.only", "").replace("_", " ");
        int[] sizes = Arrays.stream(
                        System.getProperty("bench.pieces", "1,16,64,1500,65536").split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        streams.forEach((name, stream) -> {
            for (int piece : name.contains(only) ? sizes : new int[0]) {
                measure(name, pieces(stream, piece), piece);
            }
        });
        if (only.isEmpty()) {
            million();
        }
    }

    /** As few as stay in the cache, as fresh ones do, but whole exchanges. They are cut before the clock runs. */
    private static List<Event.Traffic> pieces(Stream stream, int piece) {
        long one = stream.of(1).stream().mapToLong(t -> t.bytes().length()).sum();
        long count = Math.clamp((long) MOST_PIECES * piece / one, 1, MOST_BYTES / one);
        return cut(joined(stream.of((int) count)), piece);
    }

    private static void measure(String name, List<Event.Traffic> pieces, int piece) {
        long bytes = pieces.stream().mapToLong(t -> t.bytes().length()).sum();
        int repeats = (int) Math.max(1, 8_000_000 / bytes);
        double[] decoding = new double[ROUNDS];
        double[] touching = new double[ROUNDS];
        double[] copying = new double[ROUNDS];
        long sum = 0;
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            sum += decode(pieces, repeats);
            long decoded = THREADS.getCurrentThreadCpuTime();
            sum += touch(pieces, repeats);
            long touched = THREADS.getCurrentThreadCpuTime();
            sum += copy(pieces, repeats);
            long copied = THREADS.getCurrentThreadCpuTime();
            if (round >= 0) {
                double megabytes = bytes * repeats / 1e6;
                decoding[round] = megabytes / ((decoded - start) / 1e9);
                touching[round] = megabytes / ((touched - decoded) / 1e9);
                copying[round] = megabytes / ((copied - touched) / 1e9);
            }
        }
        double decoded = Arrays.stream(decoding).max().orElseThrow();
        double touched = Arrays.stream(touching).max().orElseThrow();
        double copied = Arrays.stream(copying).max().orElseThrow();
        Figure.speed(name + ", pieces of " + piece, decoded, "MB/s", "calls that only copy", touched)
                .tell();
        System.out.printf(
                "%-30s pieces of %5d: decoder %6.0f MB/s; calls that copy %6.0f MB/s, %4.1f times as much; copy and"
                        + " CRC-32 %6.0f MB/s, %4.1f times%s%n",
                name, piece, decoded, touched, touched / decoded, copied, copied / decoded, sum == 0 ? "?" : "");
    }

    /** One decoder for all, as a session has. */
    private static long decode(List<Event.Traffic> pieces, int repeats) {
        long[] events = new long[1];
        AtDecoder decoder = new AtDecoder(event -> events[0]++);
        for (int i = 0; i < repeats; i++) {
            for (Event.Traffic piece : pieces) {
                decoder.accept(piece);
            }
        }
        decoder.finish(0);
        return events[0];
    }

    /** What a call for each piece costs that only copies it: nobody who is given pieces can be faster. */
    private static final class Copier {
        private final byte[] buffer = new byte[65_536];
        private int at;

        void accept(Event.Traffic traffic) {
            Bytes bytes = traffic.bytes();
            int length = bytes.length();
            if (length == 1) {
                buffer[at++ & 0xffff] = (byte) bytes.u8(0);
            } else {
                bytes.copyTo(buffer, 0);
                at += length;
            }
        }
    }

    private static long touch(List<Event.Traffic> pieces, int repeats) {
        Copier copier = new Copier();
        for (int i = 0; i < repeats; i++) {
            for (Event.Traffic piece : pieces) {
                copier.accept(piece);
            }
        }
        return copier.at;
    }

    private static long copy(List<Event.Traffic> pieces, int repeats) {
        byte[] buffer = new byte[65_536];
        CRC32 sum = new CRC32();
        for (int i = 0; i < repeats; i++) {
            for (Event.Traffic piece : pieces) {
                piece.bytes().copyTo(buffer, 0);
                sum.update(buffer, 0, piece.bytes().length());
            }
        }
        return sum.getValue();
    }

    /** Pieces as a link would give them. */
    private static List<Event.Traffic> cut(List<Event.Traffic> stream, int piece) {
        List<Event.Traffic> pieces = new ArrayList<>();
        for (Event.Traffic t : stream) {
            int length = t.bytes().length();
            for (int at = 0; at < length; at += piece) {
                Bytes part = t.bytes().slice(at, Math.min(length, at + piece));
                pieces.add(new Event.Traffic(t.n(), t.nanos(), t.direction(), t.offset() + at, part, t.origin()));
            }
        }
        return pieces;
    }

    /** What follows in one direction without anything from the other one, in one piece. */
    private static List<Event.Traffic> joined(List<Event.Traffic> traffic) {
        List<Event.Traffic> result = new ArrayList<>();
        List<Bytes> parts = new ArrayList<>();
        for (int i = 0; i < traffic.size(); i++) {
            Event.Traffic t = traffic.get(i);
            parts.add(t.bytes());
            if (i + 1 == traffic.size() || traffic.get(i + 1).direction() != t.direction()) {
                Bytes all = Bytes.concat(parts);
                long offset = t.offset() + t.bytes().length() - all.length();
                result.add(new Event.Traffic(t.n(), t.nanos(), t.direction(), offset, all, t.origin()));
                parts.clear();
            }
        }
        return result;
    }

    private static List<Event.Traffic> pushed(int length, int count) {
        byte[] payload = new byte[length];
        new Random(1).nextBytes(payload);
        Transcript transcript =
                new Transcript().ask("AT+QIOPEN=1,0,\"TCP\",\"example.org\",7,0,1", "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
        for (int i = 0; i < count; i++) {
            transcript
                    .rx("\r\n+QIURC: \"recv\",0," + length + "\r\n")
                    .rx(Bytes.wrap(payload))
                    .rx("\r\n");
        }
        return transcript.traffic();
    }

    private static List<Event.Traffic> exchanges(int length, int count) {
        byte[] payload = new byte[length];
        new Random(1).nextBytes(payload);
        Transcript transcript = new Transcript();
        for (int i = 0; i < count; i++) {
            transcript
                    .ask("AT+QISEND=0," + length, "\r\n> ")
                    .tx(Bytes.wrap(payload))
                    .rx("\r\nSEND OK\r\n");
            transcript.rx("\r\n+QIURC: \"recv\",0\r\n");
            transcript.tx("AT+QIRD=0,1500\r").rx("\r\n+QIRD: " + length + "\r\n");
            transcript.rx(Bytes.wrap(payload)).rx("\r\n\r\nOK\r\n");
        }
        return transcript.traffic();
    }

    private static void million() {
        long before = used();
        ExchangeLog log = new ExchangeLog();
        AtDecoder decoder = new AtDecoder(log::accept);
        List<Event.Traffic> some = exchanges(100, 1_000);
        long[] offsets = new long[2];
        long nanos = 0;
        long start = System.nanoTime();
        for (int i = 0; i < 334; i++) {
            for (Event.Traffic t : some) {
                int direction = t.direction() == Direction.TX ? 0 : 1;
                nanos += 1_000_000;
                decoder.accept(
                        new Event.Traffic(t.n(), nanos, t.direction(), offsets[direction], t.bytes(), t.origin()));
                offsets[direction] += t.bytes().length();
            }
        }
        int rows = log.exchanges().size();
        System.out.printf(
                "%d rows in %.1f s, %d MB%n", rows, (System.nanoTime() - start) / 1e9, (used() - before) >> 20);
        start = System.nanoTime();
        int found = 0;
        Random random = new Random(2);
        for (int i = 0; i < 100_000; i++) {
            long at = random.nextLong(offsets[1] - 100);
            found += Math.toIntExact(
                    log.exchanges().at(new Place(Direction.RX, at, at + 100)).count());
        }
        System.out.printf("look-up %.2f us, %d rows%n", (System.nanoTime() - start) / 1e3 / 100_000, found);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
