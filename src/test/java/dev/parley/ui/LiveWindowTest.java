package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.at.Exchange;
import dev.parley.journal.Journal;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.LiveController;
import dev.parley.session.SessionController;
import dev.parley.sim.Bench;
import dev.parley.sim.BenchLinks;
import dev.parley.socket.AccessMode;
import dev.parley.ui.shared.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** The window on the real controller: simulated modem, built-in broker behind mutual TLS. */
@DisplayName("The window, on the built-in bench")
class LiveWindowTest extends WindowContract {
    @TempDir
    private static Path pki;

    @Start
    void start(Stage stage) throws Exception {
        open(stage);
    }

    @Override
    Subject subject() throws Exception {
        BenchLinks bench = new BenchLinks(pki, 1);
        BenchLinks.Files files = bench.files();
        SessionController controller =
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
                like.mqtt(),
                Duration.ofSeconds(60));
        return new Subject(controller, Source.of(controller), profile);
    }

    @Test
    @DisplayName("runs a snippet on the modem, step by step, with the answers beside the steps")
    void runsASnippet(FxRobot robot) {
        connectToReady(robot);
        robot.interact(() -> window().showTool(ToolDrawer.Page.SNIPPETS));
        ListView<?> shelf = robot.lookup("#snippets").queryListView();
        await().atMost(LIMIT).until(() -> !shelf.getItems().isEmpty());
        robot.interact(() -> shelf.getSelectionModel().selectFirst());
        robot.interact(() -> robot.lookup("#snippet-run").queryAs(Button.class).fire());

        Label outcome = robot.lookup("#snippet-outcome").queryAs(Label.class);
        await().atMost(LIMIT).until(() -> !outcome.getText().contains("step "));
        assertThat(outcome.getStyleClass()).as(outcome.getText()).contains("mark-done");
        assertThat(rows(robot, "#snippet-steps"))
                .allMatch(step -> step.contains(", passed,"))
                .anyMatch(step -> step.contains("BG95-M3"));
    }

    @Test
    @DisplayName("goes a whole session in transparent mode, where that is chosen: handshake, messages, end")
    void transparent(FxRobot robot) {
        ComboBox<AccessMode> mode = robot.lookup("#access-mode").query();
        robot.interact(() -> mode.setValue(AccessMode.TRANSPARENT));
        connectToReady(robot);
        robot.interact(
                () -> robot.lookup("#mqtt-subscribe").queryAs(Button.class).fire());
        // What is published before the broker has acknowledged the subscription does not come back.
        await("the subscription stands")
                .atMost(LIMIT)
                .until(() -> robot.lookup((Node node) -> node instanceof Label label
                                && label.getText() != null
                                && label.getText().contains("1 subscription"))
                        .tryQuery()
                        .isPresent());
        robot.interact(() -> robot.lookup("#mqtt-publish").queryAs(Button.class).fire());
        awaitEcho(robot);
        assertThat(commands())
                .anyMatch(command -> command.matches("AT\\+QIOPEN=1,0,\"TCP\",\".*\",\\d+,0,2"))
                .noneMatch(command -> command.startsWith("AT+QISEND"));

        robot.press(KeyCode.CONTROL).press(KeyCode.ENTER).release(KeyCode.ENTER).release(KeyCode.CONTROL);
        await().atMost(LIMIT).until(() -> readOut(robot).equals("CLOSED"));
        assertThat(controller().state().failure()).isEmpty();
    }

    private List<String> commands() {
        return controller().session().snapshot().view().exchanges().stream()
                .filter(exchange -> exchange.kind() == Exchange.Kind.COMMAND)
                .map(Exchange::text)
                .toList();
    }
}
