package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.Random;

/** Measures how fast records are decoded that no secret opens. A program to run by hand, no test. */
public final class DecodingSpeed {
    private DecodingSpeed() {}

    public static void main(String[] arguments) {
        TlsPair pair = new TlsPair().talk();
        byte[] record = new byte[5 + 1400];
        new Random(1).nextBytes(record);
        Bytes header = Bytes.of(23, 3, 3, 1400 >> 8, 1400 & 0xff);
        header.copyTo(record, 0);
        int records = 20_000;
        byte[] stream = new byte[records * record.length];
        for (int i = 0; i < records; i++) {
            System.arraycopy(record, 0, stream, i * record.length, record.length);
        }
        Bytes all = Bytes.wrap(stream);
        for (int chunk : new int[] {1460, 1500, 100_000, 64}) {
            double best = 0;
            for (int round = 0; round < 15; round++) {
                TlsDecoderTest.Reading reading = new TlsDecoderTest.Reading().feed(pair);
                long began = System.nanoTime();
                for (int at = 0; at < all.length(); at += chunk) {
                    reading.feed(Direction.RX, all.slice(at, Math.min(all.length(), at + chunk)));
                }
                if (reading.conversation().records().size() < records) {
                    throw new IllegalStateException("records are missing");
                }
                best = Math.max(best, all.length() * 1e3 / (System.nanoTime() - began));
            }
            System.out.printf("pieces of %6d bytes: %.0f MB/s%n", chunk, best);
        }
    }
}
