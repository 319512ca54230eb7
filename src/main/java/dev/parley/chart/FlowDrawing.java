package dev.parley.chart;

import dev.parley.flow.Figures;
import dev.parley.flow.Flow;
import dev.parley.flow.FlowMark;
import dev.parley.flow.Times;
import dev.parley.journal.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The byte-flow chart, drawn with any {@link Pen}: states as bands, what crossed since the left edge, bytes a second, marks, signal and
 * control lines under one time axis; silences, the close and the cursor through all of them. What there is no height for is left out,
 * the least telling first.
 */
public final class FlowDrawing {
    static final double LEFT = 74;
    static final double RIGHT = 148;
    private static final double TOP = 20;
    private static final double BOTTOM = 20;
    private static final double LEAST_PLOT = 44;
    private static final double BOTH_PLOTS = 150;
    private static final double GAP = 12;
    /** So many pixels from the pointer a mark is under it. */
    private static final double REACH = 5;

    private static final int MOST_TEXT = 48;

    private final Pen pen;
    private final FlowPicture picture;
    private final FlowView view;
    private final double width;
    private final Plot whole;
    private final FlowCurves curves;
    private final FlowBytes bytes;
    private double bottom;

    private FlowDrawing(Pen pen, FlowPicture picture, FlowView view, double width, double height) {
        this.pen = pen;
        this.picture = picture;
        this.view = view;
        this.width = width;
        whole = plot(view.viewport(), width, height);
        curves = new FlowCurves(pen, picture, view);
        bytes = new FlowBytes(pen, picture);
        bottom = whole.bottom();
    }

    /** Where the time axis stands in a chart of that size. */
    public static Plot plot(Viewport viewport, double width, double height) {
        return new Plot(viewport, LEFT, width - RIGHT, TOP, height - BOTTOM);
    }

    /** True if there is room to draw at all. */
    public static boolean fits(double width, double height) {
        return width >= LEFT + RIGHT + 60 && height >= TOP + BOTTOM + LEAST_PLOT;
    }

    public static void draw(Pen pen, FlowPicture picture, FlowView view, double width, double height) {
        new FlowDrawing(pen, picture, view, width, height).draw();
    }

    private void draw() {
        bands();
        timeAxis();
        selection();
        lanes();
        Plot plot = whole.at(TOP, bottom - 4);
        if (plot.height() >= BOTH_PLOTS) {
            double middle = plot.top() + plot.height() * 0.62;
            curves.sums(plot.at(plot.top(), middle));
            silences(plot.at(plot.top(), middle));
            curves.rates(plot.at(middle + GAP, plot.bottom()));
        } else if (view.rate()) {
            curves.rates(plot);
        } else {
            curves.sums(plot);
            silences(plot);
        }
        picture.close().ifPresent(it -> close(plot, it));
        held();
        cursor(plot);
    }

    /** From below, as long as the curves keep their height. */
    private void lanes() {
        Flow flow = picture.flow();
        FlowLanes lanes = new FlowLanes(pen, picture);
        double room = whole.height() - LEAST_PLOT;
        boolean tall = room > 160;
        if (!view.chunks().isEmpty() && room >= 80) {
            bytes.lane(lane(17), Direction.RX, view.chunks());
            bytes.lane(lane(17), Direction.TX, view.chunks());
            room -= 34;
        }
        if (flow.cts().size() > 0 && room >= 70) {
            lanes.line(lane(12), "CTS", flow.cts());
            lanes.line(lane(12), "RTS", flow.rts());
            room -= 24;
        }
        if (flow.signals().size() > 0 && room >= 46) {
            lanes.signal(lane(tall ? 30 : 16));
            room -= tall ? 30 : 16;
        }
        if (room >= 12) {
            lanes.marks(lane(tall ? 36 : 11));
        }
    }

    private Plot lane(double high) {
        bottom -= high;
        pen.line(Ink.GRID, 1, whole.left(), bottom + 0.5, whole.right(), bottom + 0.5);
        return whole.at(bottom + 1, bottom + high - 1);
    }

