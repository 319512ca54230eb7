package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.ui.shared.PanelFrame;
import dev.parley.ui.shared.Theme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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

/** F1 opens the window's page at the panel that has the focus: the page must have a section about each. */
@DisplayName("The help about the window")
@ExtendWith(ApplicationExtension.class)
class HelpSectionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Path PAGE = Path.of("docs", "window.md");

    private ParleyWindow window;

    @Start
    void start(Stage stage) {
        FakeController controller = new FakeController();
        window = new ParleyWindow(
                controller, Profiles.bench("sim:"), List.of("clean"), controller.source(), Runnable::run);
        window.open(stage, 990, 800, Theme.LIGHT);
    }

    @Test
    @DisplayName("opens with F1 while a command is typed, at the console's section, and again at the same place")
    void opensAtThePanel(FxRobot robot) {
        robot.clickOn("#console-command").write("AT+CS");
        robot.type(KeyCode.F1);

        await().atMost(LIMIT).until(() -> headingInSight(robot, "Console"));
        assertThat(robot.lookup("#console-completion").query().isVisible())
                .as("the list goes with the focus")
                .isFalse();

        robot.type(KeyCode.ESCAPE);
        assertThat(robot.lookup("#help").query().isVisible()).isFalse();
        robot.type(KeyCode.F1);
        await().atMost(LIMIT).until(() -> headingInSight(robot, "Console"));
    }

    /** True where the section's heading stands at the top of what is seen of the page. */
    private static boolean headingInSight(FxRobot robot, String title) {
        Node text = robot.lookup("#help-text").query();
        double top = text.localToScene(text.getBoundsInLocal()).getMinY();
        return robot.lookup(".help-heading-2").queryAll().stream()
                .filter(node -> node instanceof Label label && label.getText().equals(title))
                .anyMatch(node ->
                        Math.abs(node.localToScene(node.getBoundsInLocal()).getMinY() - top) < 20);
    }

    @Test
    @DisplayName("has a section about every panel, every tool and the findings, and about nothing else")
    void sections() throws IOException {
        List<String> panels = window.arrangement().frames().values().stream()
                .map(PanelFrame::title)
                .toList();
        List<String> tools =
                Stream.of(ToolDrawer.Page.values()).map(ToolDrawer.Page::title).toList();

        assertThat(Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("## "))
                        .map(line -> line.substring(3).toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(Stream.of(panels, tools, List.of("Findings"))
                        .flatMap(List::stream)
                        .map(title -> title.toLowerCase(Locale.ROOT))
                        .toList());
    }
}
