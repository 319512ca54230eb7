package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.session.ControllerState.Level;
import dev.parley.ui.shared.Theme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The console by keyboard, as one lives in it. */
@DisplayName("In the console")
@ExtendWith(ApplicationExtension.class)
class ConsoleKeysTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private FakeController controller;
    private ParleyWindow window;

    @Start
    void start(Stage stage) {
        controller = new FakeController();
        var _ = controller.connect(Profiles.bench("sim:"), Level.RUN);
        window = window();
        window.open(stage, 990, 900, Theme.LIGHT);
        controller.calls.clear();
    }

    private ParleyWindow window() {
        return new ParleyWindow(
                controller, Profiles.bench("sim:"), List.of("clean"), controller.source(), Runnable::run);
    }

    private static void press(FxRobot robot, KeyCode... keys) {
        for (KeyCode key : keys) {
            robot.press(key);
        }
        for (int i = keys.length - 1; i >= 0; i--) {
            robot.release(keys[i]);
        }
    }

    private static TextInputControl field(FxRobot robot, String id) {
        return robot.lookup(id).queryTextInputControl();
    }

    private static ListView<?> list(FxRobot robot) {
        return robot.lookup("#console-rows").queryListView();
    }

    private static List<String> rows(FxRobot robot) {
        return WindowContract.rows(robot, "#console-rows");
    }

    private static void awaitRows(Supplier<Boolean> are) {
        await().atMost(LIMIT).until(are::get);
    }

    /** Selects the first row that says {@code words}, and gives the list the keys. */
    private static void select(FxRobot robot, String words) {
        robot.interact(() -> {
            ListView<?> list = list(robot);
            for (int i = 0; i < list.getItems().size(); i++) {
                if (list.getItems().get(i).toString().contains(words)) {
                    list.getSelectionModel().clearAndSelect(i);
                    list.scrollTo(i);
                    list.requestFocus();
                    return;
                }
            }
            throw new AssertionError("no row says " + words);
        });
    }

    private static void send(FxRobot robot, String command) {
        press(robot, KeyCode.CONTROL, KeyCode.L);
        robot.interact(() -> field(robot, "#console-command").setText(command));
        robot.type(KeyCode.ENTER);
    }

    @Test
    @DisplayName("what was sent is kept between runs, without what is secret, and recalled with Up and Ctrl+R")
    void history(FxRobot robot) throws Exception {
        Path file = folder.resolve("commands.txt");
        Files.writeString(file, "AT+QENG=\"servingcell\"\nAT+CSQ\n");
        robot.interact(() -> window.commandsKeptIn(file));
        send(robot, "AT+QCSQ");
        send(robot, "AT+CPIN=1234");

        assertThat(Files.readAllLines(file)).containsExactly("AT+QENG=\"servingcell\"", "AT+CSQ", "AT+QCSQ");
        TextInputControl line = field(robot, "#console-command");
        press(robot, KeyCode.UP);
        assertThat(line.getText()).isEqualTo("AT+CPIN=1234");
        press(robot, KeyCode.UP);
        press(robot, KeyCode.UP);
        assertThat(line.getText()).isEqualTo("AT+CSQ");
        robot.interact(line::clear);
        robot.write("CSQ");
        press(robot, KeyCode.CONTROL, KeyCode.R);
        assertThat(line.getText()).isEqualTo("AT+QCSQ");
        press(robot, KeyCode.CONTROL, KeyCode.R);
        assertThat(line.getText()).as("the one before").isEqualTo("AT+CSQ");
    }

    @Test
    @DisplayName("Ctrl+B bookmarks the row, Ctrl+N writes a note to it, F2 goes from one to the next; Ctrl+G is the"
            + " handshake's")
    void notes(FxRobot robot) {
        select(robot, "text=AT+CEREG?");
        press(robot, KeyCode.CONTROL, KeyCode.B);
        assertThat(controller.calls).containsExactly("note ");
        select(robot, "QISEND=0,877");
        press(robot, KeyCode.CONTROL, KeyCode.N);
        robot.write("here it dies").type(KeyCode.ENTER);

        assertThat(controller.calls).containsExactly("note ", "note here it dies");
        awaitRows(() -> rows(robot).stream().anyMatch(row -> row.contains("here it dies")));
        press(robot, KeyCode.F2);
        await().atMost(LIMIT)
                .until(() -> String.valueOf(list(robot).getSelectionModel().getSelectedItem())
                        .contains("AT+CEREG?"));

        press(robot, KeyCode.CONTROL, KeyCode.G);
        assertThat(field(robot, "#byte-number").isFocused()).isTrue();
    }

    @Test
    @DisplayName("rows go to the clipboard as text, as Markdown and as hex")
    void copies(FxRobot robot) {
        select(robot, "QISEND=0,877");
        press(robot, KeyCode.CONTROL, KeyCode.C);
        assertThat(clipboard(robot)).contains("AT+QISEND=0,877", "[877 bytes]", "SEND OK");
        press(robot, KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.C);
        assertThat(clipboard(robot)).startsWith("|").contains("| `AT+QISEND=0,877` |");
        robot.interact(() -> list(robot).getContextMenu().getItems().stream()
                .filter(item ->
                        String.valueOf(item.getText()).toLowerCase(Locale.ROOT).contains("hex"))
                .findFirst()
                .orElseThrow()
                .fire());
        assertThat(clipboard(robot)).contains("> 41542b514953454e44", "\n> 1603030368");
    }

    private static String clipboard(FxRobot robot) {
        String[] text = {""};
        robot.interact(() -> text[0] = Clipboard.getSystemClipboard().getString());
        return text[0];
    }

    @Test
    @DisplayName("the filter takes marks from its menu, who wrote it, and expressions, and goes on while rows come")
    void filters(FxRobot robot) {
        MenuButton menu = robot.lookup("#console-filter-menu").queryAs(MenuButton.class);
        robot.interact(() -> menu.getItems().stream()
                .filter(item -> "by:operator".equals(item.getText()))
                .map(CheckMenuItem.class::cast)
                .findFirst()
                .orElseThrow()
                .fire());
        assertThat(field(robot, "#console-filter").getText()).isEqualTo("by:operator");
        await().atMost(LIMIT).until(() -> list(robot).getItems().isEmpty());
        send(robot, "AT+CSQ");
        await().atMost(LIMIT).until(() -> list(robot).getItems().size() == 1);
        assertThat(list(robot).getItems().getFirst().toString()).contains("AT+CSQ");

        robot.interact(() -> field(robot, "#console-filter").setText("result:urc /\"(recv|closed)\"/"));
        await().atMost(LIMIT)
                .until(() -> list(robot).getItems().size() > 1
                        && rows(robot).stream()
                                .allMatch(row -> row.contains("\"recv\"") || row.contains("\"closed\"")));
        robot.interact(() -> field(robot, "#console-filter").setText("/QI(/"));
        assertThat(field(robot, "#console-filter").getPseudoClassStates())
                .as("a broken expression is marked")
                .anyMatch(state -> state.getPseudoClassName().equals("error"));
    }

    @Test
    @DisplayName("Ctrl+Shift+F finds by expression and F3 goes on, hiding nothing")
    void finds(FxRobot robot) {
        press(robot, KeyCode.CONTROL, KeyCode.L);
        int all = list(robot).getItems().size();
        press(robot, KeyCode.F3);
        robot.interact(() -> field(robot, "#console-find").setText("/QISEND=0,\\d{3}/"));
        press(robot, KeyCode.ENTER);
        String first = String.valueOf(list(robot).getSelectionModel().getSelectedItem());
        press(robot, KeyCode.F3);
        String second = String.valueOf(list(robot).getSelectionModel().getSelectedItem());

        assertThat(first).contains("AT+QISEND=0,142");
        assertThat(second).contains("AT+QISEND=0,877");
        assertThat(list(robot).getItems()).hasSize(all);
    }

    @Test
    @DisplayName("a row opens with Right to its lines, its payload folded to what it is, and that to its bytes")
    void opens(FxRobot robot) {
        select(robot, "QISEND=0,877");
        press(robot, KeyCode.RIGHT);
        awaitRows(() -> rows(robot).stream().anyMatch(row -> row.contains("877 bytes: TLS Certificate, client")));
        int lines = list(robot).getItems().size();
        robot.interact(() -> {
            int at = list(robot).getSelectionModel().getSelectedIndex();
            for (int i = at; i < at + 6; i++) {
                if (list(robot).getItems().get(i).toString().contains("folds=true")) {
                    list(robot).getSelectionModel().clearAndSelect(i);
                }
            }
        });
        press(robot, KeyCode.RIGHT);
        await().atMost(LIMIT).until(() -> list(robot).getItems().size() > lines + 20);
        awaitRows(() -> rows(robot).stream().anyMatch(row -> row.contains("16 03 03 03 68")));
    }

    @Test
    @DisplayName("bytes are shown as text, as hex, or mixed with every control character visible")
    void views(FxRobot robot) {
        select(robot, "text=AT+CSQ,");
        press(robot, KeyCode.RIGHT);
        view(robot, "Mixed");
        awaitRows(() -> texts(robot).stream().anyMatch(text -> text.contains("AT+CSQ‹CR›")));
        view(robot, "Hex");
        awaitRows(() -> texts(robot).stream().anyMatch(text -> text.contains("41 54 2b 43 53 51 0d")));
        view(robot, "Text");
        awaitRows(() -> texts(robot).stream().noneMatch(text -> text.contains("41 54 2b")));
    }

    @Test
    @DisplayName("times are told since the start, by the clock, or since the row before")
    void times(FxRobot robot) {
        robot.interact(() -> list(robot).scrollTo(0));
        view(robot, "Time: clock");
        awaitRows(() -> texts(robot).stream().anyMatch(text -> text.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}")));
        view(robot, "Time: delta");
        awaitRows(() -> texts(robot).stream().anyMatch(text -> text.matches("\\+[\\d.]+ m?s")));
    }

    private static void view(FxRobot robot, String title) {
        MenuButton menu = robot.lookup("#console-view").queryAs(MenuButton.class);
        robot.interact(() -> menu.getItems().stream()
                .filter(RadioMenuItem.class::isInstance)
                .filter(item -> item.getText().toLowerCase(Locale.ROOT).startsWith(title.toLowerCase(Locale.ROOT)))
                .map(RadioMenuItem.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        menu.getItems().stream().map(it -> it.getText()).toList()))
                .fire());
    }

    /** Every text in sight in the rows. */
    private static List<String> texts(FxRobot robot) {
        String[][] texts = {{}};
        robot.interact(() -> texts[0] = list(robot).lookupAll(".label").stream()
                .filter(Node::isVisible)
                .map(node -> String.valueOf(((Label) node).getText()))
                .toArray(String[]::new));
        return List.of(texts[0]);
    }

    @Test
    @DisplayName("completion offers commands with what they are, Tab takes one, and its parameters are hinted")
    void completes(FxRobot robot) {
        press(robot, KeyCode.CONTROL, KeyCode.L);
        robot.write("AT+QIOP");
        Node candidates = robot.lookup("#console-completion").query();
        await().atMost(LIMIT).until(candidates::isVisible);
        press(robot, KeyCode.TAB);
        assertThat(field(robot, "#console-command").getText()).startsWith("AT+QIOPEN");
        robot.interact(() -> {
            field(robot, "#console-command").setText("AT+QIOPEN=1,");
            field(robot, "#console-command").end();
        });
        await().atMost(LIMIT)
                .until(() -> robot.lookup(".completion-hint")
                        .queryAs(Label.class)
                        .getText()
                        .contains("connectID"));
    }

    @Test
    @DisplayName("what cannot work is cautioned of before it is sent; Enter once more sends it all the same")
    void cautions(FxRobot robot) {
        send(robot, "AT+QISEND=0,2000");
        Label caution = robot.lookup("#console-caution").queryAs(Label.class);
        assertThat(caution.isVisible()).isTrue();
        assertThat(caution.getText()).contains("1460");
        assertThat(controller.calls).isEmpty();

        robot.type(KeyCode.ENTER);
        assertThat(controller.calls).containsExactly("command AT+QISEND=0,2000");
        assertThat(caution.isVisible()).isFalse();
    }

    @Test
    @DisplayName("F1 explains the selected command and its answer field by field")
    void explains(FxRobot robot) {
        select(robot, "text=AT+CEREG?");
        press(robot, KeyCode.F1);
        await().atMost(LIMIT)
                .until(() -> robot.lookup(".explanation-name").queryAllAs(Label.class).stream()
                        .anyMatch(name -> name.getText().startsWith("stat = ")));
        assertThat(robot.lookup(".explanation-value").queryAllAs(Label.class))
                .anyMatch(value -> value.getText().contains("registered"));
    }

    @Test
    @DisplayName("a row says in words what it is about, with the pointer over it")
    void explainsOnHover(FxRobot robot) {
        select(robot, "text=AT+CEREG?");
        Node row = list(robot).lookupAll(".list-cell").stream()
                .filter(cell -> String.valueOf(cell.getAccessibleText()).contains("AT+CEREG?"))
                .findFirst()
                .orElseThrow();
        robot.moveTo(row);

        await().atMost(LIMIT)
                .until(() -> tip(robot), tip -> tip.startsWith("AT+CEREG?\n") && tip.contains("registered"));
    }

    /** What the tooltip in sight says. */
    private static String tip(FxRobot robot) {
        String[] text = {""};
        robot.interact(() -> text[0] = Window.getWindows().stream()
                .filter(Tooltip.class::isInstance)
                .map(tip -> ((Tooltip) tip).getText())
                .findFirst()
                .orElse(""));
        return text[0];
    }
}
