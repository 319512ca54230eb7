package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import dev.parley.doctor.CaseView;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
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

    @Test
    @DisplayName(
            "goes on after a gap of its link: what was under way is over, and a socket that still speaks is one of its"
                    + " own")
    void goesOnAfterAGap() throws Exception {
        Path file = folder.resolve("session.parley");
        try (Session session = Session.live(Journal.create(file, header(), System::nanoTime))) {
            Journal journal = session.journal();
            journal.link(Event.LinkChange.State.OPENED, "serial:/dev/ttyUSB2");
            say(journal, Direction.TX, "AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,0\r");
            say(journal, Direction.RX, "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
            say(journal, Direction.TX, "AT+QIRD=0,1500\r");
            say(journal, Direction.RX, "\r\n+QIRD: 10\r\n01234");
            journal.link(Event.LinkChange.State.LOST, "the port /dev/ttyUSB2 is gone");
            journal.link(Event.LinkChange.State.REGAINED, "serial:/dev/ttyUSB2 after 3.1 s");
            say(journal, Direction.RX, "\r\n+QIURC: \"recv\",0\r\n");
            say(journal, Direction.TX, "AT+QIRD=0,1500\r");
            say(journal, Direction.RX, "\r\n+QIRD: 3\r\nabc\r\n\r\nOK\r\n");
            session.settled();
        }
        try (Session session = Session.open(file)) {
            CaseView view = session.settled().view();

            assertThat(view.exchanges())
                    .filteredOn(exchange -> exchange.kind() == Exchange.Kind.COMMAND)
                    .extracting(exchange ->
                            exchange.text() + " " + exchange.result().orElseThrow())
                    .containsExactly(
                            "AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,0 OK",
                            "AT+QIRD=0,1500 UNANSWERED",
                            "AT+QIRD=0,1500 OK");
            assertThat(view.sockets())
                    .extracting(ModemSocket::id, ModemSocket::host, ModemSocket::received)
                    .containsExactly(tuple(0, "example.org", 5L), tuple(0, "", 3L));
            assertThat(view.sockets().getFirst().closedBy()).isEqualTo(ClosedBy.LINK);
            assertThat(view.changes())
                    .extracting(change -> change instanceof Event.LinkChange link ? link.state() : null)
                    .containsExactly(
                            Event.LinkChange.State.OPENED,
                            Event.LinkChange.State.LOST,
                            Event.LinkChange.State.REGAINED);
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
