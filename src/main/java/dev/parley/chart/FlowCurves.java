package dev.parley.chart;

import dev.parley.flow.ByteCurve;
import dev.parley.flow.Figures;
import dev.parley.flow.Flow;
import dev.parley.flow.FlowLayer;
import dev.parley.flow.MinMaxPyramid;
import dev.parley.journal.Direction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Draws the byte counters: what crossed since the left edge, and how much a second. Up is solid and down is dashed, in every theme. */
final class FlowCurves {
    private static final double LINE = 12.5;
    private static final long SECOND = 1_000_000_000L;
    /** From here on a second has room enough to look into it. */
    private static final double WIDE_SECOND = 40;

    private final Pen pen;
    private final FlowPicture picture;
    private final FlowView view;
    private final List<Line> lines = new ArrayList<>();

    /** One curve. */
    private record Line(FlowLayer layer, Direction direction, ByteCurve curve) {
        Ink ink() {
            return switch (layer) {
                case LINK -> direction == Direction.TX ? Ink.UP : Ink.DOWN;
                case SOCKET -> Ink.SOCKET;
                case TLS -> Ink.TLS;
            };
        }

        double width() {
            return layer == FlowLayer.LINK ? 2 : 1.5;
        }

        Pen.Stroke stroke() {
            return direction == Direction.TX ? Pen.Stroke.SOLID : Pen.Stroke.DASHED;
        }

        String name() {
            return layer.word() + (direction == Direction.TX ? " up" : " down");
        }
    }

    /** A word at the right end of a curve. */
    private record End(Line line, String figure, double y) {}

    FlowCurves(Pen pen, FlowPicture picture, FlowView view) {
        this.pen = pen;
        this.picture = picture;
        this.view = view;
        Flow flow = picture.flow();
        for (FlowLayer layer : FlowLayer.values()) {
            if (view.layers().contains(layer) && flow.has(layer)) {
                for (Direction direction : Direction.values()) {
                    lines.add(new Line(layer, direction, flow.curve(layer, direction)));
                }
            }
        }
    }

    /** What crossed since the left edge of the view. */
    void sums(Plot plot) {
        long from = view.viewport().from();
        double most = 16;
        for (Line line : lines) {
            most = Math.max(most, (double)
                    (line.curve().at(view.viewport().to()) - line.curve().at(from - 1)));
        }
        most *= 1.08;
        scale(plot, most, from <= 0 ? "bytes" : "bytes since");
        if (picture.uart() > 0) {
            capacity(plot, most);
        }
        List<End> ends = new ArrayList<>();
        for (Line line : lines.reversed()) {
            sum(plot, line, most);
            ends.add(new End(
                    line,
                    Figures.bytes(line.curve().at(view.viewport().to())),
                    plot.y(
                            (double) (line.curve().at(view.viewport().to())
                                    - line.curve().at(from - 1)),
                            most)));
        }
        ends(plot, ends);
        for (FlowPicture.Milestone milestone : picture.milestones()) {
            if (plot.shows(milestone.nanos())) {
                milestone(plot, milestone, most);
            }
        }
    }

    /** A dot on the curve and its words beside it, on paper: no line crosses them. */
    private void milestone(Plot plot, FlowPicture.Milestone milestone, double most) {
        lines.stream()
                .filter(line -> line.layer() == milestone.layer() && line.direction() == milestone.direction())
                .findFirst()
                .ifPresent(line -> {
                    long before = line.curve().at(view.viewport().from() - 1);
                    double x = plot.x(milestone.nanos());
                    double y = plot.y((double) (line.curve().at(milestone.nanos()) - before), most);
                    double wide = pen.width(milestone.words(), true) + 8;
                    boolean left = x - wide - 8 > plot.left();
                    double from = left ? x - wide - 8 : x + 8;
                    double middle = Math.clamp(y - 10, plot.top() + 8, plot.bottom() - 8);
                    pen.fill(Ink.PAPER, 0.85, from, middle - 7, wide, 14);
                    pen.text(line.ink(), true, Pen.Anchor.LEFT, from + 4, middle, milestone.words());
                    pen.shape(line.ink(), new double[] {x - 4, x, x + 4, x}, new double[] {y, y - 4, y, y + 4});
                });
    }