    private void bands() {
        double occupied = whole.left();
        boolean odd = false;
        for (FlowPicture.Band band : picture.bands()) {
            if (!view.viewport().shows(band.fromNanos(), band.toNanos())) {
                continue;
            }
            double x1 = whole.x(band.fromNanos());
            double x2 = whole.x(band.toNanos());
            Ink ink = band.failed() ? Ink.CLOSE : band.ink();
            odd = !odd;
            pen.fill(ink, odd ? 0.10 : 0.18, x1, whole.top(), Math.max(1, x2 - x1), whole.height());
            pen.fill(ink, 1, x1, whole.top() - 3, Math.max(1, x2 - x1), 3);
            String name = pen.width(band.name(), false) + 6 <= x2 - x1
                    ? band.name()
                    : pen.width(band.brief(), false) + 2 <= x2 - x1 ? band.brief() : "";
            double middle = (x1 + x2) / 2;
            if (!name.isEmpty() && middle - pen.width(name, false) / 2 >= occupied - 1) {
                pen.text(
                        band.failed() ? Ink.CLOSE : Ink.TEXT,
                        band.failed(),
                        Pen.Anchor.MIDDLE,
                        middle,
                        whole.top() / 2 - 2,
                        name);
                occupied = middle + pen.width(name, false) / 2;
            }
        }
    }

    private void timeAxis() {
        double y = whole.bottom();
        double span = view.viewport().span() / 1e9;
        double first = view.viewport().from() / 1e9;
        double step = Plot.timeStep(span, (int) Math.max(2, whole.width() / 100));
        double occupied = 0;
        for (long n = (long) Math.ceil(first / step - 1e-9); n * step <= first + span + step * 1e-9; n++) {
            double x = Math.round(whole.x(Math.round(n * step * 1e9))) + 0.5;
            pen.line(Ink.GRID, 1, x, whole.top(), x, y);
            pen.line(Ink.TEXT, 1, x, y, x, y + 4);
            String words = Plot.moment(n * step, step);
            double half = pen.width(words, false) / 2;
            if (x - half > occupied) {
                pen.text(Ink.TEXT, false, Pen.Anchor.MIDDLE, x, y + 12, words);
                occupied = x + half + 8;
            }
        }
        pen.line(Ink.TEXT, 1, whole.left(), y + 0.5, whole.right(), y + 0.5);
        if (view.viewport().from() > 0 || view.viewport().to() < picture.endNanos()) {
            pen.text(
                    Ink.TEXT,
                    false,
                    Pen.Anchor.RIGHT,
                    width - 4,
                    y + 12,
                    Figures.span(view.viewport().span()) + " shown");
        }
    }

    private void selection() {
        if (view.selectedFrom() < 0 || !view.viewport().shows(view.selectedFrom(), view.selectedTo())) {
            return;
        }
        double x1 = whole.x(view.selectedFrom()) - 1.5;
        double wide = Math.max(3, whole.x(view.selectedTo()) - x1 + 1.5);
        pen.fill(Ink.MARK, 0.28, x1, whole.top(), wide, whole.height());
        double[] xs = {x1, x1 + wide, x1 + wide, x1, x1};
        double[] ys = {whole.top(), whole.top(), whole.bottom(), whole.bottom(), whole.top()};
        pen.line(Ink.MARK, 1.5, Pen.Stroke.SOLID, xs, ys, 5);
    }

    /** Where nothing crossed: the modem was waited for, or nobody had anything to say. */
    private void silences(Plot plot) {
        Times silences = picture.flow().silences();
        int first = Math.max(0, silences.after(plot.viewport().from()) - 1);
        int last = silences.after(plot.viewport().to());
        for (int i = first; i < last; i++) {
            long length = silences.number(i);
            silence(plot, silences.nanos(i), Math.abs(length), length < 0);
        }
        long open = picture.endNanos() - picture.lastNanos();
        if (open >= dev.parley.flow.FlowLog.SILENCE_NANOS && !picture.flow().isEmpty()) {
            silence(plot, picture.lastNanos(), open, false);
        }
    }

    private void silence(Plot plot, long from, long length, boolean waited) {
        double x1 = plot.x(from);
        double x2 = plot.x(from + length);
        String words = (waited ? "waited " : "silent ") + Figures.span(length);
        if (x2 - x1 < pen.width(words, false) + 14 || !plot.viewport().shows(from, from + length)) {
            return;
        }
        double y = plot.bottom() - 8;
        Ink ink = waited ? Ink.MARK : Ink.TEXT;
        double middle = (x1 + x2) / 2;
        double half = pen.width(words, false) / 2 + 4;
        pen.line(ink, 1, x1 + 2, y, middle - half, y);
        pen.line(ink, 1, middle + half, y, x2 - 2, y);
        pen.line(ink, 1, x1 + 2, y - 3, x1 + 2, y + 3);
        pen.line(ink, 1, x2 - 2, y - 3, x2 - 2, y + 3);
        pen.fill(Ink.PAPER, 0.85, middle - half, y - 7, 2 * half, 14);
        pen.text(ink, false, Pen.Anchor.MIDDLE, middle, y, words);
    }

