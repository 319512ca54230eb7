package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.session.ControllerState.Level;
import dev.parley.ui.shared.Theme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Slider;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@DisplayName("The replay of a recorded session in the window")
@ExtendWith(ApplicationExtension.class)
class ReplayWindowTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final FakeController controller = new FakeController();
    private ParleyWindow window;

    @Start
    void start(Stage stage) {
        window = new ParleyWindow(
                controller, Profiles.bench("sim:"), List.of("clean"), controller.source(), Runnable::run);
        window.open(stage, 990, 900, Theme.LIGHT);
    }

    private void openRefused(FxRobot robot) throws IOException {
        FakeController other = new FakeController();
        var _ = other.connect(Profiles.bench("sim:field-report"), Level.RUN);
        Path file = other.writeSession(folder.resolve("refused.parley"));
        assertThat(isShown(robot)).as("no bar without a recording").isFalse();
        robot.interact(() -> window.openSession(file));
        await().atMost(LIMIT).until(() -> isShown(robot));
    }

    private static boolean isShown(FxRobot robot) {
        Node bar = robot.lookup("#replay-bar").query();
        return bar.isVisible() && bar.isManaged();
    }

    private static String readOut(FxRobot robot) {
        return WindowContract.readOut(robot);
    }

    @Test
    @DisplayName("goes back from state to state: the panels show what had crossed by then, and the findings of then")
    void goesBack(FxRobot robot) throws IOException {
        openRefused(robot);
        String end = readOut(robot);
        robot.press(KeyCode.ALT);
        for (int i = 0; i < 4; i++) {
            robot.press(KeyCode.PAGE_UP).release(KeyCode.PAGE_UP);
        }
        robot.release(KeyCode.ALT);

        await().atMost(LIMIT).until(() -> readOut(robot).startsWith("5 CERTIFICATE_REQUEST"));
        robot.interact(
                () -> robot.lookup("#replay-slider").queryAs(Slider.class).setValue(0));
        await().atMost(LIMIT).until(() -> readOut(robot).equals("IDLE"));

        robot.interact(
                () -> robot.lookup("#replay-slider").queryAs(Slider.class).setValue(1));
        await().atMost(LIMIT).until(() -> readOut(robot).equals(end));
    }

    @Test
    @DisplayName("plays with Ctrl+P, as fast as is chosen, and ends where the recording ends")
    void plays(FxRobot robot) throws IOException {
        openRefused(robot);
        String end = readOut(robot);
        robot.interact(() -> {
            @SuppressWarnings("unchecked") // it holds the speeds
            ChoiceBox<Double> speed = robot.lookup("#replay-speed").queryAs(ChoiceBox.class);
            speed.setValue(0.1);
        });
        robot.press(KeyCode.CONTROL).press(KeyCode.P).release(KeyCode.P).release(KeyCode.CONTROL);
        await().atMost(LIMIT)
                .until(() -> "Hold the replay"
                        .equals(robot.lookup("#replay-play").query().getAccessibleText()));
        assertThat(readOut(robot)).isNotEqualTo(end);

        robot.interact(() -> {
            @SuppressWarnings("unchecked") // it holds the speeds
            ChoiceBox<Double> speed = robot.lookup("#replay-speed").queryAs(ChoiceBox.class);
            speed.setValue(1000.0);
        });
        await().atMost(LIMIT).until(() -> readOut(robot).equals(end));
        assertThat(robot.lookup("#replay-play").query().getAccessibleText()).isEqualTo("Replay from the beginning");
    }

    private static void play(FxRobot robot) {
        robot.press(KeyCode.CONTROL).press(KeyCode.P).release(KeyCode.P).release(KeyCode.CONTROL);
    }

    @Test
    @DisplayName("plays the live session once it has ended, and gives way to the next one")
    void playsTheLiveSession(FxRobot robot) {
        var _ = controller.connect(Profiles.bench("sim:field-report"), Level.RUN);
        await().atMost(LIMIT).until(() -> !readOut(robot).equals("IDLE"));
        String end = readOut(robot);
        robot.interact(() -> {
            @SuppressWarnings("unchecked") // it holds the speeds
            ChoiceBox<Double> speed = robot.lookup("#replay-speed").queryAs(ChoiceBox.class);
            speed.setValue(0.1);
        });

        play(robot);

        await().atMost(LIMIT).until(() -> isShown(robot));
        await().atMost(LIMIT).until(() -> !readOut(robot).equals(end));

        robot.press(KeyCode.CONTROL).press(KeyCode.ENTER).release(KeyCode.ENTER).release(KeyCode.CONTROL);
        await().atMost(LIMIT).until(() -> !isShown(robot));
        assertThat(controller.calls).hasSizeGreaterThan(1);
    }

    @Test
    @DisplayName("says what to do where there is nothing to replay, or the session is still going on")
    void nothingToReplay(FxRobot robot) {
        play(robot);
        await().atMost(LIMIT)
                .until(() -> robot.lookup(
                                "There is no session to replay yet: connect, or open a recorded one with Ctrl+O.")
                        .tryQuery()
                        .isPresent());
        assertThat(isShown(robot)).isFalse();

        var _ = controller.connect(Profiles.bench("sim:"), Level.RUN);
        play(robot);
        await().atMost(LIMIT)
                .until(() -> robot.lookup(
                                "The session is still going on: it can be replayed once it has ended, Ctrl+Enter ends"
                                        + " it.")
                        .tryQuery()
                        .isPresent());
        assertThat(isShown(robot)).isFalse();
    }

    @Test
    @DisplayName("goes to where a finding became certain")
    void goesToFindings(FxRobot robot) throws IOException {
        openRefused(robot);
        robot.interact(() -> {
            @SuppressWarnings("unchecked") // it holds the kinds of stops
            ChoiceBox<Object> kind = robot.lookup("#replay-kind").queryAs(ChoiceBox.class);
            kind.setValue(kind.getItems().get(1));
            assertThat(kind.getConverter().toString(kind.getValue())).startsWith("Findings ");
        });
        Button before = robot.lookup("#replay-before").queryAs(Button.class);
        assertThat(before.isDisabled()).isFalse();
        robot.interact(before::fire);
        await().atMost(LIMIT)
                .until(() ->
                        robot.lookup("#replay-slider").queryAs(Slider.class).getValue() < 1);
    }
}
