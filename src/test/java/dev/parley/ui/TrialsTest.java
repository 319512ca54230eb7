package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.Trial;
import dev.parley.session.ControllerState.Level;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Notices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The doctor's next test")
class TrialsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final FakeController controller = new FakeController();
    private final List<String> told = new ArrayList<>();
    private final List<String> connected = new ArrayList<>();
    private final Notices notices = new Notices() {
        @Override
        public void done(String sentence) {
            told.add(sentence);
        }

        @Override
        public void failed(String sentence) {
            told.add(sentence);
        }
    };
    private final Trials trials =
            new Trials(controller, notices, () -> Profiles.bench("sim:"), change -> connected.add("connected"));

    @BeforeAll
    static void startToolkit() throws Exception {
        FxThread.startToolkit(LIMIT);
    }

    @Test
    @DisplayName("opens a link that is closed, asks, and closes it again")
    void asksOnAClosedLink() {
        trials.ask(List.of("AT+CPIN?", "AT+CEREG?"));

        assertThat(controller.calls)
                .containsExactly("attach sim:", "command AT+CPIN?", "command AT+CEREG?", "disconnect");
        assertThat(told).isEmpty();
    }

    @Test
    @DisplayName("asks on a link that is up as it is")
    void asksOnAnOpenLink() {
        var _ = controller.connect(Profiles.bench("sim:"), Level.RUN);
        controller.calls.clear();

        trials.ask(List.of("AT+CCLK?"));

        assertThat(controller.calls).containsExactly("command AT+CCLK?");
    }

    @Test
    @DisplayName("tells the modem on a closed link what is to be different, and then connects")
    void reconnects() {
        trials.reconnect(List.of("AT+IFC=2,2"), Trial.Change.NOTHING);

        assertThat(controller.calls).containsExactly("attach sim:", "command AT+IFC=2,2", "disconnect");
        Awaitility.await().atMost(LIMIT).until(() -> connected.contains("connected"));
    }

    @Test
    @DisplayName("says why the link cannot be opened")
    void cannot() {
        Trials without = new Trials(
                controller,
                notices,
                () -> {
                    throw new IllegalStateException("The endpoint's port is missing.");
                },
                change -> {});

        without.ask(List.of("AT+CCLK?"));

        Awaitility.await().atMost(LIMIT).until(() -> told.contains("The endpoint's port is missing."));
        assertThat(controller.calls).isEmpty();
    }
}
