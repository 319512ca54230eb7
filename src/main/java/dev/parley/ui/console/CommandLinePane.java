package dev.parley.ui.console;

import dev.parley.session.SessionController;
import dev.parley.ui.shared.Notices;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The line in which commands are typed, with what was sent before. */
final class CommandLinePane extends VBox {
    private final SessionController controller;
    private final Notices notices;
    private final Runnable sent;
    private final TextField command = new TextField();
    private final CommandHistory history = new CommandHistory();

    /**
     * An empty line.
     *
     * @param sent called when a command is on its way
     */
    CommandLinePane(SessionController controller, Notices notices, Runnable sent) {
        this.controller = controller;
        this.notices = notices;
        this.sent = sent;
        Label prompt = new Label("AT›");
        prompt.getStyleClass().addAll("command-prompt", "bytes");
        prompt.setMinWidth(Region.USE_PREF_SIZE);
        command.setId("console-command");
        command.getStyleClass().addAll("bytes", "command-field");
        command.setPromptText("AT+QCSQ  ·  Enter sends, Up and Down bring back what was sent (Ctrl+L)");
        command.setAccessibleText("AT command to send");
        command.setOnAction(event -> send());
        command.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.UP) {
                put(history.older(command.getText()));
                event.consume();
            } else if (event.getCode() == KeyCode.DOWN) {
                put(history.newer(command.getText()));
                event.consume();
            }
        });
        HBox.setHgrow(command, Priority.ALWAYS);
        HBox line = new HBox(6, prompt, command);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("command-line");
        getChildren().add(line);
    }

    void focus() {
        command.requestFocus();
    }

    /** Puts {@code text} into the line, to be changed and sent. */
    void type(String text) {
        put(text);
        focus();
    }

    private void put(String text) {
        command.setText(text);
        command.end();
    }

    private void send() {
        String line = command.getText().strip();
        if (line.isEmpty()) {
            return;
        }
        history.add(line);
        command.clear();
        sent.run();
        notices.watch(controller.command(line));
    }
}
