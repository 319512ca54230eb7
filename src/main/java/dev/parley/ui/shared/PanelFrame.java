package dev.parley.ui.shared;

import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A panel's frame: a header with title, summary and tools over the content. A double click on the header maximises it, its context
 * menu does the rest.
 */
public final class PanelFrame extends BorderPane {
    /** How high a frame is of which only the header is shown, in pixels. */
    public static final double HEADER = 29;

    /** Style class of buttons that do what commands of the window do under names of their own. */
    public static final String HAS_COMMANDS = "has-commands";

    /** What a frame is asked for by its header. */
    public interface Deeds {
        /** Maximises it, or puts it back. */
        void maximise(PanelFrame frame);

        /** Folds it to its header, or opens it. */
        void fold(PanelFrame frame);

        void hide(PanelFrame frame);

        /** Gives it a window of its own, or takes it back. */
        void detach(PanelFrame frame);
    }

    private final Label summary = new Label();
    private final HBox tools = new HBox(6);
    private final Button fold = new Button();
    private final FontIcon foldIcon = new FontIcon(Feather.CHEVRON_DOWN);
    private final Button maximise = new Button();
    private final FontIcon maximiseIcon = new FontIcon(Feather.MAXIMIZE_2);
    private final String title;
    private final Node content;
    private boolean folded;
    private boolean alone;

    /**
     * A frame.
     *
     * @param id the node's id, by which tests, pictures and the kept layout find it
     * @param layerClass style class of the accent in its header
     * @param foldable false where it stands alone in its column and folding it would gain nothing
     */
    public PanelFrame(String id, String title, String layerClass, Node content, boolean foldable, Deeds deeds) {
        this.title = title;
        this.content = content;
        setId(id);
        getStyleClass().add("panel");
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText(title);
        Label name = new Label(title);
        name.getStyleClass().addAll("panel-title", layerClass);
        summary.getStyleClass().add("panel-summary");
        summary.setMinWidth(0);
        HBox.setHgrow(summary, Priority.ALWAYS);
        summary.setMaxWidth(Double.MAX_VALUE);
        name.setMinWidth(Region.USE_PREF_SIZE);
        tools.setAlignment(Pos.CENTER_RIGHT);
        tools.setMinWidth(Region.USE_PREF_SIZE);
        setUp(fold, foldIcon);
        fold.setOnAction(event -> deeds.fold(this));
        fold.setVisible(foldable);
        fold.setManaged(foldable);
        setUp(maximise, maximiseIcon);
        maximise.setOnAction(event -> deeds.maximise(this));
        HBox buttons = new HBox(fold, maximise);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        buttons.setMinWidth(USE_PREF_SIZE);
        buttons.getStyleClass().add(HAS_COMMANDS);
        HBox header = new HBox(8, name, summary, tools, buttons);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("panel-header");
        header.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                deeds.maximise(this);
            }
        });
        ContextMenu menu = new ContextMenu(
                item("Maximise or restore (double click)", () -> deeds.maximise(this)),
                item("Fold or open", () -> deeds.fold(this)),
                item("Own window or back", () -> deeds.detach(this)),
                item("Hide", () -> deeds.hide(this)));
        menu.getItems().get(1).setVisible(foldable);
        header.setOnContextMenuRequested(event -> menu.show(header, event.getScreenX(), event.getScreenY()));
        setTop(header);
        setMinSize(0, 0);
        showMaximised(false);
        showFolded(false);
    }

    private static void setUp(Button button, FontIcon icon) {
        button.setGraphic(icon);
        button.getStyleClass().addAll("flat", "header-button");
        button.setMinWidth(USE_PREF_SIZE);
    }

    private static MenuItem item(String text, Runnable deed) {
        MenuItem item = new MenuItem(text);
        item.setOnAction(event -> deed.run());
        return item;
    }

    public String title() {
        return title;
    }

    public void summary(String text) {
        summary.setText(text);
    }

    /** Puts controls into the header, before the frame's own buttons. */
    public void tools(Node... nodes) {
        tools.getChildren().setAll(nodes);
    }

    /** True where only the header is shown. */
    public boolean isFolded() {
        return folded;
    }

    /** Shows the header only, or everything. */
    public void showFolded(boolean fold) {
        folded = fold;
        foldIcon.setIconCode(folded ? Feather.CHEVRON_UP : Feather.CHEVRON_DOWN);
        tell(this.fold, (folded ? "Open " : "Fold ") + title);
        showContent();
    }

    public void showMaximised(boolean maximised) {
        alone = maximised;
        maximiseIcon.setIconCode(maximised ? Feather.MINIMIZE_2 : Feather.MAXIMIZE_2);
        tell(maximise, (maximised ? "Restore " : "Maximise ") + title + " (double click on its header)");
        showContent();
    }

    /** A folded panel that was given the whole room shows what it has. */
    private void showContent() {
        boolean open = !folded || alone;
        setCenter(open ? content : null);
        tools.setVisible(open);
        setMaxHeight(open ? Double.MAX_VALUE : HEADER);
        setMinHeight(open ? 0 : HEADER);
    }

    private static void tell(Button button, String what) {
        button.setTooltip(new Tooltip(what));
        button.setAccessibleText(what);
    }
}
