package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.session.ControllerState.Level;
import dev.parley.ui.PanelPictures.Look;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Theme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** JavaFX only logs what it cannot make of a style sheet; here that is an error. */
@DisplayName("The style sheets")
class StyleTest {
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Logger everything = Logger.getLogger("");
    private Handler[] others = {};
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (String.valueOf(record.getLoggerName()).startsWith("javafx")) {
                complaints.add(record.getLoggerName() + ": " + record.getMessage());
            }
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    };

    @BeforeEach
    void listen() {
        // One of the tests provokes a complaint; it is not to stand in the build's log.
        others = everything.getHandlers();
        for (Handler other : others) {
            everything.removeHandler(other);
        }
        everything.addHandler(listener);
    }

    @AfterEach
    void stopListening() {
        everything.removeHandler(listener);
        for (Handler other : others) {
            everything.addHandler(other);
        }
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    @DisplayName("name only colours that there are, in every panel")
    void noComplaints(Theme theme, @TempDir Path directory) throws Exception {
        FakeController controller = new FakeController();
        var _ = controller.connect(Profiles.bench("sim:field-report"), Level.RUN);

        PanelPictures.write(
                controller.source(), controller, Profiles.bench("sim:"), directory, new Look(1280, 800, theme, true));

        assertThat(complaints).isEmpty();
    }

    @Test
    @DisplayName("would be complained about if they named a colour that there is not")
    void complaintsAreHeard() throws Exception {
        FxThread.startToolkit(Duration.ofSeconds(15));
        FxThread.call(
                () -> {
                    Pane pane = new Pane();
                    pane.setStyle("-fx-background-color: -parley-no-such-colour;");
                    return new Scene(pane, 10, 10).snapshot(null);
                },
                Duration.ofSeconds(15));

        assertThat(complaints).anyMatch(complaint -> complaint.contains("-fx-background-color"));
    }
}
