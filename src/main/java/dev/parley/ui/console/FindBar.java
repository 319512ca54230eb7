package dev.parley.ui.console;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The search in the console: jumps from row to row and hides none. */
final class FindBar extends HBox {
    private final TextField field = new TextField();
    private final Label count = new Label();

    /**
     * A bar.
     *
     * @param find called with what is looked for as it is typed
     * @param next called with true for the next row found, false for the one before
     * @param close called when the bar is to go
     */
    FindBar(Consumer<String> find, Consumer<Boolean> next, Runnable close) {
        super(6);
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("find-bar");
        field.setId("console-find");
        field.getStyleClass().add("header-field");
        field.setPromptText("Find text, or /expression/  ·  Enter and F3 go on, Shift back, Esc closes");
        field.setAccessibleText("Find in the console");
        HBox.setHgrow(field, Priority.ALWAYS);
        field.textProperty().addListener((observable, before, text) -> find.accept(text));
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                next.accept(!event.isShiftDown());
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE) {
                close.run();
                event.consume();
            }
        });
        count.getStyleClass().add("find-count");
        count.setMinWidth(USE_PREF_SIZE);
        getChildren()
                .addAll(
                        new FontIcon(Feather.SEARCH),
                        field,
                        count,
                        button(Feather.CHEVRON_UP, "The row before (Shift+F3)", () -> next.accept(false)),
                        button(Feather.CHEVRON_DOWN, "The next row (F3)", () -> next.accept(true)),
                        button(Feather.X, "Close the search (Esc)", close));
    }

    private static Button button(Feather icon, String what, Runnable deed) {
        Button button = new Button("", new FontIcon(icon));
        button.getStyleClass().addAll("flat", "header-button");
        button.setTooltip(new Tooltip(what));
        button.setAccessibleText(what);
        button.setOnAction(event -> deed.run());
        return button;
    }

    void count(String text) {
        count.setText(text);
    }

    void focus() {
        field.requestFocus();
        field.selectAll();
    }
}
