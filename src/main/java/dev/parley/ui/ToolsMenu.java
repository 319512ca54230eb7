package dev.parley.ui;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The pages of the tool drawer by name and key. */
final class ToolsMenu extends MenuButton {
    private final Map<ToolDrawer.Page, CheckMenuItem> items = new EnumMap<>(ToolDrawer.Page.class);

    /** A menu that tells {@code toggled} which page is to open or, where it is open, to shut. */
    ToolsMenu(Consumer<ToolDrawer.Page> toggled) {
        super("Tools", new FontIcon(Feather.TOOL));
        setId("tools");
        getStyleClass().addAll("flat", "strip-menu");
        setTooltip(new Tooltip("Snippets, experiments, breakpoints, checks, tap, lab"));
        for (ToolDrawer.Page page : ToolDrawer.Page.values()) {
            CheckMenuItem item = new CheckMenuItem(words(page), new FontIcon(page.icon()));
            item.setId("tool-" + page.name().toLowerCase(Locale.ROOT));
            item.setOnAction(event -> toggled.accept(page));
            items.put(page, item);
            getItems().add(item);
        }
        setMinWidth(USE_PREF_SIZE);
        showBreakpoints(0);
    }

    private static String words(ToolDrawer.Page page) {
        return page.title() + " (" + page.keys() + ")";
    }

    /** Shows which page is open. */
    void show(Optional<ToolDrawer.Page> open) {
        items.forEach((page, item) -> item.setSelected(open.filter(page::equals).isPresent()));
    }

    /** Shows how many breakpoints are set. */
    void showBreakpoints(int count) {
        CheckMenuItem item = items.get(ToolDrawer.Page.BREAKPOINTS);
        if (item != null) {
            item.setText(words(ToolDrawer.Page.BREAKPOINTS) + (count == 0 ? "" : ", " + count + " set"));
        }
        setText(count == 0 ? "Tools" : "Tools ●" + count);
        setAccessibleText("Tools" + (count == 0 ? "" : ", " + count + " breakpoints set"));
    }
}
