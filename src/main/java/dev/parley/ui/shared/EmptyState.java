package dev.parley.ui.shared;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What a panel shows while it has nothing to show: what will stand here, and what to do for it. */
public final class EmptyState extends VBox {
    private final Label headline = new Label();
    private final Label hint = new Label();

    public EmptyState(Feather icon, String headline, String hint) {
        super(4);
        getStyleClass().add("empty-state");
        setAlignment(Pos.CENTER);
        this.headline.getStyleClass().add("empty-headline");
        this.hint.getStyleClass().add("empty-hint");
        this.hint.setWrapText(true);
        this.hint.setTextAlignment(TextAlignment.CENTER);
        this.hint.setMaxWidth(420);
        FontIcon picture = new FontIcon(icon);
        getChildren().addAll(picture, this.headline, this.hint);
        setMinSize(0, 0);
        say(headline, hint);
    }

    public void say(String newHeadline, String newHint) {
        headline.setText(newHeadline);
        hint.setText(newHint);
    }
}
