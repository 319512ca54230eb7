package dev.parley.ui.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.Evidence;
import dev.parley.doctor.Finding;
import dev.parley.doctor.NextTest;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.session.ControllerState;
import dev.parley.session.Session;
import dev.parley.session.Snapshot;
import dev.parley.ui.shared.Shown;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The next test in the window")
class NextTestModelTest {
    private final NextTestModel model = new NextTestModel();
    private final List<Finding> clockOrTrust = List.of(finding("server-not-trusted"), finding("clock-wrong"));
    private final List<Finding> nameOrSuite = List.of(finding("sni-missing"), finding("no-common-parameters"));

    private static Finding finding(String code) {
        return new Finding(
                code, 0.6, code, "it means", List.of(new Evidence("seen", List.of(), 0)), List.of("try"), "refuted");
    }

    private static Session session(long started) throws Exception {
        long[] clock = {0};
        return Session.live(Journal.inMemory(
                SessionHeader.of("test", "sim:", Instant.ofEpochSecond(started)), () -> clock[0] += 1_000_000));
    }

    private static void say(Session session, Direction direction, String text) {
        session.journal()
                .traffic(
                        direction,
                        Bytes.latin1(text),
                        direction == Direction.TX ? Event.Origin.PARLEY : Event.Origin.MODEM,
                        session.journal().now() + 1);
    }

    private static Shown shown(Session session, List<Finding> findings) {
        Snapshot told = session.settled();
        return new Shown(
                new Snapshot(told.revision(), told.header(), told.view(), told.flow(), findings, told.damage()),
                ControllerState.idle(),
                0,
                false);
    }

    @Test
    @DisplayName("waits for the modem's answer, scores it, and is not proposed again")
    void asked() throws Exception {
        try (Session session = session(1)) {
            model.follow(shown(session, clockOrTrust));
            assertThat(model.proposed().orElseThrow().action()).contains("AT+CCLK?");
            model.begin();
            model.follow(shown(session, clockOrTrust));
            assertThat(model.pending()).isPresent();
            assertThat(model.proposed()).isEmpty();
            assertThat(model.score()).isEmpty();

            say(session, Direction.TX, "AT+CCLK?\r");
            say(session, Direction.RX, "\r\n+CCLK: \"26/11/27,02:01:02+00\"\r\n\r\nOK\r\n");
            model.follow(shown(session, clockOrTrust));
            assertThat(model.score())
                    .contains(new NextTest.Score(
                            "the clock is right", List.of("server-not-trusted"), List.of("clock-wrong")));
            assertThat(model.proposed()).as("it has been asked").isEmpty();
        }
    }

    @Test
    @DisplayName("that is another connection is scored by the next session, not by the one that is over")
    void anotherConnection() throws Exception {
        try (Session first = session(1);
                Session second = session(2)) {
            say(first, Direction.TX, "AT+QIOPEN=1,0,\"TCP\",\"a.example\",8883,0,0\r");
            say(first, Direction.RX, "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n\r\n+QIURC: \"closed\",0\r\n");
            model.follow(shown(first, nameOrSuite));
            assertThat(model.proposed().orElseThrow().action()).contains("--sni");
            model.begin();
            model.follow(shown(first, nameOrSuite));
            assertThat(model.score()).isEmpty();

            say(second, Direction.TX, "AT+QIOPEN=1,0,\"TCP\",\"a.example\",8883,0,0\r");
            say(second, Direction.RX, "\r\nOK\r\n\r\n+QIOPEN: 0,566\r\n");
            model.follow(shown(second, List.of()));
            assertThat(model.score().orElseThrow().seen()).isEqualTo("it fails as before");
            assertThat(model.score().orElseThrow().ruledOut()).containsExactly("sni-missing");
        }
    }
}
