package dev.parley.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A recording that is killed")
@Timeout(300)
class KilledRecordingTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("has lost nothing that was recorded, whenever it was killed")
    void losesNothing() throws Exception {
        Random moments = new Random();
        for (int i = 0; i < 12; i++) {
            Path file = folder.resolve("killed-" + i + ".parley");
            KilledWriter.isTornAfter(1 + moments.nextInt(400), moments.nextLong(3_000_000), file);
            assertThat(Journal.isBeingWritten(file)).isFalse();
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left)
                    .as("no mark is left behind")
                    .allMatch(file -> file.toString().endsWith(".parley"));
        }
    }

    @Test
    @DisplayName("is marked as being written for other programs, also after it was read meanwhile, until it ends")
    void isMarked() throws Exception {
        Path file = folder.resolve("now.parley");
        try (Journal journal = Journal.create(file, SessionHeader.of("test", "none", Instant.EPOCH), () -> 0L)) {
            journal.note("one");
            assertThat(MarkAsker.ask(file)).isTrue();
            Journal.open(file).close();
            assertThat(Files.readString(file)).contains("one");
            assertThat(Journal.isBeingWritten(file)).isTrue();
            assertThat(MarkAsker.ask(file)).isTrue();
        }
        assertThat(Journal.isBeingWritten(file)).isFalse();
        assertThat(MarkAsker.ask(file)).isFalse();
    }

    @Test
    @DisplayName("is still marked where a second one took its name and ended before it, or after it")
    void movedWhileRecorded() throws Exception {
        Path file = folder.resolve("moved.parley");
        SessionHeader header = SessionHeader.of("test", "sim:", Instant.EPOCH);
        Journal first = Journal.create(file, header, System::nanoTime);
        Files.move(file, folder.resolve("moved-1.parley"));
        Journal second = Journal.create(file, header, System::nanoTime);

        first.close();
        assertThat(Journal.isBeingWritten(file)).isTrue();
        second.close();
        assertThat(Journal.isBeingWritten(file)).isFalse();
    }
}
