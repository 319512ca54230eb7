package dev.parley.ui.palette;

import dev.parley.ui.shared.PanelFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/** What the buttons and menus of a scene do, as commands: nothing that can be clicked has to be looked for. */
public final class SceneCommands {
    private static final String OPENS = " ▸ ";

    private SceneCommands() {}

    /**
     * What can be done below {@code root} now: buttons that are seen and enabled, and the items of its menus, each title once. Buttons
     * in the rows of a list are no commands: they mean their row.
     *
     * @param group what commands outside of a panel belong to
     */
    public static List<Command> of(Parent root, String group) {
        Map<String, Command> found = new LinkedHashMap<>();
        collect(root, group, found);
        return List.copyOf(found.values());
    }

    private static void collect(Node node, String group, Map<String, Command> found) {
        boolean passedOver = node instanceof IndexedCell<?>
                || node instanceof CommandPalette
                || node.getStyleClass().contains(PanelFrame.HAS_COMMANDS);
        if (!node.isVisible() || node.isDisabled() || passedOver) {
            return;
        }
        switch (node) {
            case MenuButton menu -> {
                if (menu.getOnShowing() != null) {
                    menu.getOnShowing().handle(null);
                }
                items(
                        menu.getItems(),
                        group,
                        name(menu).map(name -> name + OPENS).orElse(""),
                        found);
            }
            case ButtonBase button ->
                name(button).ifPresent(name -> add(new Command(group, name, () -> press(button)), found));
            case Parent parent -> {
                String its = parent instanceof PanelFrame frame ? titled(frame.title()) : group;
                List.copyOf(parent.getChildrenUnmodifiable()).forEach(child -> collect(child, its, found));
            }
            default -> {}
        }
    }

    /** A field's name is a place to go to, not a deed; a box that is checked is. */
    private static void press(ButtonBase button) {
        if (button instanceof CheckBox) {
            button.requestFocus();
        }
        button.fire();
    }

    private static void items(List<MenuItem> items, String group, String path, Map<String, Command> found) {
        for (MenuItem item : new ArrayList<>(items)) {
            String text = item.getText();
            if (item.isDisable() || item instanceof SeparatorMenuItem || text == null || text.isBlank()) {
                continue;
            }
            if (item instanceof Menu menu) {
                items(menu.getItems(), group, path + text + OPENS, found);
            } else if (item.getOnAction() != null) {
                add(new Command(group, path + text, item::fire), found);
            }
        }
    }

    private static void add(Command command, Map<String, Command> found) {
        found.putIfAbsent(command.title(), command);
    }

    private static Optional<String> name(ButtonBase button) {
        String spoken = button.getAccessibleText();
        String text = spoken == null || spoken.isBlank() ? button.getText() : spoken;
        return Optional.ofNullable(text).map(String::strip).filter(it -> !it.isEmpty());
    }

    /** {@code BYTE FLOW} is a title over a panel; among words it is {@code Byte flow}. */
    static String titled(String heading) {
        return heading.length() <= 4
                ? heading
                : heading.charAt(0) + heading.substring(1).toLowerCase(java.util.Locale.ROOT);
    }
}
