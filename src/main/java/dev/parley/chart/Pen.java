package dev.parley.chart;

/**
 * Draws the chart's strokes, on the screen or into a file. Units are pixels, from the upper left corner; a text stands around the middle
 * of its line.
 */
public interface Pen {
    /** Where a text stands beside its point. */
    enum Anchor {
        LEFT,
        MIDDLE,
        RIGHT
    }

    /** How a line is drawn. */
    enum Stroke {
        SOLID,
        DASHED,
        DOTTED
    }

    void fill(Ink ink, double opacity, double x, double y, double width, double height);

    /** A line through the first {@code count} points. */
    void line(Ink ink, double width, Stroke stroke, double[] xs, double[] ys, int count);

    /** A filled shape. */
    void shape(Ink ink, double[] xs, double[] ys);

    /** Paper with an edge, to write on. */
    void box(Ink edge, double x, double y, double width, double height);

    void text(Ink ink, boolean bold, Anchor anchor, double x, double y, String words);

    /** How wide {@code words} would be. */
    double width(String words, boolean bold);

    default void line(Ink ink, double width, double x1, double y1, double x2, double y2) {
        line(ink, width, Stroke.SOLID, new double[] {x1, x2}, new double[] {y1, y2}, 2);
    }
}
