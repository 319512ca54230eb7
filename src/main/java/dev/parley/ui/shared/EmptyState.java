package dev.parley.ui.shared;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What a panel shows while it has nothing to show: what will stand here, and what to do for it. */
public final class EmptyState extends VBox {
    private static final double ROOMY = 112;

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
        this.hint.setMinHeight(USE_PREF_SIZE);
        this.headline.setMinHeight(USE_PREF_SIZE);
        FontIcon picture = new FontIcon(icon);
        // Where there is little room the words count.
        heightProperty().subscribe(height -> {
            boolean roomy = height.doubleValue() >= ROOMY;
            picture.setVisible(roomy);
            picture.setManaged(roomy);
        });
        getChildren().addAll(picture, this.headline, this.hint);
        setMinSize(0, 0);
        say(headline, hint);
    }

    public void say(String newHeadline, String newHint) {
        headline.setText(newHeadline);
        hint.setText(newHint);
    }
}
