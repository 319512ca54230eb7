package dev.parley.ui.handshake;

import dev.parley.ui.shared.MarkLabel;
import java.util.function.Predicate;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A row of the state machine: word, number, name, wire, start, duration. */
final class HandshakeCell extends ListCell<HandshakeRow> {
    private static final PseudoClass LINKED = PseudoClass.getPseudoClass("linked");

    private final Predicate<HandshakeRow> isLinked;
    private final MarkLabel mark = new MarkLabel();
    private final Label number = new Label();
    private final Label name = new Label();
    private final Wire wire = new Wire();
    private final Label start = new Label();
    private final Label took = new Label();
    private String kindClass = "";
    private String markClass = "";

    HandshakeCell(Predicate<HandshakeRow> isLinked) {
        this.isLinked = isLinked;
        getStyleClass().add("handshake-cell");
        number.getStyleClass().addAll("state-number", "bytes");
        name.getStyleClass().addAll("state-name");
        start.getStyleClass().addAll("state-time", "bytes");
        took.getStyleClass().addAll("state-time", "bytes");
        setText(null);
    }

    @Override
    protected void updateItem(@Nullable HandshakeRow row, boolean empty) {
        super.updateItem(row, empty);
        getStyleClass().removeAll(kindClass, markClass);
        if (empty || row == null) {
            setGraphic(null);
            pseudoClassStateChanged(LINKED, false);
            return;
        }
        kindClass = "row-" + row.kind().name().toLowerCase(java.util.Locale.ROOT);
        markClass = "row-" + row.mark().name().toLowerCase(java.util.Locale.ROOT);
        getStyleClass().addAll(kindClass, markClass);
        mark.show(row.mark(), row.word());
        number.setText(row.number());
        name.setText(row.name());
        wire.show(row);
        start.setText(row.start());
        took.setText(row.took());
        columns.wideWire(row.kind() == HandshakeRow.Kind.GATE);
        setAccessibleText(row.spoken());
        setGraphic(columns);
        relink();
    }

    /** Shows whether the row shares bytes with what is selected. */
    void relink() {
        HandshakeRow row = getItem();
        pseudoClassStateChanged(LINKED, row != null && isLinked.test(row));
    }

    private final Columns columns = new Columns(mark, number, name, wire, start, took);

    /** The columns of the state machine; the header uses them too, so that they stand in line. */
    static final class Columns extends Region {
        private static final double[] WIDTHS = {68, 22, 186, -1, 50, 60};

        private boolean wideWire;

        Columns(Region... cells) {
            getChildren().addAll(cells);
            setMinSize(0, 0);
        }

        /** Gives the wire the room of the time columns, for a row that has no times. */
        void wideWire(boolean wide) {
            if (wide != wideWire) {
                wideWire = wide;
                requestLayout();
            }
        }

        @Override
        protected double computePrefWidth(double height) {
            return 400;
        }

        @Override
        protected double computePrefHeight(double width) {
            return 18;
        }

        @Override
        protected void layoutChildren() {
            double[] widths = WIDTHS.clone();
            if (wideWire) {
                widths[4] = 0;
                widths[5] = 0;
            }
            double fixed = 0;
            for (double width : widths) {
                fixed += Math.max(0, width);
            }
            double rest = Math.max(0, getWidth() - snappedLeftInset() - snappedRightInset() - fixed);
            double height = getHeight() - snappedTopInset() - snappedBottomInset();
            double x = snappedLeftInset();
            for (int i = 0; i < widths.length; i++) {
                double width = widths[i] < 0 ? rest : widths[i];
                boolean last = i == widths.length - 1;
                getManagedChildren()
                        .get(i)
                        .resizeRelocate(
                                x, snappedTopInset(), Math.max(0, width - (widths[i] < 0 || last ? 0 : 6)), height);
                x += width;
            }
        }
    }
}
