package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.session.ControllerState.Level;
import dev.parley.ui.layout.Layout;
import dev.parley.ui.layout.LayoutFile;
import dev.parley.ui.shared.PanelFrame;
import dev.parley.ui.shared.Theme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.SplitPane;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@DisplayName("The panels")
@ExtendWith(ApplicationExtension.class)
class ArrangementTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private ParleyWindow window;
    private Stage stage;

    @Start
    void start(Stage itsStage) {
        stage = itsStage;
        FakeController controller = new FakeController();
        var _ = controller.connect(Profiles.bench("sim:"), Level.RUN);
        window = new ParleyWindow(
                controller, Profiles.bench("sim:"), List.of("clean"), controller.source(), Runnable::run);
        window.open(stage, 990, 800, Theme.LIGHT);
    }

    private PanelFrame frame(String name) {
        return Optional.ofNullable(window.arrangement().frames().get(name)).orElseThrow();
    }

    private static void press(FxRobot robot, KeyCode key) {
        robot.press(KeyCode.CONTROL).press(key).release(key).release(KeyCode.CONTROL);
    }

    @Test
    @DisplayName("leave the console six rows or more in a window of 800 pixels: the byte flow folds to its header")
    void roomForTheConsole(FxRobot robot) {
        assertThat(frame("flow").isFolded()).isTrue();
        await().atMost(LIMIT).until(() -> frame("flow").getHeight() <= PanelFrame.HEADER + 2);
        assertThat(frame("console").lookup("#console-rows").getLayoutBounds().getHeight())
                .isGreaterThan(6 * 21);
    }

    @Test
    @DisplayName("are hidden and shown by key, and their neighbours take the room")
    void hide(FxRobot robot) {
        double before = frame("inspector").getHeight();
        press(robot, KeyCode.DIGIT5);
        await().atMost(LIMIT).until(() -> frame("inspector").getHeight() > before + 150);
        assertThat(frame("mqtt").getScene()).isNull();
        press(robot, KeyCode.DIGIT5);
        await().atMost(LIMIT).until(() -> Math.abs(frame("inspector").getHeight() - before) < 6);
    }

    @Test
    @DisplayName("are made larger and smaller by the arrow keys at the divider between them, and stay so")
    void resizedByKeys(FxRobot robot) {
        double left = frame("connection").getWidth();
        double upper = frame("mqtt").getHeight();
        Node columns = dividerAfter(frame("connection"));
        robot.interact(columns::requestFocus);
        robot.press(KeyCode.SHIFT, KeyCode.RIGHT).release(KeyCode.RIGHT, KeyCode.SHIFT);
        await().atMost(LIMIT).until(() -> Math.abs(frame("connection").getWidth() - left - 40) < 3);
        robot.type(KeyCode.LEFT);
        await().atMost(LIMIT).until(() -> Math.abs(frame("connection").getWidth() - left - 32) < 3);
        robot.interact(() -> dividerAfter(frame("mqtt")).requestFocus());
        robot.type(KeyCode.DOWN);
        await().atMost(LIMIT).until(() -> Math.abs(frame("mqtt").getHeight() - upper - 8) < 3);

        assertThat(columns.getAccessibleText()).contains("Left and Right");
        assertThat(window.layout().sizes()).containsKey("connection");
    }

    /** The divider behind a panel that is the first of its split. */
    private static Node dividerAfter(PanelFrame first) {
        Parent split = first.getParent();
        while (!(split instanceof SplitPane)) {
            split = split.getParent();
        }
        return split.getChildrenUnmodifiable().stream()
                .filter(node -> node.getStyleClass().contains("split-pane-divider"))
                .min(Comparator.comparingDouble(node -> node.getLayoutX() + node.getLayoutY()))
                .orElseThrow();
    }

    @Test
    @DisplayName("and the window itself have the program's icon")
    void icon(FxRobot robot) {
        assertThat(stage.getIcons()).hasSize(1).noneMatch(Image::isError);
        robot.interact(() -> window.arrangement().detach(frame("mqtt")));
        assertThat(((Stage) frame("mqtt").getScene().getWindow()).getIcons()).hasSize(1);
    }

    @Test
    @DisplayName("fold to their header and open again, and Ctrl+0 puts everything back")
    void fold(FxRobot robot) {
        double before = frame("console").getHeight();
        robot.interact(() -> window.arrangement().fold(frame("handshake")));
        await().atMost(LIMIT).until(() -> frame("console").getHeight() > before + 200);
        assertThat(frame("handshake").getHeight()).isLessThanOrEqualTo(PanelFrame.HEADER + 2);
        press(robot, KeyCode.DIGIT0);
        await().atMost(LIMIT).until(() -> Math.abs(frame("console").getHeight() - before) < 6);
    }

    @Test
    @DisplayName("get a window of their own, with the program's keys, and come back when it is closed")
    void ownWindow(FxRobot robot) {
        robot.interact(() -> window.arrangement().detach(frame("console")));
        assertThat(frame("console").getScene()).isNotEqualTo(stage.getScene()).isNotNull();
        assertThat(frame("console").getScene().getAccelerators())
                .containsKeys(KeyCombination.valueOf("F10"), KeyCombination.valueOf("Shortcut+L"));
        robot.interact(() -> ((Stage) frame("console").getScene().getWindow()).close());
        await().atMost(LIMIT)
                .until(() -> stage.getScene().equals(frame("console").getScene()));
    }

    @Test
    @DisplayName("are found as they were left")
    void kept(FxRobot robot) throws Exception {
        robot.interact(() -> {
            window.arrangement().hide(frame("mqtt"));
            window.arrangement().fold(frame("handshake"));
        });
        LayoutFile file = new LayoutFile(folder.resolve("layout.properties"));
        file.write(window.layout());
        Layout kept = file.read().orElseThrow();
        assertThat(kept.hidden()).containsExactly("mqtt");
        assertThat(kept.folded()).contains("handshake");
        assertThat(kept.theme()).contains(Theme.LIGHT);
        robot.interact(() -> {
            window.arrangement().reset();
            window.take(kept);
        });
        assertThat(window.arrangement().isHidden(frame("mqtt"))).isTrue();
        assertThat(frame("handshake").isFolded()).isTrue();
    }

    @Test
    @DisplayName("have their usual places where what was kept makes no sense")
    void nonsense() throws Exception {
        Path file = folder.resolve("layout.properties");
        assertThat(new LayoutFile(file).read()).isEmpty();
        Files.writeString(file, "hidden=\nsize.console=many\nsize.mqtt=-4\ntheme=pink\nwidth=x\n");
        assertThat(new LayoutFile(file).read())
                .contains(new Layout(Set.of(), Set.of(), Map.of(), Optional.empty(), 0, 0, List.of(), false, Map.of()));
    }
}
