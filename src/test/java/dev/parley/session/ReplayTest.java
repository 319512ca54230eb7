package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.at.Exchange;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A replayed session")
class ReplayTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static Journal recorded() {
        Journal journal = Journal.inMemory(SessionHeader.of("test", "none", Instant.EPOCH), () -> 0L);
        said(journal, 1, Direction.TX, "AT+CPIN?\r");
        said(journal, 2, Direction.RX, "\r\n+CPIN: READY\r\n\r\nOK\r\n");
        journal.importedNote("the door was opened", 3 * SECOND);
        said(journal, 4, Direction.TX, "AT+CSQ\r");
        said(journal, 5, Direction.RX, "\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
        said(journal, 9, Direction.RX, "\r\n+QIURC: \"closed\",0\r\n");
        return journal;
    }

    private static void said(Journal journal, int second, Direction direction, String text) {
        journal.imported(
                direction,
                Bytes.latin1(text),
                direction == Direction.TX ? Event.Origin.HOST : Event.Origin.MODEM,
                second * SECOND);
    }

    private static void reached(Replay replay) {
        await().atMost(LIMIT).until(replay::isCaughtUp);
    }

    private static List<String> commands(Session session) {
        return session.settled().view().exchanges().stream()
                .filter(exchange -> exchange.kind() == Exchange.Kind.COMMAND)
                .map(exchange -> exchange.text() + " " + exchange.resultText())
                .toList();
    }

    @Test
    @DisplayName("has at each moment the events up to then and no others, forwards and backwards")
    void isMadeOfWhatHadCrossed() {
        try (Replay replay = new Replay(recorded(), System::nanoTime)) {
            assertThat(replay.position()).isEqualTo(9 * SECOND);
            for (int[] secondAndEvents : new int[][] {{9, 6}, {4, 4}, {0, 0}, {2, 2}, {8, 5}, {1, 1}}) {
                replay.seek(secondAndEvents[0] * SECOND);
                reached(replay);
                assertThat(replay.session().journal().events()).isEqualTo(secondAndEvents[1]);
            }
        }
    }

    @Test
    @DisplayName("is decoded from those bytes: a command waits for its answer until that has come")
    void isDecodedAnew() {
        try (Replay replay = new Replay(recorded(), System::nanoTime)) {
            replay.seek(4 * SECOND);
            reached(replay);
            assertThat(commands(replay.session())).containsExactly("AT+CPIN? OK", "AT+CSQ ");
            replay.seek(5 * SECOND);
            reached(replay);
            assertThat(commands(replay.session())).containsExactly("AT+CPIN? OK", "AT+CSQ OK");
        }
    }

    @Test
    @DisplayName("keeps each event as it was, its time and its kind")
    void keepsEvents() {
        Journal recorded = recorded();
        try (Replay replay = new Replay(recorded, System::nanoTime)) {
            reached(replay);
            Journal again = replay.session().journal();
            for (long n = 1; n <= recorded.events(); n++) {
                assertThat(again.event(n)).isEqualTo(recorded.event(n));
            }
        }
    }

    @Test
    @DisplayName("plays from the beginning at a thousand times the speed, and stops at the end")
    void plays() {
        try (Replay replay = new Replay(recorded(), System::nanoTime)) {
            replay.speed(5000);
            long began = System.nanoTime();
            replay.play();
            await().atMost(LIMIT).until(() -> !replay.isPlaying() && replay.isCaughtUp());
            assertThat(System.nanoTime() - began).as("9 s at 1000x").isGreaterThan(9_000_000L);
            assertThat(replay.position()).isEqualTo(replay.duration());
            assertThat(replay.session().journal().events()).isEqualTo(6);
        }
    }

    @Test
    @DisplayName("stands still while it is held")
    void isHeld() {
        try (Replay replay = new Replay(recorded(), System::nanoTime)) {
            replay.seek(3 * SECOND);
            replay.play();
            assertThat(replay.isPlaying()).isTrue();
            replay.pause();
            long here = replay.position();
            reached(replay);
            assertThat(replay.position()).isEqualTo(here).isBetween(3 * SECOND, 4 * SECOND);
            assertThat(replay.isPlaying()).isFalse();
        }
    }

    @Test
    @DisplayName("is not begun where memory for it is not enough")
    void fitsMemory() {
        assertThat(Replay.fits(recorded(), 512L << 20)).isTrue();
        assertThat(Replay.fits(recorded(), 32L << 20)).isFalse();
    }
}
