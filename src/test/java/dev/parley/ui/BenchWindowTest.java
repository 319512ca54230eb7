package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.at.Exchange;
import dev.parley.journal.Journal;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState.Phase;
import dev.parley.session.LiveController;
import dev.parley.session.SessionController;
import dev.parley.sim.Bench;
import dev.parley.sim.BenchLinks;
import dev.parley.socket.AccessMode;
import dev.parley.ui.shared.Source;
import dev.parley.ui.shared.Theme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** What an engineer tries when something is wrong, on the simulated modem and the real endpoint. */
@DisplayName("On the bench, the window")
@ExtendWith(ApplicationExtension.class)
class BenchWindowTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path pki;

    private SessionController controller;

    @Start
    void start(Stage stage) throws Exception {
        BenchLinks bench = new BenchLinks(pki, 1);
        BenchLinks.Files files = bench.files();
        controller =
                LiveController.standard(bench, header -> Journal.inMemory(header, System::nanoTime), "parley test");
        ConnectionProfile like = Profiles.bench("sim:");
        ConnectionProfile profile = new ConnectionProfile(
                like.name(),
                like.link(),
                like.apn(),
                Bench.HOST,
                Bench.PORT,
                AccessMode.BUFFER,
                like.chunk(),
                Optional.of(new ConnectionProfile.Tls(
                        Optional.of(files.ca()),
                        Optional.of(files.certificate()),
                        Optional.of(files.key()),
                        "",
                        List.of(),
                        false,
                        Duration.ofSeconds(20))),
                Optional.empty(),
                LIMIT);
        ParleyWindow window = new ParleyWindow(
                controller,
                profile,
                List.of("clean"),
                Source.of(controller),
                task -> Thread.ofVirtual().start(task));
        window.open(stage, 990, 900, Theme.LIGHT);
    }

    @AfterEach
    void close() {
        controller.close();
    }

    private static void press(FxRobot robot, KeyCode... keys) {
        for (KeyCode key : keys) {
            robot.press(key);
        }
        for (int i = keys.length - 1; i >= 0; i--) {
            robot.release(keys[i]);
        }
    }

    private void awaitPhase(Phase... phases) {
        await(List.of(phases).toString())
                .atMost(LIMIT)
                .until(() -> List.of(phases).contains(controller.state().phase()));
    }

    private static void type(FxRobot robot, String id, String text) {
        robot.interact(() -> robot.lookup(id).queryTextInputControl().setText(text));
    }

    private static void fire(FxRobot robot, String id) {
        robot.interact(() -> robot.lookup(id).queryAs(Button.class).fire());
    }

    private static void pick(FxRobot robot, String id, int index) {
        robot.interact(() ->
                robot.lookup(id).queryAs(ChoiceBox.class).getSelectionModel().select(index));
    }

    private static void tick(FxRobot robot, String id) {
        robot.interact(() -> robot.lookup(id).queryAs(CheckBox.class).setSelected(true));
    }

    @Test
    @DisplayName(
            "says that the credentials fit before anything is sent, and what is wrong with them a moment after typing")
    void credentials(FxRobot robot) {
        Label finding = robot.lookup("#credentials-finding").queryAs(Label.class);
        await().atMost(LIMIT)
                .until(() -> robot.lookup("#credentials .mark")
                        .queryAs(Label.class)
                        .getText()
                        .equals("credentials fit"));
        String key = robot.lookup("#key").queryTextInputControl().getText();
        type(robot, "#key", robot.lookup("#certificate").queryTextInputControl().getText());
        await().atMost(LIMIT).until(finding::isVisible);
        assertThat(robot.lookup("#credentials .mark").queryAs(Label.class).getText())
                .isEqualTo("cannot work");
        assertThat(finding.getText()).containsIgnoringCase("key");

        type(robot, "#key", key);
        await().atMost(LIMIT).until(() -> !finding.isVisible());
        assertThat(controller.state().phase()).isEqualTo(Phase.IDLE);
    }

    private List<String> commands() {
        return controller.session().snapshot().view().exchanges().stream()
                .filter(exchange -> exchange.kind() == Exchange.Kind.COMMAND)
                .map(Exchange::text)
                .toList();
    }

    @Test
    @DisplayName("tells of a silent modem what was asked and how long ago, and offers what can be done")
    void silence(FxRobot robot) {
        type(robot, "#link", "sim:modem-hangs");
        press(robot, KeyCode.CONTROL, KeyCode.ENTER);
        await("the banner")
                .atMost(Duration.ofMinutes(2))
                .until(() -> robot.lookup("#console-silence")
                        .tryQuery()
                        .filter(node -> node.isVisible())
                        .isPresent());
        Label sentence = robot.lookup("#console-silence > .label").queryAs(Label.class);
        // Whether the send's answer or the next command's is the first to be missing is the modem's affair.
        String unanswered = commands().getLast();
        assertThat(unanswered).matches("AT\\+QI(SEND|RD)=0,\\d+");
        assertThat(sentence.getText()).matches("waiting for " + Pattern.quote(unanswered) + ", \\d+ s of \\d+ s");
        List<String> offers = robot.lookup("#console-silence .button").queryAllAs(Button.class).stream()
                .map(Button::getText)
                .toList();
        assertThat(offers).containsExactly("Retry", "Re-sync", "Reset");
    }

    @Test
    @DisplayName("stops at a byte and after a message, steps with F10 and F11, goes on with F5, aborts with Shift+F5")
    void breakpoints(FxRobot robot) {
        press(robot, KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.B);
        breakpoint(robot, "at byte sent", "600");
        breakpoint(robot, "after the client's", "Certificate");
        press(robot, KeyCode.ESCAPE);
        press(robot, KeyCode.CONTROL, KeyCode.ENTER);
        awaitStop("byte");
        String here = stop();
        press(robot, KeyCode.F5);
        await().atMost(LIMIT).until(() -> !stop().equals(here) && !stop().isEmpty());
        assertThat(stop()).contains("after the client's Certificate");
        press(robot, KeyCode.F10);
        await().atMost(LIMIT).until(() -> !stop().isEmpty() && !stop().contains("after the client's Certificate"));
        await("how long the server waits, and the queues, are told in the gate's row")
                .atMost(LIMIT)
                .until(() -> WindowContract.rows(robot, "#handshake-states").stream()
                        .anyMatch(row -> row.contains("server waits") && row.contains("queues")));
        String before = stop();
        press(robot, KeyCode.F11);
        await().atMost(LIMIT).until(() -> !stop().isEmpty() && !stop().equals(before));
        press(robot, KeyCode.SHIFT, KeyCode.F5);
        awaitPhase(Phase.FAILED);
    }

    private static void breakpoint(FxRobot robot, String kind, String what) {
        robot.interact(() -> {
            ChoiceBox<?> kinds = robot.lookup("#breakpoint-kind").queryAs(ChoiceBox.class);
            for (int i = 0; i < kinds.getItems().size(); i++) {
                if (String.valueOf(kinds.getItems().get(i)).replace('_', ' ').equalsIgnoreCase(KIND.get(kind))) {
                    kinds.getSelectionModel().select(i);
                }
            }
            robot.lookup("#breakpoint-what").queryAs(ComboBox.class).getEditor().setText(what);
            robot.lookup("#breakpoint-add").queryAs(Button.class).fire();
        });
    }

    private static final java.util.Map<String, String> KIND =
            java.util.Map.of("at byte sent", "sent", "after the client's", "after client");

    private String stop() {
        return controller
                .state()
                .stop()
                .map(it -> it.why() + " " + it.title() + " " + it)
                .orElse("");
    }

    private void awaitStop(String words) {
        await(words).atMost(LIMIT).until(() -> stop().contains(words));
    }

    @Test
    @DisplayName("runs every experiment, keeps each run, and marks the first difference of two")
    void experiments(FxRobot robot) {
        press(robot, KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.E);
        run(robot, Phase.READY);
        tick(robot, "#try-one-send");
        run(robot, Phase.READY);
        type(robot, "#try-fragment", "200");
        run(robot, Phase.READY);
        type(robot, "#try-chunk-tried", "300");
        run(robot, Phase.READY);
        tick(robot, "#try-no-server-name");
        run(robot, Phase.READY);
        pick(robot, "#try-fragment-length", 2);
        run(robot, Phase.READY);
        pick(robot, "#try-versions", 1);
        run(robot, Phase.READY);
        pick(robot, "#try-suites", 1);
        run(robot, Phase.READY);
        pick(robot, "#try-curves", 1);
        run(robot, Phase.READY);
        pick(robot, "#try-delayed", 1);
        type(robot, "#try-delay", "200");
        run(robot, Phase.READY);
        pick(robot, "#try-identity", 1);
        run(robot, Phase.FAILED);
        pick(robot, "#try-one-byte", 1);
        pick(robot, "#try-byte-message", 1);
        type(robot, "#try-byte-tried", "30");
        run(robot, Phase.FAILED);

        ListView<?> runs = robot.lookup("#runs").queryListView();
        assertThat(runs.getItems()).hasSize(12);
        robot.interact(() -> {
            runs.getSelectionModel().clearSelection();
            runs.getSelectionModel().selectIndices(0, 2);
        });
        assertThat(robot.lookup("#comparison-verdict").queryAs(Label.class).getText())
                .startsWith("First difference: ");
    }

    /** Runs what the form says, waits for its end, and puts every field back. */
    private void run(FxRobot robot, Phase... ends) {
        var before = controller.session();
        fire(robot, "#experiment-run");
        await("a session of its own")
                .atMost(LIMIT)
                .until(() -> !controller.session().equals(before));
        awaitPhase(ends);
        robot.interact(
                () -> robot.lookup("#experiment-reset").queryAs(Button.class).fire());
    }
}
