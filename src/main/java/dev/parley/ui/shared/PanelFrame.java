package dev.parley.ui.shared;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A panel's frame: a header with title, summary and tools over the content. A double click on the header maximises it. */
public final class PanelFrame extends BorderPane {
    private final Label summary = new Label();
    private final HBox tools = new HBox(6);
    private final Button maximise = new Button();
    private final FontIcon maximiseIcon = new FontIcon(Feather.MAXIMIZE_2);
    private final String title;

    /**
     * A frame.
     *
     * @param id the node's id, by which tests and pictures find it
     * @param layerClass style class of the accent in its header
     * @param onMaximise called with this frame when the operator asks to maximise or restore it
     */
    public PanelFrame(String id, String title, String layerClass, Node content, Consumer<PanelFrame> onMaximise) {
        this.title = title;
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
        maximise.setGraphic(maximiseIcon);
        maximise.getStyleClass().addAll("flat", "header-button");
        maximise.setOnAction(event -> onMaximise.accept(this));
        showMaximised(false);
        HBox header = new HBox(8, name, summary, tools, maximise);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("panel-header");
        header.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                onMaximise.accept(this);
            }
        });
        setTop(header);
        setCenter(content);
        setMinSize(0, 0);
    }

    public String title() {
        return title;
    }

    public void summary(String text) {
        summary.setText(text);
    }

    /** Puts controls into the header, before the maximise button. */
    public void tools(Node... nodes) {
        tools.getChildren().setAll(nodes);
    }

    public void showMaximised(boolean maximised) {
        maximiseIcon.setIconCode(maximised ? Feather.MINIMIZE_2 : Feather.MAXIMIZE_2);
        String what = (maximised ? "Restore " : "Maximise ") + title + " (double click on its header)";
        maximise.setTooltip(new Tooltip(what));
        maximise.setAccessibleText(what);
    }
}
