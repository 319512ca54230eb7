package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A session whose program died")
class UnfinishedTest {
    @TempDir
    Path folder;

    private Path offered;

    @BeforeEach
    void nothingOffered() {
        offered = folder.resolve("offered.txt");
    }

    private Journal recording(String name) throws Exception {
        Journal journal =
                Journal.create(folder.resolve(name), SessionHeader.of("test", "none", Instant.EPOCH), System::nanoTime);
        journal.link(Event.LinkChange.State.OPENED, "none");
        journal.traffic(Direction.TX, Bytes.latin1("AT\r"), Event.Origin.PARLEY, System.nanoTime());
        return journal;
    }

    @Test
    @DisplayName("is offered at the next start, once, and is read without its torn last line")
    void isOfferedOnce() throws Exception {
        recording("cut.parley").close();
        Path file = folder.resolve("cut.parley");
        Files.write(file, "{\"n\":3,\"t\":0.4".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.APPEND);

        assertThat(Unfinished.newest(folder, offered)).contains(file);
        assertThat(Unfinished.newest(folder, offered)).isEmpty();
        try (Session session = Session.open(file)) {
            assertThat(session.settled().view().exchanges()).hasSize(1);
            assertThat(session.settled().damage().orElse("")).contains("is torn");
        }
    }

    @Test
    @DisplayName("is not one that is still being recorded, here or by another program")
    void notWhileRecording() throws Exception {
        try (Journal _ = recording("now.parley")) {
            assertThat(Journal.isBeingWritten(folder.resolve("now.parley"))).isTrue();
            assertThat(Unfinished.newest(folder, offered)).isEmpty();
        }
        assertThat(Unfinished.newest(folder, offered)).contains(folder.resolve("now.parley"));
    }

    @Test
    @DisplayName("is not one that was closed, nor an empty one")
    void notWhenClosed() throws Exception {
        try (Journal journal = recording("closed.parley")) {
            journal.link(Event.LinkChange.State.CLOSED, "none");
            journal.note("afterwards");
        }
        assertThat(Unfinished.newest(folder, offered)).isEmpty();
        Files.delete(folder.resolve("closed.parley"));
        Journal.create(folder.resolve("empty.parley"), SessionHeader.of("test", "none", Instant.EPOCH), () -> 0L)
                .close();
        assertThat(Unfinished.newest(folder, offered)).isEmpty();
        assertThat(Unfinished.newest(folder.resolve("nowhere"), offered)).isEmpty();
    }
}
