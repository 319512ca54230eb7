package dev.parley.ui.console;

import dev.parley.at.Exchange;
import dev.parley.flow.Figures;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One line of an exchange that was opened.
 *
 * @param line which line of the exchange it is of
 * @param afterNanos how long after the exchange began it crossed
 * @param label what the line is: command, echo, answer, prompt, payload, result; empty for a further piece of the same
 * @param isBytes true for a piece of bytes, which wants a face of one width
 * @param folds true for payload, which can be folded and unfolded
 */
record RowPart(
        int line, Direction direction, long afterNanos, String label, String text, boolean isBytes, boolean folds) {
    /** More payload than this is not shown here; the inspector has all of it. */
    private static final int MOST_BYTES = 4_096;

    /**
     * The parts of {@code exchange}.
     *
     * @param unfolded the lines whose payload is shown
     * @param carried what the payload is, in words
     * @param read gives the link's bytes; may read a file
     */
    static List<RowPart> of(
            Exchange exchange,
            ByteView view,
            Set<Integer> unfolded,
            Function<Exchange.Line, String> carried,
            Function<Place, Bytes> read) {
        List<RowPart> parts = new ArrayList<>();
        for (int i = 0; i < exchange.lines().size(); i++) {
            Exchange.Line line = exchange.lines().get(i);
            long after = line.nanos() - exchange.startNanos();
            if (line.role() == Exchange.Role.PAYLOAD) {
                parts.add(new RowPart(i, line.direction(), after, "payload", carried.apply(line), false, true));
                if (unfolded.contains(i)) {
                    bytes(parts, i, line.direction(), view, read.apply(line.place()));
                }
            } else if (view == ByteView.TEXT && line.role() != Exchange.Role.NOISE) {
                String text = line.role() == Exchange.Role.PROMPT ? ">" : line.text();
                if (!text.isEmpty()) {
                    parts.add(new RowPart(i, line.direction(), after, label(line), text, true, false));
                }
            } else {
                raw(parts, exchange, i, after, view, read);
            }
        }
        return parts;
    }

    private static void raw(
            List<RowPart> parts,
            Exchange exchange,
            int number,
            long after,
            ByteView view,
            Function<Place, Bytes> read) {
        Exchange.Line line = exchange.lines().get(number);
        boolean isNoise = line.role() == Exchange.Role.NOISE;
        Bytes bytes = isNoise ? read.apply(line.place()) : framed(exchange, number, read);
        if (isNoise || bytes.isEmpty()) {
            parts.add(new RowPart(number, line.direction(), after, label(line), line.text(), false, false));
        }
        String label = isNoise ? "" : label(line);
        if (view == ByteView.HEX) {
            int from = parts.size();
            bytes(parts, number, line.direction(), view, bytes);
            if (parts.size() > from) {
                RowPart first = parts.get(from);
                parts.set(from, new RowPart(number, line.direction(), after, label, first.text, true, false));
            }
        } else if (!bytes.isEmpty()) {
            Bytes shown = bytes.slice(0, Math.min(bytes.length(), MOST_BYTES));
            parts.add(new RowPart(number, line.direction(), after, label, ByteView.visible(shown), true, false));
        }
    }

    /** The line with the CR and LF behind it, and with those before it where no other line of the exchange has them. */
    private static Bytes framed(Exchange exchange, int number, Function<Place, Bytes> read) {
        Place place = exchange.lines().get(number).place();
        if (place.length() == 0) {
            return Bytes.empty();
        }
        boolean first =
                exchange.lines().subList(0, number).stream().noneMatch(line -> line.direction() == place.direction());
        Bytes before = first && place.direction() == Direction.RX
                ? ends(place, Math.max(0, place.from() - 2), place.from(), read)
                : Bytes.empty();
        int start = before.length();
        while (start > 0 && isEnd(before.u8(start - 1))) {
            start--;
        }
        Bytes behind = ends(place, place.to(), place.to() + 2, read);
        int end = 0;
        while (end < behind.length() && isEnd(behind.u8(end))) {
            end++;
        }
        return Bytes.concat(List.of(before.from(start), read.apply(place), behind.slice(0, end)));
    }

    /** The bytes of the link there, as many as have crossed. */
    private static Bytes ends(Place place, long from, long to, Function<Place, Bytes> read) {
        for (long end = to; end > from; end--) {
            try {
                return read.apply(new Place(place.direction(), from, end));
            } catch (IndexOutOfBoundsException _) {
                // So many have not crossed yet: the line may be the last one.
            }
        }
        return Bytes.empty();
    }

    private static boolean isEnd(int b) {
        return b == '\r' || b == '\n';
    }

    private static void bytes(List<RowPart> parts, int number, Direction direction, ByteView view, Bytes bytes) {
        int shown = Math.min(bytes.length(), MOST_BYTES);
        if (view != ByteView.HEX && bytes.isPlainText()) {
            String[] lines = (view == ByteView.MIXED
                            ? ByteView.visible(bytes.slice(0, shown)).replace("\u240a", "\u240a\n")
                            : bytes.slice(0, shown).latin1())
                    .split("\r?\n", -1);
            for (String text : lines) {
                parts.add(new RowPart(number, direction, -1, "", text, true, false));
            }
        } else {
            for (int from = 0; from < shown; from += 16) {
                parts.add(new RowPart(
                        number, direction, -1, "", ByteView.dump(bytes.slice(0, shown), from), true, false));
            }
        }
        if (shown < bytes.length()) {
            parts.add(new RowPart(
                    number,
                    direction,
                    -1,
                    "",
                    Figures.bytesInWords(bytes.length() - shown) + " more; the inspector shows them",
                    false,
                    false));
        }
    }

    private static String label(Exchange.Line line) {
        return switch (line.role()) {
            case COMMAND -> "command";
            case ECHO -> "echo";
            case INFORMATION -> "answer";
            case PROMPT -> "prompt";
            case PAYLOAD -> "payload";
            case RESULT -> line.text().isEmpty() ? "no result" : "result";
            case URC -> "URC";
            case NOISE -> "noise";
        };
    }
}
