package dev.parley.ui;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The read-out on the tool strip, as large as there is room. Where the whole of it would be small, the bytes step down to the
 * caption and the state alone is written large. It asks for no room of its own, so that what stands beside it never moves.
 */
final class ReadOutBox extends HBox {
    private static final int LARGEST = 30;
    private static final int SMALLEST = 13;
    /** Written smaller than this a read-out is not read from two metres. */
    private static final int LEGIBLE = 22;

    private static final double LEAST_WIDTH = 120;
    private static final String PART = " · ";

    private final FontIcon icon = new FontIcon(Feather.CIRCLE);
    private final Label text = new Label();
    private final Label caption = new Label();
    private ReadOut shown = new ReadOut(dev.parley.ui.shared.Mark.WAITING, "", "");

    ReadOutBox() {
        super(10);
        text.setId("read-out");
        text.getStyleClass().add("read-out");
        text.setMinWidth(0);
        icon.getStyleClass().add("read-out-icon");
        caption.getStyleClass().add("read-out-caption");
        caption.setMinWidth(0);
        VBox words = new VBox(text, caption);
        words.setAlignment(Pos.CENTER_RIGHT);
        words.setMinWidth(0);
        getChildren().addAll(icon, words);
        getStyleClass().addAll("read-out-box", shown.mark().styleClass());
        setAlignment(Pos.CENTER_RIGHT);
        setMinWidth(LEAST_WIDTH);
        setPrefWidth(LEAST_WIDTH);
        widthProperty().subscribe(width -> fit());
    }

    void show(ReadOut it) {
        if (it.equals(shown)) {
            return;
        }
        getStyleClass().remove(shown.mark().styleClass());
        getStyleClass().add(it.mark().styleClass());
        icon.setIconCode(it.mark().icon());
        shown = it;
        text.setAccessibleText("State " + it.text() + ", " + it.caption());
        fit();
    }

    private void fit() {
        String whole = shown.text();
        int size = largest(whole);
        int parted = whole.indexOf(PART);
        boolean apart = size < LEGIBLE && parted > 0;
        String state = apart ? whole.substring(0, parted) : whole;
        text.setText(state);
        caption.setText(apart ? whole.substring(parted + PART.length()) + PART + shown.caption() : shown.caption());
        text.setStyle("-fx-font-size: " + (apart ? largest(state) : size) + "px;");
    }

    /** The largest size in which {@code words} fit. */
    private int largest(String words) {
        if (getWidth() == 0) {
            return LARGEST;
        }
        double room = getWidth() - icon.getLayoutBounds().getWidth() - getSpacing() - 8;
        Text probe = new Text(words);
        for (int size = LARGEST; size > SMALLEST; size--) {
            probe.setFont(Font.font(text.getFont().getFamily(), FontWeight.BOLD, size));
            if (probe.getLayoutBounds().getWidth() <= room) {
                return size;
            }
        }
        return SMALLEST;
    }
}
