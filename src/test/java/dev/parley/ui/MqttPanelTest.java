package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.session.ControllerState.Level;
import dev.parley.ui.shared.Theme;
import java.time.Duration;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@DisplayName("The MQTT panel")
@ExtendWith(ApplicationExtension.class)
class MqttPanelTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private FakeController controller;
    private ParleyWindow window;

    @Start
    void start(Stage stage) {
        controller = new FakeController();
        var _ = controller.connect(Profiles.bench("sim:"), Level.RUN);
        window = new ParleyWindow(
                controller, Profiles.bench("sim:"), List.of("clean"), controller.source(), Runnable::run);
        window.open(stage, 990, 900, Theme.LIGHT);
    }

    private List<String> published() {
        return controller.calls.stream()
                .filter(call -> call.startsWith("publish "))
                .toList();
    }

    @Test
    @DisplayName("publishes a template, filled in anew each time, again and again until it is told to stop")
    void repeats(FxRobot robot) {
        robot.interact(() -> {
            window.pull();
            robot.lookup("#mqtt-topic").queryAs(TextField.class).setText("t/${n}");
            robot.lookup("#mqtt-payload").queryAs(TextField.class).setText("n=${n}");
            robot.lookup("#mqtt-publish").queryAs(Button.class).fire();
        });
        assertThat(published()).containsExactly("publish t/1 n=1");

        Button publish = robot.lookup("#mqtt-publish").queryAs(Button.class);
        robot.interact(() -> {
            robot.lookup("#mqtt-repeat").queryAs(TextField.class).setText("0.1");
            publish.fire();
        });
        assertThat(publish.getText()).isEqualTo("Stop");
        await().atMost(LIMIT).until(() -> published().size() >= 4);
        robot.interact(publish::fire);
        assertThat(publish.getText()).isEqualTo("Publish");
        assertThat(published()).startsWith("publish t/1 n=1", "publish t/2 n=2", "publish t/3 n=3", "publish t/4 n=4");
    }

    @Test
    @DisplayName("offers ready-made subscriptions, what was published before, files, export and import in one menu")
    void more(FxRobot robot) {
        MenuButton more = robot.lookup("#mqtt-more").queryAs(MenuButton.class);
        assertThat(more.getItems())
                .extracting(item -> String.valueOf(item.getText()))
                .contains(
                        "Subscribe to",
                        "Published before",
                        "Publish a file…",
                        "Export subscriptions and messages…",
                        "Import subscriptions and messages…");
    }
}
