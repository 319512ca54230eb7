package dev.parley.ui.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.controlsfx.control.textfield.CustomTextField;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The field that says which rows pass, and the menu that writes its usual words into it. */
final class ConsoleFilter extends CustomTextField {
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");
    private static final List<String> MARKS = List.of(
            "layer:at",
            "layer:socket",
            "layer:tls",
            "layer:mqtt",
            "",
            "result:ok",
            "result:failed",
            "result:waits",
            "result:urc",
            "result:noise",
            "",
            "by:parley",
            "by:operator",
            "by:host");

    private final MenuButton menu = new MenuButton();

    /**
     * A filter that all rows pass.
     *
     * @param typed called with the text as it is typed
     */
    ConsoleFilter(Consumer<String> typed) {
        setPromptText("Filter (Ctrl+F)");
        setId("console-filter");
        getStyleClass().add("header-field");
        setLeft(new FontIcon(Feather.FILTER));
        setAccessibleText("Filter the console's rows");
        setTooltip(new Tooltip("Words or /expression/, layer:tls, result:failed, socket:0, by:operator."
                + " Hides rows; the log keeps all."));
        setPrefWidth(150);
        textProperty().addListener((observable, before, text) -> typed.accept(text));
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && !getText().isEmpty()) {
                clear();
                event.consume();
            }
        });
        menu.setGraphic(new FontIcon(Feather.SLIDERS));
        menu.setId("console-filter-menu");
        menu.getStyleClass().addAll("flat", "header-button");
        menu.setAccessibleText("Filter by layer, result, socket or writer");
        menu.setTooltip(new Tooltip("Filter by layer, result or who wrote it"));
        for (String mark : MARKS) {
            menu.getItems().add(mark.isEmpty() ? new SeparatorMenuItem() : markItem(mark));
        }
        menu.setOnShowing(event -> menu.getItems().stream()
                .filter(CheckMenuItem.class::isInstance)
                .map(CheckMenuItem.class::cast)
                .forEach(check -> check.setSelected(words().anyMatch(check.getText()::equals))));
    }

    /** The menu beside the field. */
    MenuButton menu() {
        return menu;
    }

    /** Shows whether the text is one that can be looked for. */
    void showProblem(boolean problem) {
        pseudoClassStateChanged(ERROR, problem);
    }

    private Stream<String> words() {
        return Stream.of(getText().strip().split("\\s+"));
    }

    private CheckMenuItem markItem(String mark) {
        CheckMenuItem item = new CheckMenuItem(mark);
        item.setOnAction(event -> {
            List<String> words =
                    new ArrayList<>(words().filter(word -> !word.isEmpty()).toList());
            if (!words.remove(mark)) {
                words.addFirst(mark);
            }
            setText(String.join(" ", words));
        });
        return item;
    }
}
