package dev.parley.ui.tour;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * A card that goes through the window stop by stop. Nothing is locked meanwhile: the operator does what the card proposes, or lets
 * the card do it, or skips the rest. Made and used on the JavaFX thread.
 */
public final class Tour extends VBox {
    /**
     * A stop.
     *
     * @param target style id of the node it is about, which gets a frame; empty for none
     * @param offer what the card's button does, in words; empty where there is nothing to do
     */
    public record Stop(String title, String text, String target, String offer, Runnable deed) {
        /** A stop at which there is only something to see. */
        public Stop(String title, String text, String target) {
            this(title, text, target, "", () -> {});
        }
    }

    private static final PseudoClass TOURED = PseudoClass.getPseudoClass("toured");
    private static final double WIDTH = 400;

    private final Label count = new Label();
    private final Label title = new Label();
    private final Label text = new Label();
    private final Button deed = new Button();
    private final Button back = new Button("Back");
    private final Button next = new Button("Next");
    private final Button skip = new Button("Skip");
    private final Runnable ended;
    private List<Stop> stops = List.of();
    private int at;
    private @Nullable Node framed;

    /** A tour that is not under way; {@code ended} is told when it was taken or skipped. */
    public Tour(Runnable ended) {
        this.ended = ended;
        setId("tour");
        getStyleClass().addAll("palette", "tour");
        setMaxSize(WIDTH, Region.USE_PREF_SIZE);
        title.getStyleClass().add("tour-title");
        count.getStyleClass().add("palette-group");
        for (Label label : List.of(title, text)) {
            label.setWrapText(true);
            label.setMinHeight(USE_PREF_SIZE);
        }
        deed.setId("tour-deed");
        deed.getStyleClass().add("accent");
        next.setId("tour-next");
        back.setId("tour-back");
        skip.setId("tour-skip");
        skip.getStyleClass().add("flat");
        deed.setOnAction(event -> stops.get(at).deed().run());
        next.setOnAction(event -> go(at + 1));
        back.setOnAction(event -> go(at - 1));
        skip.setOnAction(event -> end());
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        HBox buttons = new HBox(6, skip, between, deed, back, next);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        getChildren().addAll(count, title, text, buttons);
        setVisible(false);
        setManaged(false);
    }

    public boolean isUnderWay() {
        return isVisible();
    }

    /** Begins at the first of {@code all}. */
    public void begin(List<Stop> all) {
        stops = List.copyOf(all);
        setVisible(true);
        setManaged(true);
        toFront();
        go(0);
        next.requestFocus();
    }

    /** Ends it, wherever it is. */
    public void end() {
        if (!isVisible()) {
            return;
        }
        frame(null);
        setVisible(false);
        setManaged(false);
        ended.run();
    }

    private void go(int to) {
        if (to >= stops.size()) {
            end();
            return;
        }
        at = Math.max(0, to);
        Stop stop = stops.get(at);
        count.setText("Tour, " + (at + 1) + " of " + stops.size());
        title.setText(stop.title());
        text.setText(stop.text());
        deed.setText(stop.offer());
        deed.setVisible(!stop.offer().isEmpty());
        deed.setManaged(!stop.offer().isEmpty());
        back.setDisable(at == 0);
        next.setText(at == stops.size() - 1 ? "Done" : "Next");
        setAccessibleText(title.getText() + ". " + text.getText());
        next.setAccessibleHelp(stop.title() + ". " + stop.text());
        frame(stop.target().isEmpty() || getScene() == null ? null : getScene().lookup("#" + stop.target()));
    }

    private void frame(@Nullable Node node) {
        if (framed != null) {
            framed.pseudoClassStateChanged(TOURED, false);
        }
        framed = node;
        if (node != null) {
            node.pseudoClassStateChanged(TOURED, true);
        }
    }
}
