package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.session.ControllerState.Level;
import dev.parley.ui.shared.Theme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@DisplayName("Recorded sessions in the desktop")
@ExtendWith(ApplicationExtension.class)
class RecordedSessionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private FakeController controller;
    private ParleyWindow window;

    @Start
    void start(Stage stage) {
        controller = new FakeController();
        window = new ParleyWindow(
                controller, Profiles.bench("sim:"), List.of("clean"), controller.source(), Runnable::run);
        window.open(stage, 990, 900, Theme.LIGHT);
    }

    private Path refused() throws IOException {
        FakeController other = new FakeController();
        var _ = other.connect(Profiles.bench("sim:field-report"), Level.RUN);
        return other.writeSession(folder.resolve("refused.parley"));
    }

    private void open(FxRobot robot, Path file) {
        robot.interact(() -> window.openSession(file));
    }

    private static boolean isShown(FxRobot robot, String id) {
        Node node = robot.lookup(id).query();
        return node.isVisible() && node.isManaged();
    }

    private static void connect(FxRobot robot) {
        robot.press(KeyCode.CONTROL).press(KeyCode.ENTER).release(KeyCode.ENTER).release(KeyCode.CONTROL);
    }

    @Test
    @DisplayName("show what happened as if it had just happened here, and are marked")
    void opened(FxRobot robot) throws IOException {
        open(robot, refused());

        await().atMost(LIMIT).until(() -> isShown(robot, "#replay"));
        assertThat(WindowContract.readOut(robot)).startsWith("7 CLIENT_CERTIFICATE");
        assertThat(robot.lookup("#doctor-title").queryAs(Label.class).getText()).contains("certificate_unknown (46)");
        assertThat(robot.lookup("#console-command").query().isDisabled())
                .as("nothing can be sent to a recording")
                .isTrue();
        assertThat(controller.calls).isEmpty();
    }

    @Test
    @DisplayName("are opened when they are dropped onto the window; a snippet goes to the snippets")
    void dropped(FxRobot robot) throws IOException {
        Path session = refused();
        Path commands = Files.writeString(folder.resolve("commands.txt"), "AT+CSQ\n");
        boolean[] taken = new boolean[3];
        robot.interact(() -> taken[0] = window.drop(List.of()));
        robot.interact(() -> taken[1] = window.drop(List.of(commands.toFile())));
        assertThat(robot.lookup("#tool-drawer").query().isVisible()).isTrue();
        assertThat(isShown(robot, "#replay")).isFalse();
        robot.interact(() -> taken[2] = window.drop(List.of(session.toFile())));

        await().atMost(LIMIT).until(() -> isShown(robot, "#replay"));
        assertThat(taken).containsExactly(false, true, true);
    }

    @Test
    @DisplayName(
            "of another program's log say first what was made of it, also when it is dropped as a .txt: its commands"
                    + " are not made a snippet")
    void droppedLog(FxRobot robot) throws IOException {
        Path log = Files.writeString(
                folder.resolve("log.txt"), "TX: AT+QISEND=0,877\nRX: >\nRX: SEND OK\nprinter on fire\n");

        robot.interact(() -> window.drop(List.of(log.toFile())));

        await().atMost(LIMIT).until(() -> isShown(robot, "#import-pane"));
        assertThat(robot.lookup("#tool-drawer").query().isVisible()).isFalse();
        assertThat(words(robot))
                .anyMatch(text -> text.contains("Imported as log with direction marks: 4 lines, 3 pieces of traffic"))
                .anyMatch(text -> text.contains("The log has no times"))
                .anyMatch(text -> text.contains("877 bytes of payload of AT+QISEND=0,877"))
                .anyMatch(text -> text.contains("printer on fire"));

        robot.interact(() -> robot.lookup("#import-open").queryAs(Button.class).fire());
        await().atMost(LIMIT).until(() -> isShown(robot, "#replay"));
        assertThat(isShown(robot, "#import-pane")).isFalse();
    }

    private static List<String> words(FxRobot robot) {
        return robot.lookup((Node node) -> node instanceof Label).queryAllAs(Label.class).stream()
                .map(label -> String.valueOf(label.getText()))
                .toList();
    }

    @Test
    @DisplayName(
            "are pasted with Ctrl+Shift+V; which format it is and who the host is can be chosen, and nothing is opened"
                    + " that has nothing in it")
    void pasted(FxRobot robot) {
        robot.interact(() -> {
            ClipboardContent content = new ClipboardContent();
            content.putString("41 54 2b 43 53 51 0d\n");
            Clipboard.getSystemClipboard().setContent(content);
        });
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.V).release(KeyCode.V, KeyCode.SHIFT, KeyCode.CONTROL);

        await().atMost(LIMIT).until(() -> isShown(robot, "#import-pane"));
        assertThat(words(robot)).contains("host →", "AT+CSQ<CR>");
        robot.interact(
                () -> robot.lookup("#import-swap").queryAs(CheckBox.class).fire());
        await().atMost(LIMIT).until(() -> words(robot).contains("modem ←"));

        robot.interact(() -> {
            @SuppressWarnings("unchecked") // it holds the formats' names
            ComboBox<String> format = robot.lookup("#import-format").queryAs(ComboBox.class);
            format.setValue("Docklight");
        });
        await().atMost(LIMIT).until(() -> robot.lookup("#import-open").query().isDisabled());
        assertThat(words(robot)).anyMatch(text -> text.startsWith("Read like this, no AT traffic"));

        robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        await().atMost(LIMIT).until(() -> !isShown(robot, "#import-pane"));
        assertThat(isShown(robot, "#replay")).isFalse();
    }

    @Test
    @DisplayName("that a crash cut off are offered, and opened when the offer is taken")
    void cutOff(FxRobot robot) throws IOException {
        Path file = refused();
        robot.interact(() -> window.offerUnfinished(file));
        await().atMost(LIMIT).until(() -> words(robot).stream().anyMatch(text -> text.contains("Parley ended before")));

        robot.interact(() -> robot.lookup(
                        (Node node) -> node instanceof Button button && "Open it".equals(button.getText()))
                .queryAs(Button.class)
                .fire());

        await().atMost(LIMIT).until(() -> isShown(robot, "#replay"));
    }

    @Test
    @DisplayName("are asked for with Ctrl+O, and without a file chooser the window says how else")
    void byKey(FxRobot robot) {
        robot.press(KeyCode.CONTROL).press(KeyCode.O).release(KeyCode.O).release(KeyCode.CONTROL);

        await().atMost(LIMIT)
                .until(() -> robot.lookup((Node node) -> node instanceof Label label
                                && String.valueOf(label.getText()).startsWith("This display has no file chooser; drop"))
                        .tryQuery()
                        .isPresent());
    }

    @Test
    @DisplayName("give way to the live session when Connect is pressed")
    void backToLive(FxRobot robot) throws IOException {
        open(robot, refused());
        await().atMost(LIMIT).until(() -> isShown(robot, "#replay"));

        connect(robot);

        await().atMost(LIMIT).until(() -> WindowContract.readOut(robot).equals("READY"));
        assertThat(isShown(robot, "#replay")).isFalse();
    }

    @Test
    @DisplayName("do not end a connection that is up: its picture comes back")
    void keepTheConnection(FxRobot robot) throws IOException {
        connect(robot);
        await().atMost(LIMIT).until(() -> WindowContract.readOut(robot).equals("READY"));
        open(robot, refused());
        await().atMost(LIMIT).until(() -> isShown(robot, "#replay"));
        controller.calls.clear();

        robot.interact(() -> robot.lookup("#replay")
                .queryAs(javafx.scene.control.Button.class)
                .fire());

        await().atMost(LIMIT).until(() -> WindowContract.readOut(robot).equals("READY"));
        assertThat(controller.calls).isEmpty();
    }

    @Test
    @DisplayName("that are none are refused in one sentence, and what was shown stays")
    void refusedInOneSentence(FxRobot robot) throws IOException {
        Path file = Files.writeString(folder.resolve("letter.parley"), "Dear sir or madam\n");

        open(robot, file);

        await().atMost(LIMIT)
                .until(() -> robot.lookup((Node node) -> node instanceof Label label
                                && String.valueOf(label.getText()).contains("letter.parley cannot be opened"))
                        .tryQuery()
                        .isPresent());
        assertThat(isShown(robot, "#replay")).isFalse();
        assertThat(WindowContract.readOut(robot)).isEqualTo("IDLE");
    }

    @Test
    @DisplayName("kept last are offered, the newest first, and nothing else that lies there")
    void newestFirst() throws IOException {
        for (int i = 0; i < 15; i++) {
            Path file = Files.createFile(folder.resolve("session-" + i + ".parley"));
            Files.setLastModifiedTime(
                    file, FileTime.from(Instant.parse("2026-03-01T09:30:00Z").plusSeconds(i)));
        }
        Files.createFile(folder.resolve("notes.txt"));

        assertThat(RecordedSessions.newest(folder))
                .hasSize(12)
                .startsWith(folder.resolve("session-14.parley"), folder.resolve("session-13.parley"));
        assertThat(RecordedSessions.newest(folder.resolve("nowhere"))).isEmpty();
    }
}