    private void sum(Plot plot, Line line, double most) {
        long before = line.curve().at(view.viewport().from() - 1);
        double right = plot.x(Math.min(view.viewport().to(), picture.endNanos()));
        int columns = (int) Math.max(0, right - plot.left());
        double[] xs = new double[columns * 2 + 4];
        double[] ys = new double[xs.length];
        int count = 0;
        double y = plot.y((double) (line.curve().at(view.viewport().from()) - before), most);
        xs[count] = plot.left();
        ys[count++] = y;
        // The counters never fall: the last one in a column is all of it.
        for (int column = 1; column <= columns; column++) {
            double x = plot.left() + column;
            double next = plot.y((double) (line.curve().at(plot.nanos(x)) - before), most);
            if (next != y) {
                xs[count] = x;
                ys[count++] = y;
                xs[count] = x;
                ys[count++] = next;
                y = next;
            }
        }
        xs[count] = right;
        ys[count++] = y;
        pen.line(line.ink(), line.width(), line.stroke(), xs, ys, count);
    }

    /** What the UART could have carried since the left edge. */
    private void capacity(Plot plot, double most) {
        double full = most / picture.uart() * 1e9;
        double part = Math.min(1, full / view.viewport().span());
        if (part * plot.width() < 3) {
            return;
        }
        double x = plot.left() + part * plot.width();
        double y = plot.y(Math.min(most, picture.uart() * view.viewport().span() / 1e9), most);
        pen.line(Ink.TEXT, 1, Pen.Stroke.DOTTED, new double[] {plot.left(), x}, new double[] {plot.bottom(), y}, 2);
    }

    /** Bytes a second: a column shows the quietest and the busiest second in it, and no peak is averaged away. */
    void rates(Plot plot) {
        double[][] low = new double[lines.size()][];
        double[][] high = new double[lines.size()][];
        double most = 16;
        for (int i = 0; i < lines.size(); i++) {
            int columns = (int) plot.width();
            low[i] = new double[columns];
            high[i] = new double[columns];
            for (int column = 0; column < columns; column++) {
                rate(plot, lines.get(i).curve(), column, low[i], high[i]);
                most = Math.max(most, high[i][column]);
            }
        }
        double uart = picture.uart();
        boolean inSight = uart > 0 && uart < most * 6;
        most = Math.max(most, inSight ? uart : 0) * 1.08;
        scale(plot, most, "bytes/s");
        for (int i = lines.size() - 1; i >= 0; i--) {
            rate(plot, lines.get(i), low[i], high[i], most);
        }
        if (uart > 0) {
            double y = inSight ? plot.y(uart, most) : plot.top();
            String words = (inSight ? "" : "↑ ") + "the UART carries "
                    + String.format(Locale.ROOT, "%,d bytes/s", Math.round(uart));
            if (inSight) {
                pen.line(
                        Ink.TEXT,
                        1,
                        Pen.Stroke.DOTTED,
                        new double[] {plot.left(), plot.right()},
                        new double[] {y, y},
                        2);
            }
            double beside = inSight && y > plot.top() + 14 ? y - 7 : y + 7;
            double wide = pen.width(words, false) + 8;
            // At the left: the close stands at the right, and its line would cross the words.
            pen.box(Ink.GRID, plot.left() + 4, beside - 7, wide, 14);
            pen.text(Ink.TEXT, false, Pen.Anchor.LEFT, plot.left() + 8, beside, words);
        }
    }

    private void rate(Plot plot, ByteCurve curve, int column, double[] low, double[] high) {
        long from = plot.nanos(plot.left() + column);
        long to = plot.nanos(plot.left() + column + 1);
        if (plot.width() / (view.viewport().span() / 1e9) >= WIDE_SECOND) {
            // A tenth of a second where that is to be seen; shorter ones only tell how the operating system cut the
            // bytes.
            long tenth = SECOND / 10;
            long begin = from / tenth * tenth;
            low[column] = curve.rate(begin - 1, begin + tenth - 1);
            high[column] = low[column];
        } else {
            MinMaxPyramid.Extremes extremes = curve.secondsBetween(from, Math.max(to, from + 1));
            low[column] = extremes.min();
            high[column] = extremes.max();
        }
    }

