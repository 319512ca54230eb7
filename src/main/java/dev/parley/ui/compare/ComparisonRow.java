package dev.parley.ui.compare;

import dev.parley.flow.Figures;
import dev.parley.journal.Direction;
import dev.parley.tls.Comparison;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of two runs side by side, in words.
 *
 * @param first what the first run has: message and bytes; empty for nothing
 * @param second what the second has
 * @param difference what differs; empty for nothing
 * @param isFirst true for the first row that differs
 */
public record ComparisonRow(String first, String second, String difference, boolean isFirst) {
    /** All rows of a comparison, the first difference marked. */
    public static List<ComparisonRow> of(Comparison comparison) {
        List<ComparisonRow> rows = new ArrayList<>();
        boolean marked = false;
        for (Comparison.Row row : comparison.rows()) {
            String difference = difference(row);
            boolean marks = !marked && !difference.isEmpty();
            rows.add(new ComparisonRow(
                    row.first()
                            .map(message -> side(message.direction(), message.title(), row.firstBytes()))
                            .orElse(""),
                    row.second()
                            .map(message -> side(message.direction(), message.title(), row.secondBytes()))
                            .orElse(""),
                    difference,
                    marks));
            marked |= marks;
        }
        return rows;
    }

    private static String side(Direction direction, String title, int bytes) {
        return (direction == Direction.TX ? "→ " : "← ") + title + " · " + Figures.bytes(bytes);
    }

    private static String difference(Comparison.Row row) {
        List<String> words = new ArrayList<>();
        if (row.differsInOrder()) {
            words.add(
                    row.moved()
                            ? "stands elsewhere in the other run"
                            : row.first().isPresent() ? "only in the first run" : "only in the second run");
        }
        row.differences()
                .forEach(difference -> words.add(difference.field() + ": " + orNothing(difference.first()) + " / "
                        + orNothing(difference.second())));
        if (row.differsInDelay()) {
            words.add("came after " + Figures.span(row.firstDelay()) + " / " + Figures.span(row.secondDelay()));
        }
        return String.join("; ", words);
    }

    private static String orNothing(String text) {
        return text.isEmpty() ? "nothing" : text;
    }

    /** The row in one sentence, for a screen reader. */
    public String spoken() {
        return (first.isEmpty() ? "nothing" : first) + " against " + (second.isEmpty() ? "nothing" : second)
                + (difference.isEmpty() ? "" : (isFirst ? ", first difference: " : ", ") + difference);
    }
}
