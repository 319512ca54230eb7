package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.SessionController;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Source;
import dev.parley.ui.shared.Theme;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** What the window does whatever controller drives the session. Subclasses name the controller. */
@ExtendWith(ApplicationExtension.class)
abstract class WindowContract {
    static final Duration LIMIT = Duration.ofSeconds(20);

    /**
     * A controller to drive, in the state in which the desktop starts.
     *
     * @param source where the window's picture comes from
     * @param profile of a session that succeeds, with MQTT
     */
    record Subject(SessionController controller, Source source, ConnectionProfile profile) {}

    private Subject subject;
    private ParleyWindow window;

    /** Makes the controller of one test; {@link #tearDown} closes it. */
    abstract Subject subject() throws Exception;

    /** Opens the window on the subject; to be called by a subclass's own start method. */
    final void open(Stage stage) throws Exception {
        subject = subject();
        window = new ParleyWindow(
                subject.controller(), subject.profile(), List.of("field-report"), subject.source(), Runnable::run);
        window.open(stage, 990, 900, Theme.LIGHT);
    }

    @AfterEach
    void tearDown() {
        subject.controller().close();
    }

    @Test
    @DisplayName("connect, step twice, continue, subscribe, publish, and see the echo")
    @SuppressWarnings("EnumOrdinal") // the levels stand in their order in the choice box
    void drivesAWholeSession(FxRobot robot) {
        assertThat(readOut(robot)).isEqualTo("IDLE");
        robot.interact(() -> robot.lookup("#level")
                .queryAs(ChoiceBox.class)
                .getSelectionModel()
                .select(ControllerState.Level.MESSAGE.ordinal()));
        press(robot, KeyCode.ENTER, true);

        await("parked before ClientHello")
                .atMost(LIMIT)
                .until(() -> readOut(robot).startsWith("1 CLIENT_HELLO"));
        assertThat(rows(robot, "#handshake-states")).anyMatch(row -> row.contains("before ClientHello"));
        press(robot, KeyCode.F10, false);
        await("parked after ServerHello")
                .atMost(LIMIT)
                .until(() -> !readOut(robot).startsWith("1 CLIENT_HELLO"));
        String second = readOut(robot);
        press(robot, KeyCode.F10, false);
        await("parked at the stop after")
                .atMost(LIMIT)
                .until(() -> !readOut(robot).equals(second));
        press(robot, KeyCode.F5, false);
        awaitReady(robot);
        await("the certificate is in the state machine")
                .atMost(LIMIT)
                .until(() -> rows(robot, "#handshake-states").stream()
                        .anyMatch(row -> row.contains("CLIENT_CERTIFICATE") && row.contains("877 B")));

        await("MQTT can be used").atMost(LIMIT).until(enabled(robot, "#mqtt-subscribe"));
        robot.interact(
                () -> robot.lookup("#mqtt-subscribe").queryAs(Button.class).fire());
        await("the SUBSCRIBE is in the console")
                .atMost(LIMIT)
                .until(() -> rows(robot, "#console-rows").stream().anyMatch(row -> row.contains("MQTT SUBSCRIBE")));
        robot.interact(() -> robot.lookup("#mqtt-publish").queryAs(Button.class).fire());
        awaitEcho(robot);
        assertThat(messages(robot)).anyMatch(row -> row.direction().contains("out"));
    }

    @Test
    @DisplayName("a command that is typed and sent gets its row in the console")
    void sendsACommand(FxRobot robot) {
        press(robot, KeyCode.ENTER, true);
        awaitReady(robot);
        press(robot, KeyCode.L, true);
        robot.write("AT+CSQ");
        robot.type(KeyCode.ENTER);

        await("the row")
                .atMost(LIMIT)
                .until(() -> rows(robot, "#console-rows").stream().anyMatch(row -> row.contains("AT+CSQ")));
    }

