package dev.parley.ui.console;

import dev.parley.at.Exchange;
import dev.parley.ui.shared.MarkLabel;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A row of the console: layer, time, duration, status, then the command with its answer, payload and meaning. */
final class ConsoleCell extends ListCell<Exchange> {
    private static final PseudoClass LINKED = PseudoClass.getPseudoClass("linked");

    private final Function<Exchange, ConsoleRow> row;
    private final Predicate<Exchange> isLinked;
    private final Label layer = new Label();
    private final Label time = new Label();
    private final Label took = new Label();
    private final MarkLabel mark = new MarkLabel();
    private final Label command = new Label();
    private final Label carried = new Label();
    private final Label answer = new Label();
    private final Label meaning = new Label();
    private final Columns columns;
    private String layerClass = "";

    ConsoleCell(Function<Exchange, ConsoleRow> row, Predicate<Exchange> isLinked) {
        this.row = row;
        this.isLinked = isLinked;
        getStyleClass().add("console-cell");
        layer.getStyleClass().add("layer-tag");
        time.getStyleClass().addAll("console-time", "bytes");
        took.getStyleClass().addAll("console-took", "bytes");
        command.getStyleClass().addAll("console-command", "bytes");
        carried.getStyleClass().add("console-carried");
        answer.getStyleClass().addAll("console-answer", "bytes");
        meaning.getStyleClass().add("console-meaning");
        columns = new Columns(layer, time, took, mark, new Run(command, carried, meaning, answer));
    }

    @Override
    protected void updateItem(@Nullable Exchange exchange, boolean empty) {
        super.updateItem(exchange, empty);
        if (!layerClass.isEmpty()) {
            getStyleClass().remove(layerClass);
            layerClass = "";
        }
        if (empty || exchange == null) {
            setGraphic(null);
            pseudoClassStateChanged(LINKED, false);
            return;
        }
        ConsoleRow it = row.apply(exchange);
        layerClass = it.layer().styleClass();
        getStyleClass().add(layerClass);
        layer.setText(it.layer().word());
        time.setText(it.time());
        took.setText(it.took());
        mark.show(it.mark(), it.word());
        put(command, it.text());
        put(carried, it.carried());
        put(answer, it.result());
        put(meaning, it.meaning());
        setAccessibleText(it.time() + " seconds, " + it.text() + ", " + it.word() + " " + it.carried());
        setGraphic(columns);
        relink();
    }

    private static void put(Label label, String text) {
        label.setText(text);
        label.setManaged(!text.isEmpty());
    }

    void relink() {
        Exchange exchange = getItem();
        pseudoClassStateChanged(LINKED, exchange != null && isLinked.test(exchange));
    }

    /**
     * Texts after each other, the first ones first: where the room ends the last one that began is cut short and the rest is
     * left out. The second stands in line from row to row as long as the first is short.
     */
    private static final class Run extends Region {
        private static final double GAP = 10;
        private static final double LEAST = 30;

        Run(Label... labels) {
            getChildren().addAll(labels);
            setMinSize(0, 0);
        }

        @Override
        protected double computePrefWidth(double height) {
            return 200;
        }

        @Override
        protected void layoutChildren() {
            double width = getWidth();
            double x = 0;
            boolean first = true;
            for (Node child : getManagedChildren()) {
                double wish = Math.ceil(child.prefWidth(-1));
                double room = Math.max(0, first ? Math.max(width * 0.6, width - 220) : width - x);
                boolean shown = room >= Math.min(LEAST, wish);
                child.setVisible(shown);
                if (!shown) {
                    continue;
                }
                double wide = Math.min(wish, room);
                double high = child.prefHeight(-1);
                child.resizeRelocate(x, Math.rint((getHeight() - high) / 2), wide, high);
                x += wide + GAP;
                if (first) {
                    x = Math.max(x, Math.min(150, width * 0.34));
                    first = false;
                }
            }
        }
    }

    /** The console's columns; its header uses them too. */
    static final class Columns extends Region {
        private static final double[] WIDTHS = {62, 54, 58, 98, -1};

        Columns(Region... cells) {
            getChildren().addAll(cells);
            setMinSize(0, 0);
        }

        @Override
        protected double computePrefWidth(double height) {
            return 400;
        }

        @Override
        protected double computePrefHeight(double width) {
            return 20;
        }

        @Override
        protected void layoutChildren() {
            double height = getHeight() - snappedTopInset() - snappedBottomInset();
            double x = snappedLeftInset();
            for (int i = 0; i < WIDTHS.length; i++) {
                double width = WIDTHS[i] < 0 ? Math.max(0, getWidth() - snappedRightInset() - x) : WIDTHS[i];
                getManagedChildren()
                        .get(i)
                        .resizeRelocate(x, snappedTopInset(), Math.max(0, width - (WIDTHS[i] < 0 ? 0 : 8)), height);
                x += width;
            }
        }
    }
}
