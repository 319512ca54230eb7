package dev.parley.chart;

import java.util.Locale;
import java.util.function.Function;

/**
 * Writes the chart in Scalable Vector Graphics (W3C SVG 1.1): as a file that stands alone, with no style sheet, no script and nothing
 * fetched, or as a part of a page with the page's own colours.
 */
final class SvgPen implements Pen {
    private static final int FONT = 11;

    private final double wide;
    private final double high;
    private final String title;
    private final Function<Ink, String> colours;
    private final StringBuilder body = new StringBuilder();

    /**
     * A drawing of that size in pixels.
     *
     * @param colours the value of a paint in SVG
     */
    SvgPen(double wide, double high, String title, Function<Ink, String> colours) {
        this.wide = wide;
        this.high = high;
        this.title = title;
        this.colours = colours;
    }

    /** The drawing to stand in a page, as wide as there is room. */
    String inPage() {
        return String.format(
                        Locale.ROOT,
                        "<svg class=\"chart\" viewBox=\"0 0 %.0f %.0f\" font-size=\"%d\" role=\"img\">",
                        wide,
                        high,
                        FONT)
                + "<title>" + escape(title) + "</title>\n" + body + "</svg>\n";
    }

    /** The whole file. */
    String document() {
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$.0f\" height=\"%2$.0f\" viewBox=\"0 0"
                                + " %1$.0f %2$.0f\" font-family=\"sans-serif\" font-size=\"%3$d\" role=\"img\">",
                        wide,
                        high,
                        FONT)
                + "<title>" + escape(title) + "</title>\n"
                + String.format(
                        Locale.ROOT,
                        "<rect width=\"%.0f\" height=\"%.0f\" fill=\"%s\"/>\n",
                        wide,
                        high,
                        colours.apply(Ink.PAPER))
                + body + "</svg>\n";
    }

    @Override
    public void fill(Ink ink, double opacity, double x, double y, double width, double height) {
        add(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" fill-opacity=\"%.2f\"/>",
                x,
                y,
                width,
                height,
                colours.apply(ink),
                opacity));
    }

    @Override
    public void line(Ink ink, double width, Stroke stroke, double[] xs, double[] ys, int count) {
        String dashes =
                switch (stroke) {
                    case SOLID -> "";
                    case DASHED -> " stroke-dasharray=\"6 4\"";
                    case DOTTED -> " stroke-dasharray=\"1.5 3\"";
                };
        add(String.format(
                Locale.ROOT,
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\"%s points=\"%s\"/>",
                colours.apply(ink),
                width,
                dashes,
                points(xs, ys, count)));
    }

    @Override
    public void shape(Ink ink, double[] xs, double[] ys) {
        add(String.format(
                Locale.ROOT, "<polygon fill=\"%s\" points=\"%s\"/>", colours.apply(ink), points(xs, ys, xs.length)));
    }

    private static String points(double[] xs, double[] ys, int count) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < count; i++) {
            points.append(i == 0 ? "" : " ").append(number(xs[i])).append(',').append(number(ys[i]));
        }
        return points.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    @Override
    public void box(Ink edge, double x, double y, double width, double height) {
        add(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\" fill=\"%s\" stroke=\"%s\"/>",
                x,
                y,
                width,
                height,
                colours.apply(Ink.PAPER),
                colours.apply(edge)));
    }

    @Override
    public void text(Ink ink, boolean bold, Anchor anchor, double x, double y, String words) {
        String where =
                switch (anchor) {
                    case LEFT -> "start";
                    case MIDDLE -> "middle";
                    case RIGHT -> "end";
                };
        add(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\" text-anchor=\"%s\"%s>%s</text>",
                x,
                y + FONT * 0.36,
                colours.apply(ink),
                where,
                bold ? " font-weight=\"bold\"" : "",
                escape(words)));
    }

    /** About: who looks at the file has a face of his own. */
    @Override
    public double width(String words, boolean bold) {
        return Math.ceil(words.length() * FONT * (bold ? 0.6 : 0.55));
    }

    private void add(String element) {
        body.append(element).append('\n');
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
