package dev.parley.ui.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.testfx.util.WaitForAsyncUtils.waitFor;
import static org.testfx.util.WaitForAsyncUtils.waitForFxEvents;

import dev.parley.journal.Bytes;
import dev.parley.link.Link;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.sim.BenchLinks;
import dev.parley.sim.HandFault;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
@DisplayName("Faults by hand in the window")
class FaultsPaneTest {
    @TempDir
    Path directory;

    private final List<String> struck = new CopyOnWriteArrayList<>();
    private FaultsPane pane;

    @Start
    void start(Stage stage) {
        pane = new FaultsPane(struck::add);
        stage.setScene(new Scene(pane, 600, 400));
        stage.show();
    }

    @Test
    @DisplayName("each button's words are a fault")
    void words() {
        assertThat(FaultChoice.ALL)
                .hasSizeGreaterThan(20)
                .allSatisfy(choice -> assertThatCode(() -> HandFault.read(choice.words()))
                        .as(choice.title())
                        .doesNotThrowAnyException());
    }

    @Test
    @DisplayName("can be pressed while a bench runs, and happen to its modem")
    void happen(FxRobot robot) throws Exception {
        BenchLinks links = new BenchLinks(directory, 1);
        onFx(() -> pane.strikes(links.running()));
        Button restart = button(robot, "Restart");
        assertThat(restart.isDisabled()).isTrue();
        assertThat(outcome(robot)).contains("connect with a link that begins with sim:");

        Queue<String> said = new ConcurrentLinkedQueue<>();
        try (Link link = links.open(LinkAddress.parse("sim:"))) {
            link.start(new Link.Listener() {
                @Override
                public void received(Bytes bytes, long stamp) {
                    said.add(bytes.latin1());
                }

                @Override
                public void lost(LinkException why) {
                    said.add("lost");
                }
            });
            onFx(pane::refresh);
            assertThat(restart.isDisabled()).isFalse();
            onFx(restart::fire);
            waitFor(30, TimeUnit.SECONDS, () -> String.join("", said).contains("RDY"));
            assertThat(outcome(robot)).isEqualTo("Struck: reset");

            onFx(() -> {
                robot.lookup("#fault-own").queryAs(TextField.class).setText("dance");
                robot.lookup("#fault-strike").queryButton().fire();
            });
            assertThat(outcome(robot)).startsWith("This is no fault: a modem does not 'dance'");
            assertThat(struck).containsExactly("reset");
        }
        onFx(pane::refresh);
        assertThat(restart.isDisabled()).isTrue();
    }

    private static Button button(FxRobot robot, String title) {
        return robot.lookup((Button button) -> button.getText().equals(title)).query();
    }

    private static String outcome(FxRobot robot) {
        return robot.lookup("#fault-outcome").queryAs(Label.class).getText();
    }

    private static void onFx(Runnable deed) {
        Platform.runLater(deed);
        waitForFxEvents();
    }
}
