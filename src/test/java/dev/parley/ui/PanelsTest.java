package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.session.ControllerState.Level;
import dev.parley.ui.shared.Focus;
import dev.parley.ui.shared.Theme;
import java.time.Duration;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** What the panels do with a session that died. */
@DisplayName("The panels, on the field report's case")
@ExtendWith(ApplicationExtension.class)
class PanelsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private FakeController controller;
    private ParleyWindow window;

    @Start
    void start(Stage stage) {
        controller = new FakeController();
        var _ = controller.connect(Profiles.bench("sim:field-report"), Level.RUN);
        window = new ParleyWindow(
                controller,
                Profiles.bench("sim:field-report"),
                List.of("clean", "field-report"),
                controller.source(),
                Runnable::run);
        window.open(stage, 990, 900, Theme.DARK);
    }

    @Test
    @DisplayName("show the doctor's finding, and select its evidence in every panel")
    void evidence(FxRobot robot) {
        assertThat(robot.lookup("#doctor-title").queryAs(Label.class).getText()).contains("certificate_unknown (46)");

        robot.clickOn("#doctor-evidence");

        assertThat(window.selection().get().focus()).contains(new Focus.OnFinding("certificate-refused"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(WindowContract.rows(robot, "#console-rows"))
                        .as("rows of the console in sight")
                        .anyMatch(row -> row.contains("QIURC: \"closed\"")));
        // A list has the cells of what it scrolled to only after the next layout, which nothing here waits for.
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(WindowContract.linked(robot, "#handshake-states"))
                    .anyMatch(row -> row.contains("CLIENT_CERTIFICATE"))
                    .anyMatch(row -> row.contains("ALERT 46"));
            assertThat(WindowContract.linked(robot, "#console-rows")).isNotEmpty();
        });
    }

    @Test
    @DisplayName("open the drawer with the details, and close it with Escape")
    void drawer(FxRobot robot) {
        Node drawer = robot.lookup("#doctor-drawer").query();
        assertThat(drawer.isVisible()).isFalse();

        robot.clickOn("#doctor-details");
        assertThat(drawer.isVisible()).isTrue();

        robot.type(KeyCode.ESCAPE);
        assertThat(drawer.isVisible()).isFalse();
    }

    @Test
    @DisplayName("are maximised by a double click on their header, and put back by another")
    void maximise(FxRobot robot) {
        Node flow = robot.lookup("#flow").query();
        double before = flow.getBoundsInParent().getWidth();

        robot.doubleClickOn("BYTE FLOW");
        await().atMost(LIMIT).until(() -> flow.getBoundsInParent().getWidth() > before + 200);

        robot.doubleClickOn("BYTE FLOW");
        await().atMost(LIMIT).until(() -> Math.abs(flow.getBoundsInParent().getWidth() - before) < 3);
    }

    @Test
    @DisplayName("hide what the filter does not find")
    void filter(FxRobot robot) {
        robot.clickOn("#console-filter").write("certificate");

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(WindowContract.rows(robot, "#console-rows"))
                        .isNotEmpty()
                        .allMatch(row -> row.toLowerCase(java.util.Locale.ROOT).contains("certificate")));
    }

    @Test
    @DisplayName("say in the window what cannot be connected, without asking the controller")
    void complains(FxRobot robot) {
        robot.interact(() -> robot.lookup("#endpoint").queryTextInputControl().setText("no port"));
        controller.calls.clear();
        robot.press(KeyCode.CONTROL).press(KeyCode.ENTER).release(KeyCode.ENTER).release(KeyCode.CONTROL);

        await().atMost(LIMIT)
                .until(() -> robot.lookup((Node node) -> node instanceof Label label
                                && String.valueOf(label.getText()).startsWith("Endpoint: write host:port"))
                        .tryQuery()
                        .isPresent());
        assertThat(controller.calls).isEmpty();
    }
}