    @Test
    @DisplayName("what is selected in the handshake is lit in the console, and the other way round")
    void linksThePanels(FxRobot robot) {
        press(robot, KeyCode.ENTER, true);
        awaitReady(robot);

        robot.interact(() -> select(robot, "#handshake-states", "CLIENT_CERTIFICATE"));
        await("the sending exchange is lit")
                .atMost(LIMIT)
                .until(() -> linked(robot, "#console-rows").stream().anyMatch(row -> row.contains("AT+QISEND")));
        robot.interact(() -> select(robot, "#console-rows", "TLS ClientHello"));
        await("the state is lit")
                .atMost(LIMIT)
                .until(() -> linked(robot, "#handshake-states").stream().anyMatch(row -> row.contains("CLIENT_HELLO")));
        assertThat(linked(robot, "#handshake-states")).hasSize(1);
    }

    static void awaitEcho(FxRobot robot) {
        await("the echo")
                .atMost(LIMIT)
                .until(() -> messages(robot).stream()
                        .anyMatch(row ->
                                row.direction().contains("in") && row.payload().equals("hello from Parley")));
    }

    final ParleyWindow window() {
        return window;
    }

    final SessionController controller() {
        return subject.controller();
    }

    final void connectToReady(FxRobot robot) {
        press(robot, KeyCode.ENTER, true);
        awaitReady(robot);
    }

    private void awaitReady(FxRobot robot) {
        await("ready").atMost(LIMIT).until(() -> {
            subject.controller().state().failure().ifPresent(why -> fail("the connection failed: " + why));
            return readOut(robot).equals("READY");
        });
    }

    /** Presses a key of the scene: accelerators work wherever the caret is. */
    private static void press(FxRobot robot, KeyCode key, boolean withControl) {
        if (withControl) {
            robot.press(KeyCode.CONTROL).press(key).release(key).release(KeyCode.CONTROL);
        } else {
            robot.press(key).release(key);
        }
    }

    static String readOut(FxRobot robot) {
        return onFx(() -> robot.lookup("#read-out").queryAs(Label.class).getText());
    }

    private static Callable<Boolean> enabled(FxRobot robot, String id) {
        return () -> onFx(() -> !robot.lookup(id).query().isDisabled());
    }

    private static List<MqttRowText> messages(FxRobot robot) {
        return onFx(() -> {
            TableView<?> table = robot.lookup("#mqtt-messages").queryTableView();
            return IntStream.range(0, table.getItems().size())
                    .mapToObj(row -> new MqttRowText(
                            String.valueOf(table.getColumns().get(1).getCellData(row)),
                            String.valueOf(table.getColumns().getLast().getCellData(row))))
                    .toList();
        });
    }

    /** What a row of the message table says. */
    record MqttRowText(String direction, String payload) {}

    /** What the rows of a list in sight say to a screen reader. */
    static List<String> rows(FxRobot robot, String id) {
        return cells(robot, id).stream()
                .map(Node::getAccessibleText)
                .map(String::valueOf)
                .toList();
    }

    static List<String> linked(FxRobot robot, String id) {
        return cells(robot, id).stream()
                .filter(cell -> cell.getPseudoClassStates().stream()
                        .anyMatch(state -> state.getPseudoClassName().equals("linked")))
                .map(Node::getAccessibleText)
                .map(String::valueOf)
                .toList();
    }

    private static List<Node> cells(FxRobot robot, String id) {
        return onFx(() -> robot.lookup(id).query().lookupAll(".list-cell").stream()
                .filter(cell -> cell.isVisible() && !((ListCell<?>) cell).isEmpty())
                .toList());
    }

    private static <T> T onFx(Supplier<T> question) {
        try {
            return FxThread.call(question, LIMIT);
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void select(FxRobot robot, String id, String words) {
        ListView<?> list = robot.lookup(id).queryListView();
        for (int i = 0; i < list.getItems().size(); i++) {
            list.scrollTo(i);
            list.layout();
            int row = i;
            boolean found = cells(robot, id).stream()
                    .filter(cell -> ((ListCell<?>) cell).getIndex() == row)
                    .anyMatch(cell -> String.valueOf(cell.getAccessibleText()).contains(words));
            if (found) {
                list.getSelectionModel().select(i);
                return;
            }
        }
        throw new AssertionError("no row of " + id + " says " + words);
    }
}
