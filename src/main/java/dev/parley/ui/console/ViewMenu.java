package dev.parley.ui.console;

import java.util.function.Consumer;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;

/** How the console's rows are shown: their bytes, their times, and what explains them. */
final class ViewMenu extends MenuButton {
    private final CheckMenuItem explains = new CheckMenuItem("Explain the row (F1)");

    /**
     * A menu.
     *
     * @param find opens the search
     * @param explained called with whether the selected row is to be explained
     */
    ViewMenu(Consumer<ByteView> bytes, Consumer<TimeStyle> times, Runnable find, Consumer<Boolean> explained) {
        super("View");
        setId("console-view");
        getStyleClass().addAll("flat", "header-button");
        setAccessibleText("View: bytes and times");
        ToggleGroup byteViews = new ToggleGroup();
        for (ByteView view : ByteView.values()) {
            getItems().add(choice(view.title(), byteViews, view == ByteView.TEXT, () -> bytes.accept(view)));
        }
        getItems().add(new SeparatorMenuItem());
        ToggleGroup timeStyles = new ToggleGroup();
        for (TimeStyle style : TimeStyle.values()) {
            getItems()
                    .add(choice(
                            "Time: " + style.title(),
                            timeStyles,
                            style == TimeStyle.SINCE_START,
                            () -> times.accept(style)));
        }
        getItems().add(new SeparatorMenuItem());
        MenuItem search = new MenuItem("Find");
        search.setOnAction(event -> find.run());
        search.setAccelerator(
                new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN));
        getItems().add(search);
        getItems().add(explains);
        explains.selectedProperty().addListener((observable, before, on) -> explained.accept(on));
    }

    /** Explains the row, or no longer. */
    void toggleExplained() {
        explains.setSelected(!explains.isSelected());
    }

    private static RadioMenuItem choice(String text, ToggleGroup group, boolean chosen, Runnable deed) {
        RadioMenuItem item = new RadioMenuItem(text);
        item.setToggleGroup(group);
        item.setSelected(chosen);
        item.setOnAction(event -> deed.run());
        return item;
    }
}
