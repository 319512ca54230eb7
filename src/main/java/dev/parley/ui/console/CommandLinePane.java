package dev.parley.ui.console;

import dev.parley.at.Caution;
import dev.parley.at.Completion;
import dev.parley.at.Dictionary;
import dev.parley.at.NetworkPicture;
import dev.parley.session.SessionController;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Notices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The line in which commands are typed: completion with what each parameter means, a caution before what cannot work is sent, and what
 * was sent before.
 */
final class CommandLinePane extends VBox {
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    private static final int MOST_SHOWN = 6;

    private final SessionController controller;
    private final Notices notices;
    private final Executor background;
    private final Runnable sent;
    private final TextField command = new TextField();
    private final VBox candidates = new VBox();
    private final Label hint = new Label();
    private final Label caution = new Label();
    private final CommandHistory history = new CommandHistory();
    private @Nullable HistoryFile file;
    private NetworkPicture network = NetworkPicture.unknown();
    private Completion completion = new Completion(0, 0, List.of(), Optional.empty());
    private int chosen;
    /** The line that was cautioned of: Enter once more sends it. */
    private String cautioned = "";
    /** What is looked for in what was sent before, while it is looked for. */
    private @Nullable String sought;

    private boolean putting;

    /**
     * An empty line.
     *
     * @param background writes the file of what was sent
     * @param sent called when a command is on its way
     */
    CommandLinePane(SessionController controller, Notices notices, Executor background, Runnable sent) {
        this.controller = controller;
        this.notices = notices;
        this.background = background;
        this.sent = sent;
        Label prompt = new Label("AT›");
        prompt.getStyleClass().addAll("command-prompt", "bytes");
        prompt.setMinWidth(Region.USE_PREF_SIZE);
        command.setId("console-command");
        command.getStyleClass().addAll("bytes", "command-field");
        command.setPromptText("AT+QCSQ  ·  Enter sends, Tab completes, Up and Ctrl+R recall (Ctrl+L)");
        command.setAccessibleText("AT command to send");
        command.setOnAction(event -> send());
        command.addEventFilter(KeyEvent.KEY_PRESSED, this::keys);
        command.textProperty().addListener((observable, before, text) -> typed());
        command.caretPositionProperty().addListener((observable, before, caret) -> complete());
        command.focusedProperty().addListener((observable, before, focused) -> {
            if (!focused) {
                shown(candidates, false);
                shown(hint, false);
            }
        });
        HBox.setHgrow(command, Priority.ALWAYS);
        candidates.getStyleClass().add("completion");
        candidates.setId("console-completion");
        hint.getStyleClass().add("completion-hint");
        hint.setWrapText(true);
        caution.getStyleClass().add("caution-line");
        caution.setId("console-caution");
        caution.setGraphic(new FontIcon(Feather.ALERT_TRIANGLE));
        caution.setWrapText(true);
        caution.setMinHeight(Region.USE_PREF_SIZE);
        HBox line = new HBox(6, prompt, command);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("command-line");
        getChildren().addAll(candidates, hint, caution, line);
        List.of(candidates, hint, caution).forEach(node -> shown(node, false));
    }

