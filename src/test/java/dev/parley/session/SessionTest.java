package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.at.ResultCode;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A session")
@Timeout(60)
class SessionTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("that is opened from its file shows what it showed at its end: an open command stays unanswered")
    void replayedAsItEnded() throws Exception {
        Path file = folder.resolve("session.parley");
        Snapshot live;
        try (Session session = Session.live(Journal.create(file, header(), System::nanoTime))) {
            Journal journal = session.journal();
            journal.link(Event.LinkChange.State.OPENED, "sim:");
            say(journal, Direction.TX, "AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,0\r");
            say(journal, Direction.RX, "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
            say(journal, Direction.TX, "AT+CSQ\r");
            say(journal, Direction.RX, "\r\n+CS");
            journal.link(Event.LinkChange.State.CLOSED, "sim:");
            live = session.settled();
        }
        try (Session session = Session.open(file)) {
            Snapshot replayed = session.settled();
            assertThat(live.view().exchanges().getLast().result()).contains(ResultCode.UNANSWERED);
            assertThat(replayed.view().exchanges().getLast().result())
                    .isEqualTo(live.view().exchanges().getLast().result());
            assertThat(replayed.view().sockets().getFirst().closedBy())
                    .isEqualTo(live.view().sockets().getFirst().closedBy());
            assertThat(replayed.findings()).isEqualTo(live.findings());
        }
    }

    @RepeatedTest(50)
    @DisplayName("that is closed while somebody waits for its pipeline keeps nobody waiting, and loses no event")
    void closedWhileAwaited() throws Exception {
        Session session = Session.live(Journal.inMemory(header(), System::nanoTime));
        CompletableFuture<Long> written = CompletableFuture.supplyAsync(() -> {
            long n = 0;
            try {
                while (true) {
                    n = session.journal().note("still here").n();
                }
            } catch (IllegalStateException closed) {
                return n;
            }
        });
        CompletableFuture<Snapshot> waiting = CompletableFuture.supplyAsync(session::settled);
        session.close();
        waiting.get(10, TimeUnit.SECONDS);
        assertThat(CompletableFuture.supplyAsync(session::settled)
                        .get(10, TimeUnit.SECONDS)
                        .revision())
                .isEqualTo(written.get(10, TimeUnit.SECONDS));
    }

    private static void say(Journal journal, Direction direction, String text) {
        journal.traffic(
                direction,
                Bytes.latin1(text),
                direction == Direction.TX ? Event.Origin.PARLEY : Event.Origin.MODEM,
                System.nanoTime());
    }

    private static SessionHeader header() {
        return SessionHeader.of("test", "sim:", Instant.EPOCH);
    }
}
