package dev.parley.ui.console;

import dev.parley.at.Exchange;
import dev.parley.flow.Figures;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Rows as text to paste elsewhere. */
enum CopiedRows {
    /** The lines, with times and directions. */
    TEXT("Copy as text") {
        @Override
        String of(List<Exchange> rows, Function<Exchange, ConsoleRow> row, Function<Place, Bytes> read) {
            StringBuilder out = new StringBuilder();
            for (Exchange exchange : rows) {
                for (Exchange.Line line : exchange.lines()) {
                    out.append(String.format(Locale.ROOT, "%10s ", Figures.time(line.nanos())))
                            .append(line.direction() == Direction.TX ? "> " : "< ")
                            .append(text(line))
                            .append('\n');
                }
            }
            return out.toString();
        }
    },
    /** Every byte, in hex. */
    HEX("Copy as hex") {
        @Override
        String of(List<Exchange> rows, Function<Exchange, ConsoleRow> row, Function<Place, Bytes> read) {
            StringBuilder out = new StringBuilder();
            for (Exchange exchange : rows) {
                for (Exchange.Line line : exchange.lines()) {
                    out.append(String.format(
                            Locale.ROOT,
                            "%s %s%n",
                            line.direction() == Direction.TX ? ">" : "<",
                            read.apply(line.place()).hex()));
                }
            }
            return out.toString();
        }
    },
    /** A table, for an issue or a report. */
    MARKDOWN("Copy as Markdown") {
        @Override
        String of(List<Exchange> rows, Function<Exchange, ConsoleRow> row, Function<Place, Bytes> read) {
            StringBuilder out = new StringBuilder("""
                | at s | took | result | command or URC | answer | meaning |
                |---:|---:|---|---|---|---|
                """);
            for (Exchange exchange : rows) {
                ConsoleRow it = row.apply(exchange);
                String meaning = it.carried().isEmpty() ? it.meaning() : it.carried() + "; " + it.meaning();
                out.append("| ")
                        .append(String.join(
                                " | ",
                                Figures.time(exchange.startNanos()),
                                it.took(),
                                it.word(),
                                code(it.text()),
                                code(it.result()),
                                cell(meaning)))
                        .append(" |\n");
            }
            return out.toString();
        }
    };

    private final String title;

    CopiedRows(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /**
     * The rows as text.
     *
     * @param read gives the link's bytes; may read a file
     */
    abstract String of(List<Exchange> rows, Function<Exchange, ConsoleRow> row, Function<Place, Bytes> read);

    private static String text(Exchange.Line line) {
        return switch (line.role()) {
            case PAYLOAD -> "[" + Figures.bytesInWords(line.length()) + "]";
            case PROMPT -> ">";
            case NOISE -> "[" + Figures.bytesInWords(line.length()) + ": " + line.text() + "]";
            case RESULT -> line.text().isEmpty() ? "[no answer]" : line.text();
            case COMMAND, ECHO, INFORMATION, URC -> line.text();
        };
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + cell(text).replace("`", "'") + "`";
    }
}
