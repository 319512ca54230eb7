package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.link.Link;
import dev.parley.modem.AnsweringModem;
import dev.parley.session.ControllerState.Phase;
import dev.parley.session.JournalKeeper;
import dev.parley.session.LiveController;
import dev.parley.ui.shared.Source;
import dev.parley.ui.shared.Theme;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** What an engineer presses when the modem itself is the trouble: the real controller, and a modem in memory behind a serial port. */
@DisplayName("With a modem at a serial port, the window")
@ExtendWith(ApplicationExtension.class)
class ModemTroubleWindowTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private AnsweringModem modem;
    private LiveController controller;

    @Start
    void start(Stage stage) {
        modem = AnsweringModem.bg95();
        controller = new LiveController(
                address -> modem.cable(), JournalKeeper.inMemory(), InstantSource.system(), "parley test");
        ParleyWindow window = new ParleyWindow(
                controller,
                Profiles.bench("serial:/dev/ttyPARLEY")
                        .withTls(Optional.empty())
                        .withMqtt(Optional.empty()),
                List.of("clean"),
                Source.of(controller),
                Runnable::run);
        window.open(stage, 990, 900, Theme.LIGHT);
    }

    @AfterEach
    void close() {
        controller.close();
        modem.close();
    }

    private void modemUp(FxRobot robot) {
        robot.interact(() -> robot.lookup("#endpoint").queryTextInputControl().clear());
        robot.press(KeyCode.CONTROL).press(KeyCode.ENTER).release(KeyCode.ENTER).release(KeyCode.CONTROL);
        await("the modem is up").atMost(LIMIT).until(() -> controller.state().phase() == Phase.READY);
    }

    private static void send(FxRobot robot, String command) {
        robot.press(KeyCode.CONTROL).press(KeyCode.L).release(KeyCode.L).release(KeyCode.CONTROL);
        robot.interact(
                () -> robot.lookup("#console-command").queryTextInputControl().setText(command));
        robot.type(KeyCode.ENTER);
    }

    /** What the banner says; empty while it is not there. */
    private static String banner(FxRobot robot) {
        String[] text = {""};
        robot.interact(() -> text[0] = robot.lookup("#console-silence")
                .tryQuery()
                .filter(Node::isVisible)
                .map(node -> ((Label) node.lookup(".label")).getText())
                .orElse(""));
        return text[0];
    }

    private static void press(FxRobot robot, String offer) {
        robot.interact(() -> robot.lookup("#console-silence .button").queryAllAs(Button.class).stream()
                .filter(button -> button.getText().equals(offer))
                .findFirst()
                .orElseThrow()
                .fire());
    }

    private void awaitAnswers(FxRobot robot) {
        await("the banner goes").atMost(LIMIT).until(() -> banner(robot).isEmpty());
    }

    /** The commands the modem was asked after it had been asked {@code before}. */
    private List<String> since(int before) {
        return modem.commands().subList(before, modem.commands().size());
    }

    @Test
    @DisplayName("tells how long it waits and what was not answered in the end; Retry sends it again")
    void retry(FxRobot robot) {
        modemUp(robot);
        modem.silentAt("AT+CSQ");
        send(robot, "AT+CSQ");
        await().atMost(LIMIT).until(() -> banner(robot), text -> text.matches("waiting for AT\\+CSQ, \\d+ s of 5 s"));
        await().atMost(LIMIT).until(() -> banner(robot), "no answer to AT+CSQ for 5 s"::equals);

        int before = modem.commands().size();
        modem.wake();
        press(robot, "Retry");

        awaitAnswers(robot);
        await("it is sent again, in step")
                .atMost(LIMIT)
                .until(() -> since(before), List.of("AT", "AT+CMEE?", "AT+CSQ")::equals);
        assertThat(controller.state().phase()).isEqualTo(Phase.READY);
    }

    @Test
    @DisplayName("says AT until the silent modem answers, at Re-sync")
    void resynchronise(FxRobot robot) {
        modemUp(robot);
        modem.silentAt("AT+COPS=?");
        send(robot, "AT+COPS=?");
        await().atMost(LIMIT)
                .until(() -> banner(robot), text -> text.matches("waiting for AT\\+COPS=\\?, \\d+ s of 180 s"));
        int before = modem.commands().size();
        press(robot, "Re-sync");
        await("says AT again").atMost(LIMIT).until(() -> since(before), List.of("AT", "AT")::equals);
        assertThat(banner(robot)).isEqualTo("the operator gave up waiting for AT+COPS=?");
        modem.wake();

        awaitAnswers(robot);
        assertThat(since(before)).as("in step, and nothing else sent").containsOnly("AT", "AT+CMEE?");
    }

    @Test
    @DisplayName("restarts the silent modem, at Reset, and waits until it takes commands again")
    void reset(FxRobot robot) {
        modemUp(robot);
        modem.silentAt("AT+COPS=?");
        send(robot, "AT+COPS=?");
        await().atMost(LIMIT).until(() -> banner(robot), text -> text.startsWith("waiting for AT+COPS=?, "));
        int before = modem.commands().size();
        modem.wake();
        press(robot, "Reset");

        awaitAnswers(robot);
        await("it is asked in step")
                .atMost(LIMIT)
                .until(() -> since(before), List.of("AT", "AT+CMEE?", "AT+CFUN=1,1", "AT", "AT+CMEE?")::equals);
    }

    @Test
    @DisplayName("puts the settings back that Parley changed, as they were found")
    void restoreSettings(FxRobot robot) {
        modemUp(robot);
        Button restore = robot.lookup("#restore-settings").queryButton();
        await().atMost(LIMIT)
                .until(() -> restore.isVisible() && restore.getText().startsWith("Restore "));
        assertThat(restore.getTooltip().getText()).contains("AT+QISDE: 0, before 1", "AT+CMEE: 2, before 1");
        int before = modem.commands().size();
        robot.interact(restore::fire);

        await("nothing is left to put back").atMost(LIMIT).until(() -> !restore.isVisible());
        assertThat(since(before)).containsSubsequence("AT+QISDE=1", "AT+CMEE=1");
    }

    @Test
    @DisplayName("switches DTR and RTS, and shows the lines the modem drives as they change")
    void lines(FxRobot robot) {
        assertThat(lamps(robot)).containsExactly("CTS ?", "DSR ?", "DCD ?", "RI ?");
        modemUp(robot);
        modem.cable().signal(new Link.LineSignals(true, true, false, false, true, true));
        await().atMost(LIMIT).until(() -> lamps(robot), List.of("CTS on", "DSR on", "DCD off", "RI off")::equals);
        modem.cable().signal(new Link.LineSignals(false, true, true, false, true, true));
        await().atMost(LIMIT).until(() -> lamps(robot), List.of("CTS off", "DSR on", "DCD on", "RI off")::equals);

        robot.interact(() -> robot.lookup("#dtr").queryAs(CheckBox.class).fire());
        await().atMost(LIMIT).until(() -> modem.cable().lines(), lines -> lines.equals(List.of("DTR off, RTS on")));
        robot.interact(() -> robot.lookup("#rts").queryAs(CheckBox.class).fire());
        await().atMost(LIMIT).until(() -> modem.cable().lines().getLast(), "DTR off, RTS off"::equals);
    }

    private static List<String> lamps(FxRobot robot) {
        return robot.lookup("#serial .lamp").queryAllAs(Label.class).stream()
                .map(Label::getText)
                .toList();
    }

    @Test
    @DisplayName("keeps the registrations under each other, the newest first")
    void registrations(FxRobot robot) {
        modemUp(robot);
        modem.say("\r\n+CEREG: 2\r\n");
        modem.say("\r\n+CEREG: 3\r\n");
        modem.say("\r\n+CEREG: 1\r\n");

        Label history = robot.lookup("#network-registrations").queryAs(Label.class);
        await().atMost(LIMIT).until(() -> history.getText().lines().count() >= 5);
        assertThat(history.getText().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("Registrations, newest first"),
                        line -> assertThat(line).matches("[\\d.]+ s {2}\\+CEREG {2}registered at home"),
                        line -> assertThat(line).contains("denied"),
                        line -> assertThat(line).contains("search"),
                        line -> assertThat(line).contains("roaming"));
    }
}
