package dev.parley.chart;

import dev.parley.flow.ByteCurve;
import dev.parley.flow.FlowLayer;
import dev.parley.flow.Times;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The bytes of the link themselves, where so few are in view that they can be told apart. Where the UART's speed is known and a byte
 * lasts wide enough, each stands where the UART must have carried it: from the moment its event was written, or up to the moment its
 * event was read. Else an event's bytes begin where it was stamped.
 */
public final class FlowBytes {
    /** More events than that in one direction leave none of them room enough. */
    private static final int MOST_EVENTS = 60;

    private static final long MOST_BYTES = 4_096;
    private static final double CELL = 15;
    private static final double LETTER = 7;

    private final Pen pen;
    private final FlowPicture picture;

    FlowBytes(Pen pen, FlowPicture picture) {
        this.pen = pen;
        this.picture = picture;
    }

    /** The events to read for a view; none where there are too many to be told apart. */
    public static List<Chunk.Wanted> wanted(FlowPicture picture, Viewport viewport) {
        List<Chunk.Wanted> wanted = new ArrayList<>();
        long bytes = 0;
        for (Direction direction : Direction.values()) {
            ByteCurve curve = picture.flow().curve(FlowLayer.LINK, direction);
            Times totals = curve.totals();
            // What was written before the left edge, or read after the right one, may reach into the view.
            int first = Math.max(0, totals.after(viewport.from() - 1) - 1);
            int last = Math.min(totals.size(), totals.after(viewport.to()) + 1);
            if (last - first > MOST_EVENTS) {
                return List.of();
            }
            for (int i = first; i < last; i++) {
                long from = i == 0 ? 0 : totals.number(i - 1);
                if (totals.number(i) > from) {
                    wanted.add(new Chunk.Wanted(
                            new Place(direction, from, totals.number(i)),
                            totals.nanos(i),
                            i == 0 ? 0 : totals.nanos(i - 1)));
                    bytes += totals.number(i) - from;
                }
            }
        }
        return bytes > MOST_BYTES ? List.of() : wanted;
    }

    /** The bytes of one direction. */
    void lane(Plot lane, Direction direction, List<Chunk> chunks) {
        double y = (lane.top() + lane.bottom()) / 2;
        Ink ink = direction == Direction.TX ? Ink.UP : Ink.DOWN;
        pen.text(
                Ink.TEXT,
                false,
                Pen.Anchor.RIGHT,
                lane.left() - 6,
                y,
                direction == Direction.TX ? "bytes up" : "bytes down");
        List<Chunk> own =
                chunks.stream().filter(chunk -> chunk.direction() == direction).toList();
        for (int i = 0; i < own.size(); i++) {
            Chunk chunk = own.get(i);
            Stretch stretch = stretch(chunk);
            if (stretch.each() * lane.width() / lane.viewport().span() >= CELL) {
                cells(lane, y, ink, chunk, stretch);
            } else {
                double next = i + 1 < own.size() ? lane.x(own.get(i + 1).nanos()) : lane.right();
                text(lane, y, ink, chunk, next);
            }
        }
    }

    /** When a chunk's bytes crossed: the first one began, and how long each took. */
    private record Stretch(double from, double each) {}

    private Stretch stretch(Chunk chunk) {
        double each = picture.uart() > 0 ? 1e9 / picture.uart() : 0;
        if (chunk.direction() == Direction.TX) {
            return new Stretch(chunk.nanos(), each);
        }
        // Events that follow each other faster than the UART were held back somewhere: their bytes share what time
        // there is.
        int count = chunk.bytes().length();
        double from = Math.max((double) chunk.beforeNanos(), chunk.nanos() - each * count);
        return new Stretch(from, (chunk.nanos() - from) / count);
    }

    private void cells(Plot lane, double y, Ink ink, Chunk chunk, Stretch stretch) {
        double wide = stretch.each() * lane.width() / lane.viewport().span();
        for (int i = 0; i < chunk.bytes().length(); i++) {
            long from = Math.round(stretch.from() + i * stretch.each());
            long to = Math.round(from + stretch.each());
            double x1 = lane.x(from);
            double x2 = lane.x(to);
            if (!lane.viewport().shows(from, to) || x2 - x1 < 2) {
                continue;
            }
            pen.fill(ink, 0.22, x1 + 0.5, lane.top() + 1, x2 - x1 - 1, lane.height() - 2);
            int value = chunk.bytes().u8(i);
            String words = String.format(Locale.ROOT, "%02X", value) + (wide >= 3 * CELL ? name(value) : "");
            if (pen.width(words, false) <= x2 - x1) {
                pen.text(Ink.TEXT, false, Pen.Anchor.MIDDLE, (x1 + x2) / 2, y, words);
            }
        }
    }

    private void text(Plot lane, double y, Ink ink, Chunk chunk, double next) {
        if (!lane.shows(chunk.nanos())) {
            return;
        }
        double x = lane.x(chunk.nanos());
        pen.line(ink, 1, x, lane.top() + 1, x, lane.bottom() - 1);
        int most = (int) ((next - x - 6) / LETTER);
        if (most >= 2) {
            pen.text(Ink.TEXT, false, Pen.Anchor.LEFT, x + 3, y, clipped(chunk.bytes(), most));
        }
    }

    /** What a byte is in ASCII, behind a blank; nothing for what has no letter. */
    private static String name(int value) {
        return switch (value) {
            case '\r' -> " CR";
            case '\n' -> " LF";
            case ' ' -> " SP";
            default -> value > ' ' && value < 0x7f ? " " + (char) value : "";
        };
    }

    private static String clipped(Bytes bytes, int most) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length(), most); i++) {
            int value = bytes.u8(i);
            words.append(value >= ' ' && value < 0x7f ? (char) value : '·');
        }
        if (bytes.length() > most) {
            words.setCharAt(most - 1, '…');
        }
        return words.toString();
    }

    /** The byte that crosses at a moment, where bytes are told apart: {@code up byte 1,234: 41 A}. */
    Optional<String> told(Plot plot, long nanos, List<Chunk> chunks) {
        for (Chunk chunk : chunks) {
            Stretch stretch = stretch(chunk);
            long at = (long) Math.floor((nanos - stretch.from()) / stretch.each());
            if (stretch.each() * plot.width() / plot.viewport().span() >= CELL
                    && at >= 0
                    && at < chunk.bytes().length()) {
                int value = chunk.bytes().u8((int) at);
                return Optional.of(String.format(
                        Locale.ROOT,
                        "byte %,d %s: %02X%s",
                        chunk.offset() + at,
                        chunk.direction() == Direction.TX ? "up" : "down",
                        value,
                        name(value)));
            }
        }
        return Optional.empty();
    }
}
