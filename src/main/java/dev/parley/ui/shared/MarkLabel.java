package dev.parley.ui.shared;

import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** A {@link Mark} with its word. */
public final class MarkLabel extends Label {
    private final FontIcon icon = new FontIcon();
    private @Nullable Mark shown;

    public MarkLabel() {
        getStyleClass().add("mark");
        setGraphic(icon);
        setGraphicTextGap(5);
        setMinWidth(0);
    }

    public void show(Mark mark, String word) {
        if (mark != shown) {
            StyleClasses.replace(this, shown == null ? "" : shown.styleClass(), mark.styleClass());
            icon.setIconCode(mark.icon());
            shown = mark;
        }
        setText(word);
    }
}
