package dev.parley.ui.console;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The line a note is typed into; out of sight until {@link #open}. */
final class NoteBar extends HBox {
    private final TextField note = new TextField();
    private final Runnable changed;

    /**
     * A bar.
     *
     * @param keep called with a note that is to be kept
     * @param changed called when the bar comes into sight or goes
     * @param closed called when it is gone
     */
    NoteBar(Consumer<String> keep, Runnable changed, Runnable closed) {
        super(6);
        this.changed = changed;
        getStyleClass().add("find-bar");
        setAlignment(Pos.CENTER_LEFT);
        setVisible(false);
        HBox.setHgrow(note, Priority.ALWAYS);
        note.setId("console-note");
        note.getStyleClass().add("header-field");
        note.setPromptText("Note about the selected row, or about now  ·  Enter keeps it in the session, Esc closes");
        note.setAccessibleText("Note to keep in the session");
        note.setOnAction(event -> {
            keep.accept(note.getText().strip());
            close(closed);
        });
        note.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close(closed);
                event.consume();
            }
        });
        getChildren().addAll(new FontIcon(Feather.BOOKMARK), note);
    }

    void open() {
        setVisible(true);
        changed.run();
        note.requestFocus();
    }

    private void close(Runnable closed) {
        note.clear();
        setVisible(false);
        changed.run();
        closed.run();
    }
}
