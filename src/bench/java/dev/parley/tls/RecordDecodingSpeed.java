package dev.parley.tls;

import dev.parley.bench.Figure;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * How fast records are decoded that no secret opens, and then those that a secret opens, against a CRC-32 over the same bytes in the
 * same run.
 *
 * <p>For several sizes of the pieces that the bytes come in it prints MB/s of the decoder and of the CRC, the best of fifteen rounds each,
 * and their ratio: what is left of the machine's noise is in both.
 */
public final class RecordDecodingSpeed {
    private static final int RECORDS = 20_000;
    private static final int FRAGMENT = 1400;

    private RecordDecodingSpeed() {}

    public static void main(String[] arguments) {
        TlsPair pair = new TlsPair().talk();
        byte[] record = new byte[RecordAssembler.HEADER + FRAGMENT];
        new Random(1).nextBytes(record);
        Bytes.of(23, 3, 3, FRAGMENT >> 8, FRAGMENT & 0xff).copyTo(record, 0);
        byte[] stream = new byte[RECORDS * record.length];
        for (int i = 0; i < RECORDS; i++) {
            System.arraycopy(record, 0, stream, i * record.length, record.length);
        }
        Bytes all = Bytes.wrap(stream);
        for (int piece : new int[] {1460, 1500, 100_000, 64}) {
            double decoded = 0;
            double summed = 0;
            for (int round = 0; round < 15; round++) {
                decoded = Math.max(decoded, decode(pair, all, piece));
                summed = Math.max(summed, sum(stream, piece));
            }
            Figure.speed("pieces of " + piece, decoded, "MB/s", "CRC-32 of the same bytes", summed)
                    .tell();
            System.out.printf(
                    "pieces of %6d bytes: %5.0f MB/s, CRC-32 %5.0f MB/s, ratio %.2f%n",
                    piece, decoded, summed, decoded / summed);
        }
        opened();
    }

    /** Records of AES-128-GCM with their secret: what the cipher costs is in it. */
    private static void opened() {
        String text = "x".repeat(16_000);
        TlsPair pair = new TlsPair().talk(text, text, text, text, text, text, text, text);
        Bytes sent = pair.stream(Direction.TX);
        Bytes received = pair.stream(Direction.RX);
        double best = 0;
        for (int round = 0; round < 400; round++) {
            TlsDecoderTest.Reading reading = new TlsDecoderTest.Reading().know(pair);
            long began = System.nanoTime();
            reading.feed(pair);
            best = Math.max(best, (sent.length() + received.length()) * 1e3 / (System.nanoTime() - began));
            if (reading.text(Direction.TX).length() != 4 * text.length()) {
                throw new IllegalStateException("text is missing");
            }
        }
        Figure.speed("decrypted", best, "MB/s", "what is asked", 300).tell();
        System.out.printf("decrypted, handshake included: %5.0f MB/s%n", best);
    }

    private static double decode(TlsPair pair, Bytes all, int piece) {
        TlsDecoderTest.Reading reading = new TlsDecoderTest.Reading().feed(pair);
        long began = System.nanoTime();
        for (int at = 0; at < all.length(); at += piece) {
            reading.feed(Direction.RX, all.slice(at, Math.min(all.length(), at + piece)));
        }
        double speed = all.length() * 1e3 / (System.nanoTime() - began);
        if (reading.conversation().records().size() < RECORDS) {
            throw new IllegalStateException("records are missing");
        }
        return speed;
    }

    private static double sum(byte[] stream, int piece) {
        CRC32 crc = new CRC32();
        long began = System.nanoTime();
        for (int at = 0; at < stream.length; at += piece) {
            crc.update(stream, at, Math.min(piece, stream.length - at));
        }
        double speed = stream.length * 1e3 / (System.nanoTime() - began);
        if (crc.getValue() == 0) {
            throw new IllegalStateException("a CRC of nothing");
        }
        return speed;
    }
}