    private static void shown(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    /** Begins with the commands that {@code path} kept, and keeps there what is sent from now on. */
    void keepIn(Path path) {
        HistoryFile kept = new HistoryFile(path);
        file = kept;
        background.execute(() -> {
            try {
                List<String> lines = kept.read();
                FxThread.run(() -> history.begin(lines));
            } catch (IOException e) {
                FxThread.run(() -> notices.failed("what was sent before cannot be read from " + path + ": "
                        + e.getMessage() + "; move the file away to begin anew"));
            }
        });
    }

    /** What is known of the modem, for completion and cautions. */
    void know(NetworkPicture picture) {
        network = picture;
    }

    /** True while it has the focus. */
    boolean isUsed() {
        return hasFocus();
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
        putting = true;
        command.setText(text);
        command.end();
        complete();
        putting = false;
    }

    private void keys(KeyEvent event) {
        boolean used = true;
        switch (event.getCode()) {
            case UP -> {
                if (event.isAltDown()) {
                    choose(chosen - 1);
                } else {
                    put(history.older(command.getText()));
                }
            }
            case DOWN -> {
                if (event.isAltDown()) {
                    choose(chosen + 1);
                } else {
                    put(history.newer(command.getText()));
                }
            }
            case TAB -> used = !event.isShiftDown() && accept(chosen);
            case R -> {
                used = event.isShortcutDown();
                if (used) {
                    lookBack();
                }
            }
            case ESCAPE -> {
                used = candidates.isVisible() || hint.isVisible() || caution.isVisible();
                shown(candidates, false);
                shown(hint, false);
                shown(caution, false);
            }
            default -> used = false;
        }
        if (event.getCode() != KeyCode.R && event.getCode() != KeyCode.CONTROL) {
            sought = null;
        }
        if (used) {
            event.consume();
        }
    }

    /** Goes to the newest command that holds what was typed, then to those before it. */
    private void lookBack() {
        if (sought == null) {
            sought = command.getText();
            history.fromTheEnd();
        }
        Optional<String> found = history.find(sought);
        found.ifPresent(this::put);
        String words = sought.isEmpty() ? "" : " with \u201c" + sought + "\u201d";
        hint.setText(
                found.isPresent()
                        ? "Sent before" + words + ": Ctrl+R goes on to older ones, Esc leaves it in the line"
                        : "Nothing older was sent" + words);
        shown(hint, true);
    }

    private void typed() {
        if (!command.getText().strip().equals(cautioned)) {
            cautioned = "";
            shown(caution, false);
        }
    }

    private void complete() {
        String text = command.getText();
        int caret = command.getCaretPosition();
        // What was put here is whole, and a list without the focus would have nobody to shut it.
        boolean wanted = !putting && hasFocus() && text.length() >= 2 && caret <= text.length();
        completion = wanted
                ? Completion.of(text, caret, Dictionary.standard(), network)
                : new Completion(0, 0, List.of(), Optional.empty());
        chosen = 0;
        draw();
    }

    private boolean hasFocus() {
        return command.getScene() != null && command.equals(command.getScene().getFocusOwner());
    }

    private void draw() {
        candidates.getChildren().clear();
        List<Completion.Candidate> all = completion.candidates();
        for (int i = 0; i < Math.min(MOST_SHOWN, all.size()); i++) {
            candidates.getChildren().add(row(all.get(i), i));
        }
        shown(candidates, !all.isEmpty());
        hint.setText(completion
                .hint()
                .map(it -> it.signature() + "\n" + it.name() + ": " + it.about())
                .orElse(""));
        shown(hint, completion.hint().isPresent());
    }

    private Node row(Completion.Candidate candidate, int index) {
        Label name = new Label(candidate.label());
        name.getStyleClass().addAll("completion-name", "bytes");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label about = new Label(candidate.about());
        about.getStyleClass().add("completion-about");
        HBox row = new HBox(10, name, about);
        row.getStyleClass().add("completion-row");
        row.setAccessibleText(candidate.label() + ", " + candidate.about());
        row.pseudoClassStateChanged(CHOSEN, index == chosen);
        row.setOnMouseClicked(event -> accept(index));
        return row;
    }

    private void choose(int index) {
        int count = Math.min(MOST_SHOWN, completion.candidates().size());
        if (count > 0) {
            chosen = Math.floorMod(index, count);
            draw();
        }
    }

    private boolean accept(int index) {
        if (index >= completion.candidates().size() || !candidates.isVisible()) {
            return false;
        }
        String text = command.getText();
        String chosenText = completion.candidates().get(index).text();
        int from = completion.from();
        command.setText(text.substring(0, from) + chosenText + text.substring(completion.to()));
        command.positionCaret(from + chosenText.length());
        return true;
    }

    private void send() {
        String line = command.getText().strip();
        if (line.isEmpty()) {
            return;
        }
        List<Caution> cautions = Caution.of(line, network);
        if (!cautions.isEmpty() && !line.equals(cautioned)) {
            cautioned = line;
            Caution first = cautions.getFirst();
            caution.setText(first.sentence() + " " + first.advice() + " Enter once more sends it all the same.");
            caution.setAccessibleText(caution.getText());
            shown(caution, true);
            shown(candidates, false);
            return;
        }
        cautioned = "";
        history.add(line);
        keep();
        command.clear();
        shown(caution, false);
        sent.run();
        notices.watch(controller.command(line));
    }

    private void keep() {
        HistoryFile kept = file;
        if (kept == null) {
            return;
        }
        List<String> lines = history.toKeep();
        background.execute(() -> {
            try {
                kept.write(lines);
            } catch (IOException e) {
                FxThread.run(() -> notices.failed("what was sent cannot be kept in " + kept.path() + ": "
                        + e.getMessage() + "; it is forgotten when the program ends"));
            }
        });
    }
}
