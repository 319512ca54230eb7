package dev.parley.ui.shared;

import javafx.collections.ListChangeListener;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * Lets the dividers of a split be reached with Tab and moved with the arrow keys, by 8 pixels, with Shift by 40. JavaFX moves them
 * by the mouse alone. Used on the JavaFX thread.
 */
public final class DividerKeys {
    private static final double STEP = 8;
    private static final double LONG_STEP = 40;
    private static final String DIVIDER = "split-pane-divider";

    private final SplitPane split;
    private final Runnable moved;

    private DividerKeys(SplitPane split, Runnable moved) {
        this.split = split;
        this.moved = moved;
    }

    /** Gives keys to the dividers {@code split} has and will have. */
    public static void on(SplitPane split) {
        on(split, () -> {});
    }

    /**
     * Gives keys to the dividers {@code split} has and will have.
     *
     * @param moved called when a key has moved one, and the parts have their new sizes
     */
    public static void on(SplitPane split, Runnable moved) {
        DividerKeys keys = new DividerKeys(split, moved);
        // The skin makes them, whenever the parts change.
        split.getChildrenUnmodifiable().addListener((ListChangeListener<Node>) change -> {
            while (change.next()) {
                change.getAddedSubList().stream().filter(DividerKeys::isDivider).forEach(keys::reach);
            }
        });
        split.getChildrenUnmodifiable().stream().filter(DividerKeys::isDivider).forEach(keys::reach);
    }

    private static boolean isDivider(Node node) {
        return node.getStyleClass().contains(DIVIDER);
    }

    private boolean isSideBySide() {
        return split.getOrientation() == Orientation.HORIZONTAL;
    }

    private void reach(Node divider) {
        divider.setFocusTraversable(true);
        divider.setAccessibleRole(AccessibleRole.THUMB);
        divider.setAccessibleText(
                isSideBySide()
                        ? "Divider between columns; Left and Right move it, with Shift farther"
                        : "Divider between rows; Up and Down move it, with Shift farther");
        divider.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.isShortcutDown() || event.isAltDown()) {
                return;
            }
            KeyCode less = isSideBySide() ? KeyCode.LEFT : KeyCode.UP;
            KeyCode more = isSideBySide() ? KeyCode.RIGHT : KeyCode.DOWN;
            if (event.getCode() == less || event.getCode() == more) {
                double step = event.isShiftDown() ? LONG_STEP : STEP;
                move(divider, event.getCode() == more ? step : -step);
                event.consume();
            }
        });
    }

    private void move(Node divider, double pixels) {
        double extent = isSideBySide() ? split.getWidth() : split.getHeight();
        int index = index(divider);
        if (extent > 0 && index < split.getDividers().size()) {
            split.setDividerPosition(index, split.getDividerPositions()[index] + pixels / extent);
            split.layout();
            moved.run();
        }
    }

    /** Which divider it is, in the order of the parts: as many stand before it. */
    private int index(Node divider) {
        return (int) split.getChildrenUnmodifiable().stream()
                .filter(DividerKeys::isDivider)
                .filter(other -> place(other) < place(divider))
                .count();
    }

    private double place(Node divider) {
        return isSideBySide() ? divider.getLayoutX() : divider.getLayoutY();
    }
}
