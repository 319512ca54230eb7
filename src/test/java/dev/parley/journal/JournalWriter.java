package dev.parley.journal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/** A program of its own that records as fast as it can and says which event is recorded, until it is killed. */
public final class JournalWriter {
    private JournalWriter() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        try (Journal journal = Journal.create(
                Path.of(arguments[0]), SessionHeader.of("test", "sim:", Instant.EPOCH), System::nanoTime)) {
            Random random = new Random(1);
            while (true) {
                byte[] bytes = content(random);
                Event event = journal.traffic(Direction.TX, Bytes.wrap(bytes), Event.Origin.HOST, System.nanoTime());
                out.println(event.n());
            }
        }
    }

    /** The content of the next event, the same in each run. */
    static byte[] content(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(1500)];
        random.nextBytes(bytes);
        return bytes;
    }
}
