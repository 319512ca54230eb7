package dev.parley.export;

import dev.parley.doctor.soak.SoakTable;
import dev.parley.doctor.soak.SoakTable.Comparison;
import dev.parley.doctor.soak.VariantRow;
import java.util.List;
import java.util.Locale;

/** The table of a soak, to read: what {@code parley soak} prints. */
public final class SoakText {
    /** So many kinds of death of a variant are told; the others are counted. */
    private static final int MOST_DEATHS = 8;

    private static final int BAR = 30;

    private final StringBuilder out = new StringBuilder();

    private SoakText() {}

    /** The whole text; every line ends with LF. */
    public static String of(SoakTable table) {
        SoakText text = new SoakText();
        text.rates(table.rows());
        table.rows().stream().filter(row -> !row.deaths().isEmpty()).forEach(text::deaths);
        text.comparisons(table);
        return text.out.toString();
    }

    private void rates(List<VariantRow> rows) {
        int width = rows.stream()
                .mapToInt(row -> row.variant().title().length())
                .max()
                .orElse(0);
        String form = "%-" + Math.max(8, width) + "s %6s %6s %8s %15s %10s %10s";
        line("");
        line(String.format(
                Locale.ROOT, form, "variant", "runs", "good", "rate", "95 % interval", "median ms", "p95 ms"));
        for (VariantRow row : rows) {
            line(String.format(
                    Locale.ROOT,
                    form,
                    row.variant().title(),
                    row.runs(),
                    row.successes(),
                    row.rate().map(rate -> percent(rate.share())).orElse("-"),
                    row.rate()
                            .map(rate -> percent(rate.low()) + "-" + percent(rate.high()))
                            .orElse("-"),
                    row.handshake().map(times -> millis(times.median())).orElse("-"),
                    row.handshake().map(times -> millis(times.p95())).orElse("-")));
        }
    }

    private void deaths(VariantRow row) {
        line("");
        line(row.variant().title() + ": where they died");
        for (VariantRow.Death death : row.deaths().stream().limit(MOST_DEATHS).toList()) {
            line(String.format(
                            Locale.ROOT,
                            "  %5d  after %6d bytes sent  %-36s %s",
                            death.runs(),
                            death.sent(),
                            death.state(),
                            "#".repeat(Math.max(1, BAR * death.runs() / row.runs())))
                    .stripTrailing());
        }
        int others = row.deaths().stream()
                .skip(MOST_DEATHS)
                .mapToInt(VariantRow.Death::runs)
                .sum();
        if (others > 0) {
            line(String.format(Locale.ROOT, "  %5d  elsewhere (--json tells them all)", others));
        }
        for (VariantRow.Count count : row.findings()) {
            line(String.format(
                    Locale.ROOT,
                    "  %5d  %s",
                    count.runs(),
                    count.code().isEmpty() ? "without a finding" : count.code()));
        }
    }

    private void comparisons(SoakTable table) {
        List<String> verdict = verdict(table);
        if (!verdict.isEmpty()) {
            line("");
            verdict.forEach(this::line);
        }
    }

    /** Which variants differ by more than chance explains, a sentence each, or that none does; nothing where there is one only. */
    public static List<String> verdict(SoakTable table) {
        List<Comparison> comparisons = table.comparisons();
        if (comparisons.isEmpty()) {
            return List.of();
        }
        List<String> beyond = comparisons.stream()
                .filter(Comparison::isBeyondChance)
                .map(one -> one.what() + " does " + (one.isBetter() ? "better" : "worse") + " than chance explains: "
                        + counts(one))
                .toList();
        return beyond.isEmpty()
                ? List.of("No variant differs by more than chance explains; the nearest is "
                        + comparisons.getFirst().what() + ": " + counts(comparisons.getFirst()))
                : beyond;
    }

    private static String counts(Comparison one) {
        return one.successes() + " of " + one.runs() + ", the others " + one.otherSuccesses() + " of " + one.otherRuns()
                + " (" + p(one) + ")";
    }

    private static String p(Comparison comparison) {
        return String.format(
                Locale.ROOT,
                "Fisher's exact test: p = %.2g, for all comparisons %.2g",
                comparison.p(),
                comparison.adjusted());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    private static String millis(double nanos) {
        return Words.millis(Math.round(nanos));
    }

    private void line(String text) {
        out.append(Reports.printable(text)).append('\n');
    }
}
