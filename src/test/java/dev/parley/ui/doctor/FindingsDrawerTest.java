package dev.parley.ui.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.Evidence;
import dev.parley.doctor.Finding;
import dev.parley.doctor.Trial;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.session.ControllerState;
import dev.parley.session.Session;
import dev.parley.session.Snapshot;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The doctor's drawer")
class FindingsDrawerTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<Finding> CLOCK_OR_TRUST = List.of(finding("server-not-trusted"), finding("clock-wrong"));

    private final List<String> asked = new ArrayList<>();
    private final Selection selection = new Selection();

    @BeforeAll
    static void startToolkit() throws Exception {
        FxThread.startToolkit(LIMIT);
    }

    private static Finding finding(String code) {
        return new Finding(
                code, 0.6, code, "it means", List.of(new Evidence("seen", List.of(), 0)), List.of("try"), "refuted");
    }

    private static void say(Session session, Direction direction, String text) {
        session.journal()
                .traffic(
                        direction,
                        Bytes.latin1(text),
                        direction == Direction.TX ? Event.Origin.PARLEY : Event.Origin.MODEM,
                        session.journal().now() + 1);
    }

    private static Shown shown(Session session, ControllerState.Phase phase) {
        Snapshot told = session.settled();
        return new Shown(
                new Snapshot(told.revision(), told.header(), told.view(), told.flow(), CLOCK_OR_TRUST, told.damage()),
                new ControllerState(phase, List.of(), Optional.empty(), Optional.empty()),
                0,
                false);
    }

    private FindingsDrawer drawer() {
        FindingsDrawer drawer = new FindingsDrawer(
                new Selector(selection),
                new FindingsDrawer.Trials() {
                    @Override
                    public void ask(List<String> commands) {
                        asked.addAll(commands);
                    }

                    @Override
                    public void reconnect(List<String> commands, Trial.Change change) {
                        asked.add("reconnect");
                    }
                },
                () -> {});
        new Scene(drawer, 1200, 300);
        return drawer;
    }

    @Test
    @DisplayName("makes the next test with a click where the modem can be asked, and says what its answer leaves")
    void nextTest() throws Exception {
        long[] clock = {0};
        try (Session session = Session.live(
                Journal.inMemory(SessionHeader.of("test", "sim:", Instant.EPOCH), () -> clock[0] += 1_000_000))) {
            FxThread.call(
                    () -> {
                        FindingsDrawer drawer = drawer();
                        drawer.show(shown(session, ControllerState.Phase.CONNECTING));
                        ((ToggleButton) drawer.lookup("#doctor-page-next-test")).fire();
                        drawer.applyCss();
                        drawer.layout();
                        Button make = (Button) drawer.lookup("#next-test-make");
                        assertThat(make.isDisabled())
                                .as("the modem is at something else")
                                .isTrue();

                        drawer.show(shown(session, ControllerState.Phase.FAILED));
                        assertThat(make.isDisabled())
                                .as("the link is opened for it")
                                .isFalse();
                        assertThat(drawer.lookupAll(".finding-head").stream().map(node -> ((Label) node).getText()))
                                .contains("Opens the link, asks the modem and closes the link again");

                        drawer.show(shown(session, ControllerState.Phase.READY));
                        assertThat(make.isDisabled()).isFalse();
                        make.fire();
                        assertThat(asked).containsExactly("AT+CCLK?");

                        say(session, Direction.TX, "AT+CCLK?\r");
                        say(session, Direction.RX, "\r\n+CCLK: \"80/01/06,00:01:02+00\"\r\n\r\nOK\r\n");
                        drawer.show(shown(session, ControllerState.Phase.READY));
                        assertThat(((Label) drawer.lookup("#next-test-score")).getText())
                                .isEqualTo("Answered: the clock is wrong. It leaves clock-wrong and rules out"
                                        + " server-not-trusted.");
                        return drawer;
                    },
                    LIMIT);
        }
    }

    @Test
    @DisplayName("says from which byte on bytes are missing, and selects the exchange that shows it")
    void ledger() throws Exception {
        long[] clock = {0};
        try (Session session = Session.live(
                Journal.inMemory(SessionHeader.of("test", "sim:", Instant.EPOCH), () -> clock[0] += 1_000_000))) {
            say(session, Direction.TX, "AT+QIOPEN=1,0,\"TCP\",\"a.example\",1883,0,0\r");
            say(session, Direction.RX, "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
            say(session, Direction.TX, "AT+QIRD=0,0\r");
            say(session, Direction.RX, "\r\n+QIRD: 9,9,0\r\n\r\nOK\r\n");
            FxThread.call(
                    () -> {
                        FindingsDrawer drawer = drawer();
                        drawer.show(shown(session, ControllerState.Phase.READY));
                        ((ToggleButton) drawer.lookup("#doctor-page-ledger")).fire();
                        drawer.applyCss();
                        drawer.layout();
                        assertThat(((Label) drawer.lookup("#doctor-ledger-verdict")).getText())
                                .contains("9 bytes are missing from byte 0 on");
                        ((Hyperlink) drawer.lookup("#doctor-ledger .hyperlink")).fire();
                        assertThat(selection.get().places().isEmpty()).isFalse();
                        return drawer;
                    },
                    LIMIT);
        }
    }
}
