package dev.parley.ui.console;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.VirtualFlow;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Which of all lines are in sight. It follows the newest until the operator looks elsewhere, and lets the window on the lines go
 * on with what is looked at.
 */
final class Sight {
    private static final PseudoClass PART = PseudoClass.getPseudoClass("part");

    private final ConsoleModel model;
    private final LineWindow window;
    private final ListView<ConsoleItem> list;
    /** Where the window stands among all lines; in sight only where they are too many for it. */
    private final ScrollBar position = new ScrollBar();

    private final ToggleButton follow = new ToggleButton("Follow");
    /** How many lines the list had when it was last laid out at its end. */
    private int sizeAtEnd = -1;

    /** How high it was then. */
    private double heightAtEnd;

    private boolean moving;
    private boolean shifting;

    Sight(ConsoleModel model, LineWindow window, ListView<ConsoleItem> list) {
        this.model = model;
        this.window = window;
        this.list = list;
        position.setOrientation(Orientation.VERTICAL);
        position.setAccessibleText("Position in the session");
        position.setId("console-position");
        position.setVisible(false);
        position.setManaged(false);
        position.valueProperty().addListener((observable, before, line) -> {
            if (!moving) {
                follow(false);
                lookFrom(line.intValue());
            }
        });
        follow.setSelected(true);
        follow.setId("console-follow");
        follow.getStyleClass().addAll("flat", "header-button");
        follow.setGraphic(new FontIcon(Feather.CHEVRONS_DOWN));
        follow.setTooltip(new Tooltip("Keep the newest row in sight; scrolling back switches it off"));
        follow.selectedProperty().addListener((observable, before, on) -> {
            window.stay(on);
            toEnd();
        });
    }

    /** The bar beside the rows. */
    ScrollBar position() {
        return position;
    }

    /** The button for the panel's header. */
    ToggleButton button() {
        return follow;
    }

    boolean follows() {
        return follow.isSelected();
    }

    /** Keeps the newest line in sight, or stays where it is. */
    void follow(boolean newest) {
        follow.setSelected(newest);
    }

    /** True while the window goes on: what the list then says is selected was not chosen by the operator. */
    boolean isShifting() {
        return shifting;
    }

    /** Goes to the first of all lines. */
    void toStart() {
        follow(false);
        lookFrom(0);
    }

    /** Selects the row and brings it into sight; nothing where it does not pass the filter. */
    void goTo(int row) {
        if (model.list().shows(row)) {
            follow(false);
            int line = model.list().line(row);
            window.show(line);
            list.getSelectionModel().clearAndSelect(line - window.offset());
            list.scrollTo(Math.max(0, line - window.offset() - 3));
        }
    }

    /** Brings the row, which passes the filter, into sight. */
    void show(int row) {
        follow(false);
        int line = model.list().line(row);
        window.show(line);
        list.scrollTo(Math.max(0, line - window.offset() - 2));
    }

    /** Brings the newest line into sight, where it is followed. */
    void toEnd() {
        if (follows() && !model.list().isEmpty()) {
            if (window.size() != sizeAtEnd) {
                // Until it is laid out, the list does not know of a row that has just come.
                list.layout();
                sizeAtEnd = window.size();
            }
            list.scrollTo(window.size() - 1);
            heightAtEnd = list.getHeight();
        }
    }

    /** Lets the window go on with what is in sight, and the position tell where that is. */
    void goOn() {
        if (list.getHeight() != heightAtEnd) {
            // What opened above or below the rows must not cover the newest one.
            toEnd();
        }
        boolean part = window.isPart();
        if (part != position.isVisible()) {
            position.setVisible(part);
            position.setManaged(part);
            list.pseudoClassStateChanged(PART, part);
        }
        if (!part || !(list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow)) {
            return;
        }
        IndexedCell<?> first = flow.getFirstVisibleCell();
        if (first == null) {
            return;
        }
        int line = window.offset() + first.getIndex();
        int inSight = (int) (list.getHeight() / list.getFixedCellSize());
        if (!follows() && !position.isPressed()) {
            lookOn(line, inSight);
        }
        moving = true;
        position.setMax(Math.max(0, model.list().size() - inSight));
        position.setVisibleAmount(inSight);
        position.setBlockIncrement(inSight);
        position.setUnitIncrement(3);
        if (!position.isPressed()) {
            position.setValue(line);
        }
        moving = false;
    }

    /** Puts line {@code line} of all at the top. */
    private void lookFrom(int line) {
        if (window.isPart()) {
            shifting = true;
            window.show(line);
            shifting = false;
            list.scrollTo(Math.max(0, line - window.offset()));
        }
    }

    private void lookOn(int line, int inSight) {
        List<Integer> chosen = list.getSelectionModel().getSelectedIndices().stream()
                .map(index -> index + window.offset())
                .toList();
        shifting = true;
        if (window.show(line + inSight / 2)) {
            list.getSelectionModel().clearSelection();
            chosen.stream()
                    .map(index -> index - window.offset())
                    .filter(index -> index >= 0 && index < window.size())
                    .forEach(list.getSelectionModel()::select);
            list.scrollTo(Math.max(0, line - window.offset()));
        }
        shifting = false;
    }
}
