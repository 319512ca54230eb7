package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.session.ControllerState.Level;
import dev.parley.ui.shared.Theme;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Cell;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The window without a mouse, and without eyes. */
@DisplayName("Every control of the window")
@ExtendWith(ApplicationExtension.class)
class ReachableTest {
    /** What only a mouse can press, and what does the same by keyboard. */
    private static final Set<String> BY_KEYBOARD_OTHERWISE = Set.of(
            // Alt+Shift+1 to 6, and the View menu.
            "panel-header",
            // F9 on the row.
            "breakpoint-margin",
            // Left and Right on the row.
            "console-chevron",
            "part-folds",
            // Up and Down in the command line.
            "completion-row",
            // The arrow keys with Shift in the list of bytes.
            "hex",
            "hex-text");

    /** What JavaFX's own controls are made of: their keys are JavaFX's. */
    private static final Set<String> OF_CONTROLS = Set.of(
            "arrow-button", "viewport", "track", "thumb", "split-pane-divider", "increment-button", "decrement-button");

    private FakeController controller;
    private ParleyWindow window;

    @Start
    void start(Stage stage) {
        controller = new FakeController();
        window = new ParleyWindow(
                controller, Profiles.bench("sim:"), List.of("clean"), controller.source(), Runnable::run);
        window.open(stage, 990, 900, Theme.LIGHT);
    }

    @Test
    @DisplayName("has a name for screen readers, can be focused, and does nothing that only a mouse can ask for")
    void inEveryState(FxRobot robot) {
        check(robot, "empty");
        robot.interact(() -> {
            var _ = controller.connect(Profiles.bench("sim:"), Level.MESSAGE);
            controller.step();
            window.pull();
        });
        check(robot, "parked");
        for (ToolDrawer.Page page : ToolDrawer.Page.values()) {
            robot.interact(() -> window.showTool(page));
            check(robot, "with " + page.title());
        }
        robot.interact(() -> {
            var _ = controller.connect(Profiles.bench("sim:field-report"), Level.RUN);
            window.pull();
            window.showFindings(true);
        });
        check(robot, "failed, with its findings");
        robot.interact(() -> window.command("About this panel").deed().run());
        check(robot, "with the help");
        robot.interact(() -> window.command("All commands…").deed().run());
        check(robot, "with the palette");
    }

    private void check(FxRobot robot, String state) {
        List<String> wrong = new ArrayList<>();
        robot.interact(() -> {
            window.root().applyCss();
            window.root().layout();
            Set<Node> labelled = new HashSet<>();
            List<Node> all = new ArrayList<>();
            collect(window.root(), all, labelled);
            for (Node node : all) {
                judge(node, labelled).ifPresent(what -> wrong.add(what + ": " + described(node)));
            }
            assertThat(all).as("controls, " + state).hasSizeGreaterThan(100);
        });
        assertThat(wrong).as(state).isEmpty();
    }

    private static Optional<String> judge(Node node, Set<Node> labelled) {
        if (node.isFocusTraversable() && node instanceof Control && !isPart(node) && !isNamed(node, labelled)) {
            return Optional.of("has no name for screen readers");
        }
        boolean button = node instanceof ButtonBase && !isPart(node);
        if (button && !node.isFocusTraversable()) {
            return Optional.of("is not reached with Tab");
        }
        if (node instanceof MenuButton menu && menu.getItems().isEmpty()) {
            return Optional.of("is a menu that does not open");
        }
        boolean pressed = node.getOnMouseClicked() != null
                || node.getOnMousePressed() != null
                || node.getOnMouseReleased() != null;
        boolean otherwise = node.isFocusTraversable()
                || node instanceof Cell<?>
                || node.getStyleClass().stream().anyMatch(BY_KEYBOARD_OTHERWISE::contains);
        return pressed && !otherwise && !isPart(node)
                ? Optional.of("is pressed with the mouse alone")
                : Optional.empty();
    }

    private static boolean isNamed(Node node, Set<Node> labelled) {
        return !blank(node.getAccessibleText())
                || labelled.contains(node)
                || (node instanceof Labeled words && !(node instanceof Cell<?>) && !blank(words.getText()));
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }

    /** What a control is made of belongs to that control: an editable box's field, a list's rows. */
    private static boolean isPart(Node node) {
        for (Parent parent = node.getParent(); parent != null; parent = parent.getParent()) {
            if (parent instanceof ComboBoxBase<?>
                    || parent instanceof VirtualFlow<?>
                    || parent instanceof TableView<?>) {
                return true;
            }
        }
        return node instanceof Cell<?> || node.getStyleClass().stream().anyMatch(OF_CONTROLS::contains);
    }

    private static void collect(Node node, List<Node> all, Set<Node> labelled) {
        if (!node.isVisible()) {
            return;
        }
        all.add(node);
        if (node instanceof Label label && label.getLabelFor() != null && !blank(label.getText())) {
            labelled.add(label.getLabelFor());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, all, labelled));
        }
    }

    private static String described(Node node) {
        StringBuilder words = new StringBuilder(
                node.getClass().getSimpleName() + " #" + node.getId() + " ." + String.join(".", node.getStyleClass()));
        for (Parent parent = node.getParent(); parent != null; parent = parent.getParent()) {
            if (parent.getId() != null) {
                words.append(" in #").append(parent.getId());
            }
        }
        return words.toString();
    }
}
