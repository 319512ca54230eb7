package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ui.layout.Layout;
import dev.parley.ui.shared.Theme;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@DisplayName("The tour")
@ExtendWith(ApplicationExtension.class)
class TourTest {
    private FakeController controller;
    private ParleyWindow window;

    @Start
    void start(Stage stage) {
        controller = new FakeController();
        window = new ParleyWindow(
                controller, Profiles.bench("sim:"), List.of("clean"), controller.source(), Runnable::run);
        window.open(stage, 990, 900, Theme.LIGHT);
        window.welcome();
    }

    private static void fire(FxRobot robot, String id) {
        robot.interact(() -> robot.lookup(id).queryAs(Button.class).fire());
    }

    private static boolean isShown(FxRobot robot) {
        return robot.lookup("#tour").query().isVisible();
    }

    @Test
    @DisplayName("connects to the simulator and steps, where it is let")
    void takes(FxRobot robot) {
        fire(robot, "#tour-deed");
        fire(robot, "#tour-next");
        fire(robot, "#tour-deed");
        fire(robot, "#tour-next");
        robot.interact(window::pull);
        fire(robot, "#tour-deed");

        assertThat(controller.calls).contains("connect sim: MESSAGE", "step");
        for (int stop = 2; stop < 8; stop++) {
            assertThat(isShown(robot)).isTrue();
            fire(robot, "#tour-next");
        }
        assertThat(isShown(robot)).isFalse();
    }

    @Test
    @DisplayName("is skipped with Escape, and not shown to the operator again")
    void skipped(FxRobot robot) {
        assertThat(window.layout().toured()).isFalse();

        robot.type(KeyCode.ESCAPE);

        assertThat(isShown(robot)).isFalse();
        Layout left = window.layout();
        assertThat(left.toured()).isTrue();
        robot.interact(() -> {
            window.take(left);
            window.welcome();
        });
        assertThat(isShown(robot)).isFalse();
    }
}
