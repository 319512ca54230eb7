package dev.parley.ui.handshake;

import java.util.List;

/**
 * How tall the rows are, in pixels, and how much what is in them grows. The large row gets a tenth of the height, the gate its two
 * lines, the others what is left, in equal parts. Where that is more than they need, everything in them grows with them.
 *
 * @param scale 1 for the sizes of the style sheet, at most 2
 */
record RowSizes(double usual, double large, double scale) {
    private static final double LOWEST_ROW = 14.5;
    private static final double TALLEST_ROW = 44;
    private static final double GATE_ROW = 31;
    /** What the style sheet's sizes are made for. */
    private static final double USUAL_ROW = 18;

    private static final double USUAL_WIDTH = 760;
    private static final double LARGEST_SCALE = 2;
    private static final double FONT = 12;
    private static final double LOWEST_LARGE = 32;
    private static final double TALLEST_LARGE = 76;

    /** Where there is no room at all. */
    static final RowSizes LOWEST = new RowSizes(LOWEST_ROW, LOWEST_LARGE, 1);

    /** What {@code rows} get in a list of that size. */
    static RowSizes of(List<HandshakeRow> rows, double width, double height) {
        long large = rows.stream().filter(HandshakeRow::large).count();
        long gates = rows.stream()
                .filter(row -> row.kind() == HandshakeRow.Kind.GATE)
                .count();
        long usual = Math.max(1, rows.size() - large - gates);
        double inside = height - 4;
        double largeRow = Math.clamp(Math.floor(inside * 0.1), LOWEST_LARGE, TALLEST_LARGE);
        double rest = inside - large * largeRow - gates * GATE_ROW;
        double row = Math.clamp(Math.floor(rest / usual * 2) / 2, LOWEST_ROW, TALLEST_ROW);
        return new RowSizes(
                row, largeRow, Math.clamp(Math.min(row / USUAL_ROW, width / USUAL_WIDTH), 1, LARGEST_SCALE));
    }

    double height(HandshakeRow row) {
        return row.large() ? large : row.kind() == HandshakeRow.Kind.GATE ? GATE_ROW : usual;
    }

    /** The style of the list that its rows' sizes follow. */
    String style() {
        return "-fx-font-size: " + FONT * scale + "px;";
    }
}
