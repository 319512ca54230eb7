package dev.parley.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The recorded sessions: the newest, and any other by its file. */
final class SessionsMenu extends MenuButton {
    private final Runnable choose;
    private final Consumer<Path> open;

    /**
     * A menu.
     *
     * @param choose lets the operator choose a file
     * @param open opens a file
     * @param recent finds the sessions that were kept last; the answer comes on the JavaFX thread
     */
    SessionsMenu(Runnable choose, Consumer<Path> open, Consumer<Consumer<List<Path>>> recent) {
        super("", new FontIcon(Feather.FOLDER));
        this.choose = choose;
        this.open = open;
        setId("sessions");
        getStyleClass().addAll("flat", "strip-menu");
        setTooltip(new Tooltip("Open a recorded session (Ctrl+O, or drop the file onto the window)"));
        setAccessibleText("Open a recorded session");
        // A menu button without items does not open.
        fill(List.of());
        setOnShowing(event -> recent.accept(this::fill));
    }

    private void fill(List<Path> recent) {
        MenuItem other = new MenuItem("Open session or log…", new FontIcon(Feather.FOLDER));
        other.setAccelerator(new KeyCodeCombination(KeyCode.O, KeyCombination.SHORTCUT_DOWN));
        other.setOnAction(event -> choose.run());
        getItems().setAll(other, new SeparatorMenuItem());
        if (recent.isEmpty()) {
            MenuItem none = new MenuItem("No session is kept yet");
            none.setDisable(true);
            getItems().add(none);
        }
        for (Path file : recent) {
            MenuItem item = new MenuItem(String.valueOf(file.getFileName()), new FontIcon(Feather.CLOCK));
            item.setMnemonicParsing(false);
            item.setOnAction(event -> open.accept(file));
            getItems().add(item);
        }
    }
}
