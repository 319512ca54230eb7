package dev.parley.ui.shared;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A part of a panel under a heading that folds it. Folded, the heading tells in a few words what is in it. */
public final class Section extends VBox {
    private final BooleanProperty open = new SimpleBooleanProperty(true);
    private final ToggleButton heading = new ToggleButton();
    private final Label summary = new Label();
    private boolean chosen;

    /**
     * An open section.
     *
     * @param id of its heading, by which tests find it
     */
    public Section(String id, String title, Node content) {
        FontIcon chevron = new FontIcon(Feather.CHEVRON_DOWN);
        Label name = new Label(title, chevron);
        name.getStyleClass().add("section-name");
        name.setMinWidth(USE_PREF_SIZE);
        summary.getStyleClass().add("section-summary");
        summary.setMinWidth(0);
        HBox line = new HBox(8, name, summary);
        HBox.setHgrow(summary, Priority.ALWAYS);
        line.setAlignment(Pos.CENTER_LEFT);
        heading.setId(id);
        heading.getStyleClass().setAll("section-heading");
        heading.setGraphic(line);
        heading.setMaxWidth(Double.MAX_VALUE);
        heading.setAlignment(Pos.CENTER_LEFT);
        heading.setSelected(true);
        heading.setOnAction(event -> {
            chosen = true;
            open.set(heading.isSelected());
        });
        getChildren().addAll(heading, content);
        setMinWidth(0);
        setFillWidth(true);
        open.subscribe(now -> {
            heading.setSelected(now);
            chevron.setIconCode(now ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT);
            content.setVisible(now);
            content.setManaged(now);
            summary.setVisible(!now);
            speak(title);
        });
        summary.textProperty().subscribe(text -> speak(title));
    }

    private void speak(String title) {
        heading.setAccessibleText(title + (open.get() ? ", open" : ", folded: " + summary.getText()));
    }

    /** What the heading tells of the content while that is folded. */
    public void summary(String text) {
        summary.setText(text);
    }

    public BooleanProperty openProperty() {
        return open;
    }

    /** True once the operator has folded or opened it: from then on it is left as it is. */
    public boolean isChosen() {
        return chosen;
    }

    /** The heading: what is pressed to fold or open it. */
    public ButtonBase heading() {
        return heading;
    }
}
