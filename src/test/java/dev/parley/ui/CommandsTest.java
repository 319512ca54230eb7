package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ui.palette.Command;
import dev.parley.ui.shared.Theme;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Everything by keyboard: the palette of commands. */
@DisplayName("The command palette")
@ExtendWith(ApplicationExtension.class)
class CommandsTest {
    private FakeController controller;
    private ParleyWindow window;

    @Start
    void start(Stage stage) {
        controller = new FakeController();
        window = new ParleyWindow(
                controller, Profiles.bench("sim:"), List.of("clean"), controller.source(), Runnable::run);
        window.open(stage, 990, 900, Theme.LIGHT);
    }

    private static void open(FxRobot robot) {
        robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
    }

    private static ListView<Command> found(FxRobot robot) {
        return robot.lookup("#commands-found").queryListView();
    }

    @Test
    @DisplayName("opens with Ctrl+K, finds by typing, and does with Enter what the arrow keys chose")
    void does(FxRobot robot) {
        open(robot);
        robot.write("wait at each");
        assertThat(found(robot).getItems())
                .extracting(Command::name)
                .containsExactly(
                        "Wait at each flight",
                        "Wait at each message",
                        "Wait at each record",
                        "Wait at each AT exchange");

        robot.type(KeyCode.DOWN).type(KeyCode.ENTER);

        assertThat(controller.calls).contains("level MESSAGE");
        assertThat(robot.lookup("#command-palette").query().isVisible()).isFalse();
    }

    @Test
    @DisplayName("offers first what was used last")
    void remembers(FxRobot robot) {
        open(robot);
        robot.write("put everything back").type(KeyCode.ENTER);

        open(robot);

        assertThat(found(robot).getItems().getFirst().name()).isEqualTo("Put everything back");
    }

    @Test
    @DisplayName("goes with Escape and gives the focus back")
    void escapes(FxRobot robot) {
        robot.press(KeyCode.CONTROL).type(KeyCode.L).release(KeyCode.CONTROL);
        Node before = robot.lookup("#console-command").query().getScene().getFocusOwner();
        open(robot);

        robot.type(KeyCode.ESCAPE);

        assertThat(robot.lookup("#command-palette").query().isVisible()).isFalse();
        assertThat(before.isFocused()).isTrue();
    }

    @Test
    @DisplayName("knows every command by one title, and no key twice")
    void once() {
        List<Command> commands = window.commands();
        Map<String, Long> titles =
                commands.stream().collect(Collectors.groupingBy(Command::title, Collectors.counting()));
        Map<String, Long> keys = commands.stream()
                .map(Command::keys)
                .filter(it -> !it.isEmpty())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(titles)
                .allSatisfy((title, count) -> assertThat(count).as(title).isEqualTo(1));
        assertThat(keys).allSatisfy((key, count) -> assertThat(count).as(key).isEqualTo(1));
        assertThat(titles).containsKeys("Byte flow: Session", "MQTT: Topics", "Console: Follow");
    }
}
