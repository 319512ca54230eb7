package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.journal.Direction;
import dev.parley.session.ControllerState.Level;
import dev.parley.tls.client.Breakpoint;
import dev.parley.ui.shared.Focus;
import dev.parley.ui.shared.Theme;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@DisplayName("The handshake debugger")
@ExtendWith(ApplicationExtension.class)
class DebuggerTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Breakpoint CERTIFICATE = new Breakpoint.BeforeMessage(Direction.TX, "Certificate");

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

    private Node cell(FxRobot robot, String words) {
        return robot.lookup("#handshake-states").query().lookupAll(".list-cell").stream()
                .filter(node -> node instanceof ListCell<?> cell && !cell.isEmpty())
                .filter(node -> String.valueOf(node.getAccessibleText()).contains(words))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitReadOut(FxRobot robot, String text) {
        await(text).atMost(LIMIT).until(() -> WindowContract.readOut(robot).startsWith(text));
    }

    @Test
    @DisplayName("sets a breakpoint by a click into the margin of a state, and takes it away by another")
    void margin(FxRobot robot) {
        Node margin = cell(robot, "CLIENT_CERTIFICATE").lookup(".breakpoint-margin");

        robot.clickOn(margin);
        assertThat(window.breakpoints().active()).containsExactly(CERTIFICATE);
        assertThat(controller.breakpoints).isEqualTo(Set.of(CERTIFICATE));
        assertThat(cell(robot, "CLIENT_CERTIFICATE").getAccessibleText()).endsWith(", breakpoint");

        robot.clickOn(margin);
        assertThat(controller.breakpoints).isEmpty();
    }

    @Test
    @DisplayName("sets a breakpoint on the selected state with F9")
    void byKey(FxRobot robot) {
        ListView<?> states = robot.lookup("#handshake-states").queryListView();
        robot.interact(() -> {
            states.requestFocus();
            states.getSelectionModel().select(7);
        });

        press(robot, KeyCode.F9);

        assertThat(window.breakpoints().active()).containsExactly(CERTIFICATE);
    }

    @Test
    @DisplayName("sets a breakpoint with F9 on a state that is ahead: it stays chosen although nothing crossed in it")
    void byKeyAhead(FxRobot robot) {
        ListView<?> states = robot.lookup("#handshake-states").queryListView();
        Node ahead = cell(robot, "CLIENT_KEY_EXCHANGE");
        robot.clickOn(ahead);
        robot.interact(() -> window.breakpoints().toggle(CERTIFICATE));

        press(robot, KeyCode.F9);

        assertThat(states.getSelectionModel().getSelectedItem()).isNotNull();
        assertThat(window.breakpoints().active())
                .containsExactlyInAnyOrder(
                        CERTIFICATE, new Breakpoint.BeforeMessage(Direction.TX, "ClientKeyExchange"));
    }

    @Test
    @DisplayName("walks through what was recorded with F10 as through a live handshake, and F5 comes back to the end")
    void walks(FxRobot robot) {
        press(robot, KeyCode.F10);
        awaitReadOut(robot, "1 CLIENT_HELLO");
        press(robot, KeyCode.F10);
        awaitReadOut(robot, "2 SERVER_HELLO");
        press(robot, KeyCode.ALT, KeyCode.LEFT);
        awaitReadOut(robot, "1 CLIENT_HELLO");
        assertThat(window.selection().get().focus()).contains(new Focus.OnMessage(0, 0));
        assertThat(WindowContract.linked(robot, "#console-rows")).anyMatch(row -> row.contains("ClientHello"));

        press(robot, KeyCode.F5);
        awaitReadOut(robot, "7 CLIENT_CERTIFICATE");
        assertThat(controller.calls).as("nothing is driven by looking back").isEmpty();
    }

    @Test
    @DisplayName("steps into the AT exchanges with F11")
    void exchanges(FxRobot robot) {
        press(robot, KeyCode.F11);

        await().atMost(LIMIT).until(() -> window.selection().get().focus().orElse(null) instanceof Focus.OnExchange);
        assertThat(window.cursor().get()).isPresent();
    }

    @Test
    @DisplayName("finds the field a byte falls into: the message is selected and the byte is open in the inspector")
    void byteN(FxRobot robot) {
        robot.clickOn("#byte-number").write("1019").type(KeyCode.ENTER);

        assertThat(robot.lookup("#byte-answer").queryAs(Label.class).getText())
                .startsWith("byte 1019 sent = last byte of the client's Certificate");
        assertThat(window.selection().get().byteAt()).hasValue(876);
        TreeView<?> fields = robot.lookup("#inspector-fields").queryAs(TreeView.class);
        await().atMost(LIMIT)
                .until(() -> String.valueOf(fields.getSelectionModel().getSelectedItem())
                        .contains("signatureValue"));
    }

    @Test
    @DisplayName("opens the field of a byte that is gone to with the arrow keys")
    void bytesToFields(FxRobot robot) {
        robot.clickOn("#byte-number").write("143").type(KeyCode.ENTER);
        TreeView<?> fields = robot.lookup("#inspector-fields").queryAs(TreeView.class);
        await().atMost(LIMIT)
                .until(() -> String.valueOf(fields.getSelectionModel().getSelectedItem())
                        .contains("content_type"));
        robot.interact(() ->
                robot.lookup("#inspector-bytes .list-view").queryListView().requestFocus());

        press(robot, KeyCode.RIGHT);

        await().atMost(LIMIT)
                .until(() -> String.valueOf(fields.getSelectionModel().getSelectedItem())
                        .contains("version"));
    }

    @Test
    @DisplayName("lights up the bytes of the field that is chosen in the inspector")
    void fieldsToBytes(FxRobot robot) {
        robot.clickOn("#byte-number").write("143").type(KeyCode.ENTER);
        TreeView<?> fields = robot.lookup("#inspector-fields").queryAs(TreeView.class);
        await().atMost(LIMIT)
                .until(() -> String.valueOf(fields.getSelectionModel().getSelectedItem())
                        .contains("content_type"));

        robot.interact(fields::requestFocus);
        press(robot, KeyCode.DOWN);
        await("legacy_record_version or version: two bytes").atMost(LIMIT).until(() -> marked(robot), "03 03"::equals);
        press(robot, KeyCode.DOWN);
        await("length").atMost(LIMIT).until(() -> marked(robot), "03 68"::equals);
    }

    /** The bytes that are lit in the inspector, in hex. */
    private static String marked(FxRobot robot) {
        String[] text = {""};
        robot.interact(() -> text[0] = robot.lookup("#inspector-bytes .hex-marked").queryAllAs(Label.class).stream()
                .filter(piece -> piece.isVisible() && piece.getStyleClass().contains("hex"))
                .map(Label::getText)
                .reduce("", String::concat)
                .strip());
        return text[0];
    }

    @Test
    @DisplayName("tells the states in the line of mbedTLS that is chosen")
    void lines(FxRobot robot) {
        assertThat(WindowContract.rows(robot, "#handshake-states"))
                .anyMatch(row -> row.contains("state 17 SERVER_NEW_SESSION_TICKET"));

        robot.interact(() -> robot.lookup("#mbedtls-line")
                .queryAs(javafx.scene.control.ChoiceBox.class)
                .getSelectionModel()
                .selectLast());

        await().atMost(LIMIT)
                .until(() -> WindowContract.rows(robot, "#handshake-states").stream()
                        .anyMatch(row -> row.contains("state 16 NEW_SESSION_TICKET")));
    }

    @Test
    @DisplayName("opens its drawer by key and shuts it with Escape")
    void drawer(FxRobot robot) {
        Node drawer = robot.lookup("#tool-drawer").query();

        press(robot, KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.E);
        assertThat(drawer.isVisible()).isTrue();
        robot.interact(() -> robot.lookup("#try-one-send")
                .queryAs(javafx.scene.control.CheckBox.class)
                .setSelected(true));
        robot.interact(() -> robot.lookup("#experiment-run")
                .queryAs(javafx.scene.control.Button.class)
                .fire());
        assertThat(controller
                        .profiles
                        .getLast()
                        .tls()
                        .orElseThrow()
                        .experiments()
                        .oneSend())
                .isTrue();

        robot.type(KeyCode.ESCAPE);
        assertThat(drawer.isVisible()).isFalse();
    }
}
