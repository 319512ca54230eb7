package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.session.ControllerState.Level;
import dev.parley.session.snippet.Snippet;
import dev.parley.session.snippet.SnippetFile;
import dev.parley.session.snippet.SnippetRun;
import dev.parley.ui.shared.Theme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@DisplayName("Snippets in the window")
@ExtendWith(ApplicationExtension.class)
class SnippetsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private FakeController controller;
    private ParleyWindow window;

    @Start
    void start(Stage stage) {
        controller = new FakeController();
        controller.held = true;
        var _ = controller.connect(Profiles.bench("sim:"), Level.RUN);
        window = new ParleyWindow(
                controller, Profiles.bench("sim:"), List.of("clean"), controller.source(), Runnable::run);
        window.open(stage, 990, 900, Theme.LIGHT);
        controller.calls.clear();
    }

    private static void press(FxRobot robot, KeyCode... keys) {
        for (KeyCode key : keys) {
            robot.press(key);
        }
        for (int i = keys.length - 1; i >= 0; i--) {
            robot.release(keys[i]);
        }
    }

    private static void choose(FxRobot robot, String name) {
        ListView<?> list = robot.lookup("#snippets").queryListView();
        await().atMost(LIMIT).until(() -> !list.getItems().isEmpty());
        robot.interact(() -> {
            for (int i = 0; i < list.getItems().size(); i++) {
                if (list.getItems().get(i).toString().contains("name=" + name + ",")) {
                    list.getSelectionModel().select(i);
                    return;
                }
            }
            throw new AssertionError("no snippet is called " + name);
        });
    }

    private static void fire(FxRobot robot, String id) {
        robot.interact(() -> robot.lookup(id).queryAs(Button.class).fire());
    }

    private static String text(FxRobot robot, String id) {
        return robot.lookup(id).queryAs(Label.class).getText();
    }

    private static void awaitText(FxRobot robot, String id, String words) {
        await(words).atMost(LIMIT).until(() -> text(robot, id).contains(words));
    }

    private static List<String> steps(FxRobot robot) {
        return WindowContract.rows(robot, "#snippet-steps");
    }

    private static SnippetRun.StepResult result(int step, String line, SnippetRun.Verdict verdict, String words) {
        return new SnippetRun.StepResult(
                1, step, 0, 1, line, line, List.of("Quectel", "OK"), verdict, words, 12_000_000);
    }

    @Test
    @DisplayName("are opened by key, filled in and run; each step tells what became of it")
    void runs(FxRobot robot) {
        press(robot, KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.S);
        choose(robot, "ping");
        robot.interact(() ->
                robot.lookup("#snippet-variable-host").queryTextInputControl().setText("10.0.0.1"));
        robot.interact(
                () -> robot.lookup("#snippet-repeat").queryTextInputControl().setText("3"));
        fire(robot, "#snippet-run");

        assertThat(controller.calls).containsExactly("run ping {host=10.0.0.1}");
        assertThat(controller.ran.getFirst().repeat()).isEqualTo(3);
        controller.runObserver.begins(1, 1, "first", "AT");
        awaitText(robot, "#snippet-outcome", "round 1 of 3, step 1 of");
        assertThat(steps(robot).getFirst()).contains(", runs,");
        controller.runObserver.ended(result(1, "AT", SnippetRun.Verdict.PASSED, ""));
        await().atMost(LIMIT).until(() -> steps(robot).getFirst().contains(", passed, Quectel"));

        controller.outcome.complete(
                new SnippetRun.Outcome(SnippetRun.Verdict.PASSED, List.of(), Map.of(), "all steps passed", 1));
        awaitText(robot, "#snippet-outcome", "All steps passed.");
    }

    @Test
    @DisplayName("say in place which variable is missing, and send nothing")
    void missing(FxRobot robot) {
        press(robot, KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.S);
        choose(robot, "pdp-up");
        fire(robot, "#snippet-run");

        assertThat(text(robot, "#snippet-outcome")).startsWith("Fill in apn");
        assertThat(controller.calls).isEmpty();
    }

    @Test
    @DisplayName("are stopped before their next step, and what the modem refuses is said in place")
    void stops(FxRobot robot) {
        press(robot, KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.S);
        choose(robot, "identify-modem");
        fire(robot, "#snippet-run");
        controller.runObserver.begins(1, 1, "ATI", "ATI");
        await().atMost(LIMIT).until(() -> steps(robot).getFirst().contains(", runs,"));
        fire(robot, "#snippet-stop");

        assertThat(controller.outcome).isCancelled();
        awaitText(robot, "#snippet-outcome", "The run was stopped.");
        assertThat(steps(robot).getFirst()).contains("broken off");

        fire(robot, "#snippet-run");
        controller.outcome.completeExceptionally(new IllegalStateException("no modem is attached; press Connect"));
        awaitText(robot, "#snippet-outcome", "No modem is attached; press Connect.");
    }

    @Test
    @DisplayName("are made of the selected console rows, named, saved, and found again")
    void madeOfRows(FxRobot robot) throws Exception {
        robot.interact(() -> window.snippetsKeptIn(folder));
        ListView<?> rows = robot.lookup("#console-rows").queryListView();
        robot.interact(() -> {
            rows.getSelectionModel().clearSelection();
            for (int i = 0; i < rows.getItems().size(); i++) {
                String row = rows.getItems().get(i).toString();
                if (row.contains("text=AT+CSQ,") || row.contains("text=AT+CEREG?") || row.contains("QIURC")) {
                    rows.getSelectionModel().select(i);
                }
            }
        });
        robot.interact(() -> rows.getContextMenu().getItems().stream()
                .filter(item -> "Make a snippet of these commands".equals(item.getText()))
                .findFirst()
                .orElseThrow()
                .fire());
        await().atMost(LIMIT).until(() -> !steps(robot).isEmpty());
        assertThat(steps(robot)).allMatch(step -> step.startsWith("AT+"));
        robot.interact(
                () -> robot.lookup("#snippet-name").queryTextInputControl().setText("my-signal"));
        robot.interact(() -> window.snippets().save(folder.resolve("my-signal")));

        Snippet kept = SnippetFile.read(folder.resolve("my-signal.json"));
        assertThat(kept.name()).isEqualTo("my-signal");
        assertThat(kept.steps())
                .extracting(Snippet.Step::send)
                .contains("AT+CEREG?")
                .noneMatch(it -> it.contains("QIURC"));
        choose(robot, "my-signal");
    }

    @Test
    @DisplayName("run the ticked ones among the commands of a text file")
    void ofATextFile(FxRobot robot) throws Exception {
        Path file = Files.writeString(
                folder.resolve("notes.txt"), "# from the forum\nAT+CSQ\nOK\nAT+CFUN=1,1\nAT+CEREG?\n");
        robot.interact(() -> window.showTool(ToolDrawer.Page.SNIPPETS));
        robot.interact(() -> window.snippets().open(file));
        await().atMost(LIMIT).until(() -> steps(robot).size() == 3);
        robot.interact(() -> robot.lookup("#snippet-steps").query().lookupAll(".check-box").stream()
                .map(CheckBox.class::cast)
                .filter(box -> String.valueOf(box.getAccessibleText()).contains("CFUN"))
                .forEach(box -> box.setSelected(false)));
        fire(robot, "#snippet-run");

        assertThat(controller.ran.getFirst().steps())
                .extracting(Snippet.Step::send)
                .containsExactly("AT+CSQ", "AT+CEREG?");
        assertThat(steps(robot).get(1)).contains("left out");
        controller.runObserver.ended(result(2, "AT+CEREG?", SnippetRun.Verdict.FAILED, "it said ERROR"));
        await("the second that runs is the third line")
                .atMost(LIMIT)
                .until(() -> steps(robot).get(2).contains("failed, it said ERROR"));
    }

    @Test
    @DisplayName("that cannot be read are refused with file, line and reason, in place")
    void unreadable(FxRobot robot) throws Exception {
        Path file = Files.writeString(
                folder.resolve("mine.json"), "{\"name\": \"mine\",\n \"steps\": [{\"sned\": \"AT\"}]}");
        robot.interact(() -> window.showTool(ToolDrawer.Page.SNIPPETS));
        robot.interact(() -> window.snippets().open(file));

        awaitText(robot, "#snippet-problem", "mine.json:2:");
    }
}
