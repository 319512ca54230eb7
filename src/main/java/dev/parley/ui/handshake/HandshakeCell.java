package dev.parley.ui.handshake;

import dev.parley.ui.shared.MarkLabel;
import java.util.Locale;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Circle;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/** A row of the state machine: margin, flight, word, number, name, wire, start, duration. */
final class HandshakeCell extends ListCell<HandshakeRow> {
    private static final PseudoClass LONG = PseudoClass.getPseudoClass("long");
    private static final PseudoClass LINKED = PseudoClass.getPseudoClass("linked");
    private static final PseudoClass SET = PseudoClass.getPseudoClass("set");
    private static final PseudoClass SWITCHED_OFF = PseudoClass.getPseudoClass("switched-off");
    private static final int LARGEST_NAME = 18;
    private static final int SMALLEST_NAME = 12;
    /** A name with more letters than this, as two of TLS 1.3's, is written smaller. */
    private static final int MOST_NAME = 26;

    /** What a cell asks of its panel. */
    interface Asked {
        /** True where the row shares bytes with what is selected. */
        boolean isLinked(HandshakeRow row);

        /** How high the row is drawn. */
        double height(HandshakeRow row);

        /** How many times its usual size everything in a row is drawn: 1 or more. */
        double scale();

        /** The arithmetic of the row's bytes: nothing where it has none. */
        Optional<dev.parley.tls.Sum> sum(HandshakeRow row);

        /** Whether a breakpoint stands at the row: set, switched off, or none. */
        Margin margin(HandshakeRow row);

        /** The operator clicked into the row's margin. */
        void toggle(HandshakeRow row);
    }

    /** What stands in the margin of a row. */
    enum Margin {
        NONE,
        SET,
        SWITCHED_OFF
    }

    private final Asked asked;
    private final Circle dot = new Circle(4.5);
    private final StackPane margin = new StackPane(dot);
    private final FlightBracket flight = new FlightBracket();
    private final MarkLabel mark = new MarkLabel();
    private final Label number = new Label();
    private final Label name = new Label();
    private final Wire wire = new Wire();
    private final Label start = new Label();
    private final Label took = new Label();
    private final Columns columns = new Columns(margin, flight, mark, number, name, wire, start, took);
    private final Tooltip arithmetic = new Tooltip();
    private String kindClass = "";
    private String markClass = "";

    HandshakeCell(Asked asked) {
        this.asked = asked;
        getStyleClass().add("handshake-cell");
        number.getStyleClass().addAll("state-number", "bytes");
        name.getStyleClass().addAll("state-name");
        start.getStyleClass().addAll("state-time", "bytes");
        took.getStyleClass().addAll("state-time", "bytes");
        margin.getStyleClass().add("breakpoint-margin");
        margin.setAlignment(Pos.CENTER);
        dot.getStyleClass().add("breakpoint-dot");
        dot.setVisible(false);
        margin.setOnMousePressed(event -> {
            HandshakeRow row = getItem();
            if (row != null && event.getButton() == MouseButton.PRIMARY) {
                asked.toggle(row);
                event.consume();
            }
        });
        setText(null);
        hoverProperty().subscribe(hovered -> addUp());
        selectedProperty().subscribe(selected -> addUp());
    }