    private void close(Plot plot, FlowPicture.Close it) {
        if (!whole.shows(it.nanos())) {
            return;
        }
        double x = Math.round(whole.x(it.nanos())) + 0.5;
        Ink ink = it.early() ? Ink.CLOSE : Ink.TEXT;
        double foot = whole.bottom();
        pen.line(ink, 2, x, whole.top() - 3, x, foot);
        pen.line(ink, 2, x - 4, foot - 4, x + 4, foot + 4);
        pen.line(ink, 2, x - 4, foot + 4, x + 4, foot - 4);
        double wide = pen.width(it.words(), true) + 12;
        boolean before = x + wide + 6 > whole.right();
        double boxX = before ? x - wide - 6 : x + 6;
        double boxY = plot.top() + plot.height() / 2 - 9;
        pen.box(ink, boxX, boxY, wide, 19);
        pen.text(ink, true, Pen.Anchor.LEFT, boxX + 6, boxY + 9.5, it.words());
    }

    private void held() {
        if (view.heldNanos() < 0 || !whole.shows(view.heldNanos())) {
            return;
        }
        double x = Math.round(whole.x(view.heldNanos())) + 0.5;
        pen.line(Ink.MARK, 2, x, whole.top() - 4, x, whole.bottom());
        pen.shape(
                Ink.MARK, new double[] {x - 5, x + 5, x}, new double[] {whole.top() - 8, whole.top() - 8, whole.top()});
    }

    private void cursor(Plot plot) {
        long nanos = view.cursorNanos();
        if (nanos < 0 || !whole.shows(nanos)) {
            return;
        }
        double x = Math.round(whole.x(nanos)) + 0.5;
        pen.line(Ink.TEXT, 1, x, whole.top(), x, whole.bottom());
        List<String> lines = new ArrayList<>();
        String band = picture.bandAt(nanos).map(FlowPicture.Band::name).orElse("");
        lines.add(Plot.moment(nanos / 1e9, Math.min(0.001, view.viewport().span() / 1e12))
                + (band.isEmpty() ? "" : "  " + band));
        lines.addAll(curves.told(nanos));
        mark(nanos).ifPresent(lines::add);
        bytes.told(whole, nanos, view.chunks()).ifPresent(lines::add);
        double wide = 0;
        for (int i = 0; i < lines.size(); i++) {
            wide = Math.max(wide, pen.width(lines.get(i), i == 0));
        }
        wide += 14;
        double high = lines.size() * 14 + 8;
        double boxX = x + wide + 8 > whole.right() ? x - wide - 8 : x + 8;
        pen.box(Ink.TEXT, boxX, plot.top() + 3, wide, high);
        for (int i = 0; i < lines.size(); i++) {
            pen.text(Ink.TEXT, i == 0, Pen.Anchor.LEFT, boxX + 7, plot.top() + 14 + i * 14, lines.get(i));
        }
    }

    /** What the mark under the pointer is of, in the words of the link; with how many others there are as near. */
    private Optional<String> mark(long nanos) {
        long reach =
                Math.max(1, Math.round(REACH / whole.width() * view.viewport().span()));
        long nearest = -1;
        long distance = Long.MAX_VALUE;
        int near = 0;
        for (FlowMark mark : FlowMark.values()) {
            Times times = picture.flow().marks(mark);
            int first = times.after(nanos - reach - 1);
            int last = times.after(nanos + reach);
            near += last - first;
            // The nearest is one of the two that stand around the pointer.
            int around = times.after(nanos);
            for (int i = Math.max(first, around - 1); i < Math.min(last, around + 1); i++) {
                long away = Math.abs(times.nanos(i) - nanos);
                if (away < distance) {
                    distance = away;
                    nearest = times.number(i);
                }
            }
        }
        int others = near - 1;
        return nearest < 0
                ? Optional.empty()
                : picture.text(nearest).map(text -> clip(text) + (others > 0 ? "  and " + others + " more" : ""));
    }

    private static String clip(String text) {
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT - 1) + "…";
    }
}
