package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Place;
import java.util.List;
import java.util.Random;

/**
 * Measures decoder and exchange log on mixed AT and payload.
 *
 * <p>Prints MB/s of what crossed the link for full sends and reads and for reads of five bytes, then what a log of a million
 * rows takes in memory and how long a look-up in it lasts.
 */
public final class AtDecoderSpeed {
    private AtDecoderSpeed() {}

    public static void main(String[] arguments) {
        for (int length : new int[] {1460, 5}) {
            List<Event.Traffic> traffic = exchanges(length, length > 100 ? 2_000 : 20_000);
            long bytes = traffic.stream().mapToLong(t -> t.bytes().length()).sum();
            for (int round = 0; round < 8; round++) {
                long start = System.nanoTime();
                long[] events = new long[1];
                int repeats = 10;
                for (int i = 0; i < repeats; i++) {
                    AtDecoder decoder = new AtDecoder(event -> events[0]++);
                    traffic.forEach(decoder::accept);
                    decoder.finish(0);
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        "payload of %d: %.0f MB/s, %.1f million events/s%n",
                        length, bytes * repeats / seconds / 1e6, events[0] / seconds / 1e6);
            }
        }
        million();
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
            found += log.exchanges().at(new Place(Direction.RX, at, at + 100)).count();
        }
        System.out.printf("look-up %.2f us, %d rows%n", (System.nanoTime() - start) / 1e3 / 100_000, found);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
