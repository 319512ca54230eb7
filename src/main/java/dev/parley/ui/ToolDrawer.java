package dev.parley.ui;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The drawer over the lower panels: one tool at a time. */
final class ToolDrawer extends VBox {
    /** What it can show. */
    enum Page {
        SNIPPETS("Snippets", "Ctrl+Shift+S", Feather.LIST),
        EXPERIMENTS("Experiments", "Ctrl+Shift+E", Feather.SLIDERS),
        SOAK("Soak", "Ctrl+Shift+K", Feather.REPEAT),
        COMPARE("Compare", "Ctrl+Shift+D", Feather.LAYERS),
        BREAKPOINTS("Breakpoints", "Ctrl+Shift+B", Feather.STOP_CIRCLE),
        AUDIT("Checks", "Ctrl+Shift+A", Feather.SHIELD),
        TAP("Tap", "Ctrl+Shift+T", Feather.GIT_COMMIT),
        LAB("Lab", "Ctrl+Shift+L", Feather.ZAP);

        private final String title;
        private final String keys;
        private final Feather icon;

        Page(String title, String keys, Feather icon) {
            this.title = title;
            this.keys = keys;
            this.icon = icon;
        }

        String title() {
            return title;
        }

        String keys() {
            return keys;
        }

        Feather icon() {
            return icon;
        }
    }

    private final Map<Page, Node> pages = new EnumMap<>(Page.class);
    private final Map<Page, ToggleButton> tabs = new EnumMap<>(Page.class);
    private final StackPane content = new StackPane();
    private final Consumer<Optional<Page>> onChange;
    private Optional<Page> open = Optional.empty();

    /**
     * A drawer that is shut.
     *
     * @param onChange told the page that is open, or nothing, whenever that changes
     */
    ToolDrawer(Map<Page, Node> pages, Consumer<Optional<Page>> onChange) {
        this.pages.putAll(pages);
        this.onChange = onChange;
        setId("tool-drawer");
        getStyleClass().add("drawer");
        ToggleGroup group = new ToggleGroup();
        HBox header = new HBox(4);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("panel-header");
        for (Page page : Page.values()) {
            ToggleButton tab = new ToggleButton(page.title(), new FontIcon(page.icon()));
            tab.setToggleGroup(group);
            tab.getStyleClass().addAll("header-button", "flat");
            tab.setTooltip(new Tooltip(page.title() + " (" + page.keys() + ")"));
            tab.setOnAction(event -> show(page));
            tabs.put(page, tab);
            header.getChildren().add(tab);
        }
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        Button close = new Button("", new FontIcon(Feather.X));
        close.getStyleClass().addAll("flat", "header-button");
        close.setTooltip(new Tooltip("Close (Esc)"));
        close.setAccessibleText("Close this drawer");
        close.setOnAction(event -> shut());
        header.getChildren().addAll(between, close);
        VBox.setVgrow(content, Priority.ALWAYS);
        content.setMinSize(0, 0);
        getChildren().addAll(header, content);
        setMaxHeight(Region.USE_PREF_SIZE);
        setVisible(false);
        setManaged(false);
    }

    /** The page that is open. */
    Optional<Page> page() {
        return open;
    }

    boolean isOpen() {
        return open.isPresent();
    }

    void show(Page page) {
        Node node = pages.get(page);
        if (node != null) {
            content.getChildren().setAll(node);
        }
        tabs.forEach((other, tab) -> tab.setSelected(other == page));
        change(Optional.of(page));
    }

    /** Opens the page, or shuts the drawer where it is open. */
    void toggle(Page page) {
        if (open.filter(page::equals).isPresent()) {
            shut();
        } else {
            show(page);
        }
    }

    void shut() {
        change(Optional.empty());
    }

    private void change(Optional<Page> page) {
        open = page;
        setVisible(page.isPresent());
        setManaged(page.isPresent());
        onChange.accept(page);
    }
}
