package dev.parley.ui.palette;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Every command of the window, found by typing. Up and Down choose while the field keeps the focus, Enter does it, Escape goes. The
 * focus goes back to where it was before the command is done. Made and used on the JavaFX thread.
 */
public final class CommandPalette extends VBox {
    private static final double WIDTH = 520;
    private static final int ROWS = 12;
    private static final double ROW = 26;
    private static final int MOST_RECENT = 12;

    private final TextField field = new TextField();
    private final ListView<Command> found = new ListView<>();
    private final Label none = new Label("No command of this window has that in its name.");
    private final List<String> recent = new ArrayList<>();
    private List<Command> commands = List.of();
    private @Nullable Node before;

    public CommandPalette() {
        setId("command-palette");
        getStyleClass().add("palette");
        setMaxSize(WIDTH, Region.USE_PREF_SIZE);
        field.setId("command-words");
        field.setPromptText("Type what you want to do");
        field.setAccessibleText("Command by name. Up and Down choose, Enter does it");
        found.setId("commands-found");
        found.setAccessibleText("Commands found");
        found.setFocusTraversable(false);
        found.setFixedCellSize(ROW);
        found.setPlaceholder(none);
        found.getStyleClass().add("dense-list");
        found.setCellFactory(list -> new Cell());
        getChildren().addAll(field, found);
        field.textProperty().subscribe(text -> search());
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        field.focusedProperty().subscribe(focused -> {
            if (!focused && isVisible()) {
                shut();
            }
        });
        setVisible(false);
        setManaged(false);
    }

    /** Begins with what was used last in earlier runs. */
    public void recent(List<String> titles) {
        recent.clear();
        recent.addAll(titles);
    }

    /** Opens on {@code all} commands. */
    public void open(List<Command> all) {
        commands = List.copyOf(all);
        before = getScene() == null ? null : getScene().getFocusOwner();
        setVisible(true);
        setManaged(true);
        toFront();
        field.setText("");
        search();
        field.requestFocus();
    }

    /** The titles of the commands used last, the last one first. */
    public List<String> recent() {
        return List.copyOf(recent);
    }

    public boolean isOpen() {
        return isVisible();
    }

    /** Closes and gives the focus back. */
    public void shut() {
        if (!isVisible()) {
            return;
        }
        boolean focused = field.isFocused();
        setVisible(false);
        setManaged(false);
        if (focused && before != null && before.getScene() != null) {
            before.requestFocus();
        }
        before = null;
    }

    private void search() {
        List<Command> now = CommandSearch.find(commands, recent, field.getText());
        found.getItems().setAll(now);
        found.setPrefHeight(Math.clamp(now.size(), 1, ROWS) * ROW + 4);
        found.getSelectionModel().selectFirst();
        found.scrollTo(0);
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case UP -> choose(-1);
            case DOWN -> choose(1);
            case PAGE_UP -> choose(-ROWS);
            case PAGE_DOWN -> choose(ROWS);
            case ENTER -> use(found.getSelectionModel().getSelectedItem());
            case ESCAPE -> shut();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void choose(int by) {
        int count = found.getItems().size();
        if (count == 0) {
            return;
        }
        int at = Math.clamp((long) found.getSelectionModel().getSelectedIndex() + by, 0, count - 1);
        found.getSelectionModel().select(at);
        found.scrollTo(Math.max(0, at - ROWS + 1));
    }

    private void use(@Nullable Command command) {
        if (command == null) {
            return;
        }
        shut();
        recent.remove(command.title());
        recent.addFirst(command.title());
        while (recent.size() > MOST_RECENT) {
            recent.removeLast();
        }
        command.deed().run();
    }

    private final class Cell extends ListCell<Command> {
        private final Label name = new Label();
        private final Label group = new Label();
        private final Label keys = new Label();
        private final HBox box;

        Cell() {
            group.getStyleClass().add("palette-group");
            group.setMinWidth(96);
            keys.getStyleClass().addAll("palette-keys", "bytes");
            keys.setMinWidth(Region.USE_PREF_SIZE);
            name.setMinWidth(0);
            Region between = new Region();
            HBox.setHgrow(between, Priority.ALWAYS);
            box = new HBox(8, group, name, between, keys);
            box.setAlignment(Pos.CENTER_LEFT);
            setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY && !isEmpty()) {
                    use(getItem());
                }
            });
        }

        @Override
        protected void updateItem(@Nullable Command command, boolean empty) {
            super.updateItem(command, empty);
            if (empty || command == null) {
                setGraphic(null);
                setAccessibleText("");
                return;
            }
            group.setText(command.group());
            name.setText(command.name());
            keys.setText(command.shownKeys());
            setAccessibleText(command.title() + (command.keys().isEmpty() ? "" : ", " + command.shownKeys()));
            setGraphic(box);
        }
    }
}