    private void rate(Plot plot, Line line, double[] low, double[] high, double most) {
        double end = plot.x(Math.min(view.viewport().to(), picture.endNanos()));
        int columns = (int) Math.min(low.length, Math.max(0, end - plot.left()));
        double[] xs = new double[columns * 2];
        double[] ys = new double[xs.length];
        double before = 0;
        for (int i = 0; i < columns; i++) {
            // From the end of the last column that is nearer, so that the line never doubles back.
            boolean rising = Math.abs(low[i] - before) <= Math.abs(high[i] - before);
            xs[i * 2] = plot.left() + i;
            ys[i * 2] = plot.y(rising ? low[i] : high[i], most);
            xs[i * 2 + 1] = plot.left() + i;
            ys[i * 2 + 1] = plot.y(rising ? high[i] : low[i], most);
            before = rising ? high[i] : low[i];
        }
        if (columns > 1) {
            pen.line(line.ink(), line.layer() == FlowLayer.LINK ? 1.5 : 1, line.stroke(), xs, ys, xs.length);
        }
    }

    private void scale(Plot plot, double most, String unit) {
        double step = Math.max(1, Plot.roundStep(most, (int) Math.max(2, plot.height() / 22)));
        for (double value = 0; value <= most; value += step) {
            double y = Math.round(plot.y(value, most)) + 0.5;
            pen.line(Ink.GRID, 1, plot.left(), y, plot.right(), y);
            if (y > plot.top() + 8 || value == 0) {
                pen.text(Ink.TEXT, false, Pen.Anchor.RIGHT, plot.left() - 6, y, String.format(Locale.ROOT, "%,d", (long)
                        value));
            }
        }
        pen.text(Ink.TEXT, false, Pen.Anchor.RIGHT, plot.left() - 6, plot.top() - 2, unit);
        pen.line(Ink.TEXT, 1, plot.left() + 0.5, plot.top(), plot.left() + 0.5, plot.bottom());
    }

    /** Says at the right end of each curve what it is and what it came to; the words never lie on each other. */
    private void ends(Plot plot, List<End> all) {
        int room = (int) Math.max(1, (plot.height() + 14) / LINE);
        List<End> ends = all.stream()
                .sorted(Comparator.comparing((End end) -> end.line().layer()))
                .limit(room)
                .sorted(Comparator.comparingDouble(End::y))
                .toList();
        double[] ys = new double[ends.size()];
        double least = plot.top() - 2;
        for (int i = 0; i < ys.length; i++) {
            ys[i] = Math.max(least, ends.get(i).y());
            least = ys[i] + LINE;
        }
        double limit = plot.bottom() + 2;
        for (int i = ys.length - 1; i >= 0; i--) {
            ys[i] = Math.min(ys[i], limit);
            limit = ys[i] - LINE;
        }
        for (int i = 0; i < ys.length; i++) {
            Line line = ends.get(i).line();
            double x = plot.right() + 5;
            pen.line(line.ink(), line.width(), line.stroke(), new double[] {x, x + 14}, new double[] {ys[i], ys[i]}, 2);
            pen.text(line.ink(), false, Pen.Anchor.LEFT, x + 18, ys[i], line.name());
            pen.text(
                    line.ink(),
                    true,
                    Pen.Anchor.RIGHT,
                    plot.right() + FlowDrawing.RIGHT - 4,
                    ys[i],
                    ends.get(i).figure());
        }
    }

    /** The counters at a moment, a line a layer: {@code link 1,234 B up, 2,345 B down}. */
    List<String> told(long nanos) {
        List<String> told = new ArrayList<>();
        for (FlowLayer layer : FlowLayer.values()) {
            if (view.layers().contains(layer) && picture.flow().has(layer)) {
                told.add(layer.word() + "  "
                        + Figures.bytes(
                                picture.flow().curve(layer, Direction.TX).at(nanos)) + " up · "
                        + Figures.bytes(
                                picture.flow().curve(layer, Direction.RX).at(nanos)) + " down");
            }
        }
        return told;
    }
}
