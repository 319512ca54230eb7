package dev.parley.export;

import dev.parley.journal.Direction;
import dev.parley.tls.Comparison;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Two handshakes side by side, to read: what {@code parley compare} prints.
 *
 * <p>One row a message, the first difference marked with {@code >>>}, and under a row what differs in its bytes. Lines are not broken;
 * control characters are shown as {@code ?}.
 */
public final class ComparisonText {
    /** A name or a list longer than this is cut: what matters of it stands in front. */
    private static final int LONGEST = 160;

    private final Comparison comparison;
    private final StringBuilder out = new StringBuilder();

    private ComparisonText(Comparison comparison) {
        this.comparison = comparison;
    }

    /**
     * The whole text; every line ends with LF.
     *
     * @param first what the first conversation is called, for example its file
     * @param second what the second is called
     */
    public static String of(String first, String second, Comparison comparison) {
        ComparisonText text = new ComparisonText(comparison);
        text.write(first, second);
        return text.out.toString();
    }

    /** Where two conversations first differ, in a few words; nothing but what every handshake has: empty. */
    static Optional<String> firstDifference(Comparison comparison) {
        return comparison.firstDifference().map(ComparisonText::words);
    }

    private void write(String first, String second) {
        side("A", first, comparison.first());
        side("B", second, comparison.second());
        line("");
        line("                                         A bytes  B bytes      A +ms      B +ms");
        Optional<Comparison.Row> mark = comparison.firstDifference();
        for (Comparison.Row row : comparison.rows()) {
            row(row, mark.filter(row::equals).isPresent());
        }
        line("");
        line(mark.map(row -> "first difference: " + words(row)).orElse("no difference but what every handshake has"));
        first("in bytes", comparison.firstInBytes(), mark);
        first("in order", comparison.firstInOrder(), mark);
        first("in delay", comparison.firstInDelay(), mark);
    }

    private void side(String letter, String name, TlsConversation conversation) {
        line(letter + "  " + name + ": " + Reports.agreed(conversation, Redactor.off())
                + conversation
                        .alert()
                        .map(alert -> ", " + alert.title() + " from the " + speaker(alert.direction()))
                        .orElse(""));
    }

    private void row(Comparison.Row row, boolean marked) {
        boolean sent = row.first().or(row::second).map(TlsMessage::direction).orElseThrow() == Direction.TX;
        line(String.format(
                        Locale.ROOT,
                        "%s %s %-30s %8s %8s %10s %10s  %s",
                        marked ? ">>>" : "   ",
                        sent ? "->" : "<-",
                        clip(row.title(), 30),
                        row.first().isPresent() ? Integer.toString(row.firstBytes()) : "-",
                        row.second().isPresent() ? Integer.toString(row.secondBytes()) : "-",
                        row.first().isPresent() ? Words.millis(row.firstDelay()) : "-",
                        row.second().isPresent() ? Words.millis(row.secondDelay()) : "-",
                        kinds(row))
                .stripTrailing());
        for (Comparison.Difference difference : row.differences()) {
            line("          " + difference.field().replace('_', ' ') + ": A " + told(difference.first()) + "; B "
                    + told(difference.second()));
        }
    }

    private static String kinds(Comparison.Row row) {
        if (row.differsInOrder()) {
            return row.moved() ? "at another place" : row.first().isPresent() ? "only in A" : "only in B";
        }
        return String.join(
                ", ",
                java.util.stream.Stream.of(
                                row.isUnreadableInFirst()
                                        ? "unreadable in A"
                                        : row.isUnreadableInSecond() ? "unreadable in B" : "",
                                row.differsInBytes() ? "bytes" : "",
                                row.differsInDelay() ? "delay" : "")
                        .filter(word -> !word.isEmpty())
                        .toList());
    }

    private void first(String how, Optional<Comparison.Row> row, Optional<Comparison.Row> mark) {
        row.filter(one -> mark.filter(one::equals).isEmpty())
                .ifPresent(one -> line("first " + how + ": " + words(one)));
    }

    private static String words(Comparison.Row row) {
        String who =
                speaker(row.first().or(row::second).map(TlsMessage::direction).orElseThrow());
        String message = "the " + who + "'s " + row.title();
        if (row.differsInOrder()) {
            return message + " is " + kinds(row);
        }
        List<Comparison.Difference> differences = row.differences();
        if (!differences.isEmpty()) {
            return message + " differs in "
                    + differences.getFirst().field().replace('_', ' ')
                    + (differences.size() > 1 ? " and " + (differences.size() - 1) + " more" : "");
        }
        return message + " came after " + Words.millis(row.firstDelay()) + " ms in A and "
                + Words.millis(row.secondDelay()) + " ms in B";
    }

    private static String speaker(Direction direction) {
        return direction == Direction.TX ? "client" : "server";
    }

    private static String told(String value) {
        return value.isEmpty() ? "nothing" : clip(value, LONGEST);
    }

    private static String clip(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "~";
    }

    private void line(String text) {
        out.append(Reports.printable(text)).append('\n');
    }
}
