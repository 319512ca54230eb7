package dev.parley.chart;

import dev.parley.flow.FlowMark;
import dev.parley.flow.MinMaxPyramid;
import dev.parley.flow.Times;
import java.util.List;

/** Draws the narrow lanes under the curves: sends, reads and URCs; the signal; the control lines. */
final class FlowLanes {
    /** Marks that are nearer than that to each other become a line a pixel. */
    private static final double GLYPH = 3;

    private static final double WEAK = -130;
    private static final double STRONG = -50;

    private final Pen pen;
    private final FlowPicture picture;

    FlowLanes(Pen pen, FlowPicture picture) {
        this.pen = pen;
        this.picture = picture;
    }

    /** All kinds of marks over each other, or each in a row of its own where there is height for that. */
    void marks(Plot lane) {
        boolean rows = lane.height() >= 24;
        double high = rows ? lane.height() / 3 : lane.height();
        double top = lane.top();
        if (!rows) {
            head(lane, "marks");
        }
        for (FlowMark mark : List.of(FlowMark.SEND, FlowMark.READ, FlowMark.URC)) {
            Plot row = lane.at(top, top + high);
            if (rows) {
                head(
                        row,
                        switch (mark) {
                            case SEND -> "QISEND";
                            case READ -> "QIRD";
                            case URC -> "URC";
                        });
                top += high;
            }
            marks(row, mark);
        }
    }

    private void marks(Plot row, FlowMark mark) {
        Times times = picture.flow().marks(mark);
        int first = times.after(row.viewport().from() - 1);
        int last = times.after(row.viewport().to());
        double middle = (row.top() + row.bottom()) / 2;
        if ((last - first) * GLYPH <= row.width()) {
            for (int i = first; i < last; i++) {
                glyph(mark, row.x(times.nanos(i)), middle, Math.min(4, row.height() / 2 - 1));
            }
            return;
        }
        double begin = -1;
        for (int column = 0; column <= (int) row.width(); column++) {
            double x = row.left() + column;
            boolean any = column < (int) row.width() && times.anyBetween(row.nanos(x) - 1, row.nanos(x + 1) - 1);
            if (any && begin < 0) {
                begin = x;
            } else if (!any && begin >= 0) {
                pen.fill(ink(mark), 0.7, begin, middle - 2.5, x - begin, 5);
                begin = -1;
            }
        }
    }

    private static Ink ink(FlowMark mark) {
        return switch (mark) {
            case SEND -> Ink.UP;
            case READ -> Ink.DOWN;
            case URC -> Ink.MARK;
        };
    }

    private void glyph(FlowMark mark, double x, double y, double size) {
        switch (mark) {
            case SEND ->
                pen.shape(Ink.UP, new double[] {x - size, x, x + size}, new double[] {y + size, y - size, y + size});
            case READ ->
                pen.shape(Ink.DOWN, new double[] {x - size, x, x + size}, new double[] {y - size, y + size, y - size});
            case URC ->
                pen.shape(Ink.MARK, new double[] {x - size, x, x + size, x}, new double[] {y, y - size, y, y + size});
        }
    }

    /** The received power from -130 to -50 dBm; a column shows its weakest and its strongest. */
    void signal(Plot lane) {
        Times times = picture.flow().signals();
        head(lane, "dBm");
        int first = Math.max(0, times.after(lane.viewport().from()) - 1);
        int last = times.after(lane.viewport().to());
        if (last <= first) {
            return;
        }
        double[] xs = new double[((int) lane.width()) * 4 + 8];
        double[] ys = new double[xs.length];
        int count = 0;
        int at = first;
        while (at < last && count + 2 < xs.length) {
            double x = Math.floor(lane.x(times.nanos(at)));
            int next = Math.max(at + 1, Math.min(last, times.after(lane.nanos(x + 1) - 1)));
            MinMaxPyramid.Extremes extremes = picture.flow().levels().between(at, next);
            if (count > 0) {
                xs[count] = x;
                ys[count] = ys[count - 1];
                count++;
            }
            if (count + 2 < xs.length && extremes.min() != extremes.max()) {
                xs[count] = x;
                ys[count++] = level(lane, (double) extremes.min());
                xs[count] = x;
                ys[count++] = level(lane, (double) extremes.max());
            }
            xs[count] = x;
            ys[count++] = level(lane, (double) times.number(next - 1));
            at = next;
        }
        if (count < xs.length) {
            xs[count] = lane.x(Math.min(picture.endNanos(), lane.viewport().to()));
            ys[count] = ys[count - 1];
            count++;
        }
        pen.line(Ink.SOCKET, 1.5, Pen.Stroke.SOLID, xs, ys, count);
        pen.text(
                Ink.SOCKET,
                true,
                Pen.Anchor.LEFT,
                lane.right() + 5,
                (lane.top() + lane.bottom()) / 2,
                times.number(last - 1) + " dBm");
    }

    private static double level(Plot lane, double dbm) {
        return lane.y(Math.clamp((dbm - WEAK) / (STRONG - WEAK), 0, 1), 1);
    }

    /** A control line: raised while it is on. */
    void line(Plot lane, String name, Times times) {
        head(lane, name);
        int first = Math.max(0, times.after(lane.viewport().from()) - 1);
        int last = times.after(lane.viewport().to());
        double low = lane.bottom() - 1.5;
        double high = lane.top() + 1.5;
        double end = lane.x(Math.min(picture.endNanos(), lane.viewport().to()));
        int at = first;
        boolean on = false;
        while (at < last) {
            double x = lane.x(times.nanos(at));
            // Several changes in a pixel: all of it is marked, and the last one counts for what follows.
            int next = Math.max(at + 1, Math.min(last, times.after(lane.nanos(Math.floor(x) + 1) - 1)));
            on = times.number(next - 1) == 1;
            double until = next < last ? lane.x(times.nanos(next)) : end;
            pen.line(Ink.TEXT, 1, x, low, x, high);
            if (on) {
                pen.fill(Ink.UP, 0.35, x, high, Math.max(1, until - x), low - high);
            }
            pen.line(Ink.TEXT, 1, x, on ? high : low, Math.max(x + 1, until), on ? high : low);
            at = next;
        }
        if (last > first) {
            pen.text(
                    Ink.TEXT,
                    false,
                    Pen.Anchor.LEFT,
                    lane.right() + 5,
                    (lane.top() + lane.bottom()) / 2,
                    name + (on ? " on" : " off"));
        }
    }

    private void head(Plot lane, String name) {
        pen.text(Ink.TEXT, false, Pen.Anchor.RIGHT, lane.left() - 6, (lane.top() + lane.bottom()) / 2, name);
    }
}