    /** As wide as the list and no wider: what does not fit is left out rather than scrolled to. */
    @Override
    protected double computePrefWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefHeight(double width) {
        HandshakeRow row = getItem();
        return row == null ? super.computePrefHeight(width) : asked.height(row);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void updateItem(@Nullable HandshakeRow row, boolean empty) {
        super.updateItem(row, empty);
        getStyleClass().removeAll(kindClass, markClass, "row-large");
        if (empty || row == null) {
            setGraphic(null);
            setTooltip(null);
            pseudoClassStateChanged(LINKED, false);
            return;
        }
        kindClass = "row-" + row.kind().name().toLowerCase(Locale.ROOT);
        markClass = "row-" + row.mark().name().toLowerCase(Locale.ROOT);
        getStyleClass().addAll(kindClass, markClass);
        if (row.large()) {
            getStyleClass().add("row-large");
        }
        columns.scale(asked.scale());
        flight.show(row);
        mark.show(row.mark(), row.large() ? "" : row.word());
        number.setText(row.large() ? "" : row.number());
        name.setText(row.large() ? (row.number() + " " + row.name()).strip() : row.name());
        name.setStyle(row.large() ? "-fx-font-size: " + fitting(name.getText()) + "px;" : "");
        name.pseudoClassStateChanged(LONG, !row.large() && row.name().length() > MOST_NAME);
        wire.show(row, asked.scale());
        start.setText(row.start());
        took.setText(row.took());
        columns.shape(row.large(), row.kind() == HandshakeRow.Kind.GATE);
        setAccessibleText(row.spoken());
        setGraphic(columns);
        addUp();
        relink();
        remargin();
    }

    /** The largest size in which the name fits between the mark and the wire. */
    private int fitting(String text) {
        double room = columns.largeName() - 8;
        Text probe = new Text(text);
        int size = (int) (LARGEST_NAME * asked.scale());
        do {
            probe.setFont(Font.font(name.getFont().getFamily(), FontWeight.BOLD, size));
            size--;
        } while (size >= SMALLEST_NAME && probe.getLayoutBounds().getWidth() > room);
        return size + 1;
    }

    /** Shows the sum of the row's bytes while it is looked at. */
    private void addUp() {
        HandshakeRow row = getItem();
        boolean looked = row != null && (isHover() || isSelected());
        Optional<dev.parley.tls.Sum> sum = looked ? asked.sum(row) : Optional.empty();
        wire.sum(sum.map(it -> it.numbers().replaceFirst("^\\d+", "")).orElse(""));
        arithmetic.setText(sum.map(dev.parley.tls.Sum::text).orElse(""));
        setTooltip(sum.isPresent() ? arithmetic : null);
    }

    /** Shows whether the row shares bytes with what is selected. */
    void relink() {
        HandshakeRow row = getItem();
        pseudoClassStateChanged(LINKED, row != null && asked.isLinked(row));
    }

    /** Shows whether a breakpoint stands at the row. */
    void remargin() {
        HandshakeRow row = getItem();
        Margin it = row == null ? Margin.NONE : asked.margin(row);
        dot.setVisible(it != Margin.NONE || margin.isHover());
        dot.pseudoClassStateChanged(SET, it == Margin.SET);
        dot.pseudoClassStateChanged(SWITCHED_OFF, it == Margin.SWITCHED_OFF);
        if (row != null && it != Margin.NONE) {
            setAccessibleText(row.spoken() + ", breakpoint" + (it == Margin.SET ? "" : " switched off"));
        }
    }

    /** The columns of the state machine; the header uses them too, so that they stand in line. */
    static final class Columns extends Region {
        private static final int WIRE = 5;
        private static final double[] WIDTHS = {14, 16, 64, 22, 184, -1, 62, 64};
        /** Where there is little room: no word beside the mark, a shorter name, no times. */
        private static final double[] NARROW = {14, 16, 20, 22, 150, -1, 0, 0};

        private static final double NARROWEST = 600;
        private static final double LARGE_MARK = 26;
        private static final double LARGE_NAME = 64 + 22 + 184 - LARGE_MARK;

        private boolean large;
        private boolean wideWire;
        private double scale = 1;

        Columns(Region... cells) {
            getChildren().addAll(cells);
            setMinSize(0, 0);
        }

        /**
         * Gives a large name the room of word and number, and a wide wire that of the time columns, for rows that have none of
         * them.
         */
        void shape(boolean nameIsLarge, boolean wireIsWide) {
            if (nameIsLarge != large || wireIsWide != wideWire) {
                large = nameIsLarge;
                wideWire = wireIsWide;
                requestLayout();
            }
        }

        /** Draws the columns so many times as wide as usual. */
        void scale(double factor) {
            if (factor != scale) {
                scale = factor;
                requestLayout();
            }
        }

        /** The room of a name that is drawn large: its own and that of word and number. */
        double largeName() {
            return scale * (getWidth() > 0 && getWidth() < NARROWEST ? NARROW[3] + NARROW[4] : LARGE_NAME);
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
            boolean narrow = getWidth() < NARROWEST;
            double[] widths = narrow ? NARROW.clone() : WIDTHS.clone();
            if (large && narrow) {
                widths[3] = 0;
                widths[4] += NARROW[3];
            } else if (large) {
                widths[2] = LARGE_MARK;
                widths[3] = 0;
                widths[4] = LARGE_NAME;
            }
            if (wideWire) {
                widths[6] = 0;
                widths[7] = 0;
            }
            double fixed = 0;
            for (int i = 0; i < widths.length; i++) {
                widths[i] *= scale;
                fixed += Math.max(0, widths[i]);
            }
            double rest = Math.max(0, getWidth() - snappedLeftInset() - snappedRightInset() - fixed);
            double height = getHeight() - snappedTopInset() - snappedBottomInset();
            double x = snappedLeftInset();
            for (int i = 0; i < widths.length; i++) {
                double width = i == WIRE ? rest : widths[i];
                boolean last = i == widths.length - 1;
                double gap = i < 2 || i == WIRE || last ? 0 : 6;
                getManagedChildren().get(i).resizeRelocate(x, snappedTopInset(), Math.max(0, width - gap), height);
                x += width;
            }
        }
    }
}
