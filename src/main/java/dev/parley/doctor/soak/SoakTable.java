package dev.parley.doctor.soak;

import dev.parley.doctor.soak.Variant.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * What the runs of a soak tell.
 *
 * @param rows one for each variant, in the plan's order
 * @param comparisons each variant with all others, and each value with the other values where several things are varied
 */
public record SoakTable(List<VariantRow> rows, List<Comparison> comparisons) {
    /** What is called beyond chance: below this share it would be one of the comparisons of a soak in which nothing matters. */
    public static final double ERROR_RATE = 0.05;

    public SoakTable {
        rows = List.copyOf(rows);
        comparisons = List.copyOf(comparisons);
    }

    /**
     * Some runs against all others.
     *
     * @param what the variant, or the value, for example {@code chunk=256}
     * @param successes among {@code runs}
     * @param otherSuccesses among {@code otherRuns}
     * @param p how likely chance alone makes a difference as large: Fisher's exact test, two-sided
     * @param adjusted the same, knowing that several comparisons were made: the method of Holm
     */
    public record Comparison(
            String what, int successes, int runs, int otherSuccesses, int otherRuns, double p, double adjusted) {
        public boolean isBeyondChance() {
            return adjusted < ERROR_RATE;
        }

        public boolean isBetter() {
            return (double) successes / runs > (double) otherSuccesses / otherRuns;
        }
    }

    /** The table of these outcomes, in whatever order they come. */
    public static SoakTable of(List<Variant> variants, List<Outcome> outcomes) {
        List<VariantRow> rows = new ArrayList<>();
        for (int i = 0; i < variants.size(); i++) {
            int variant = i;
            rows.add(VariantRow.of(
                    variants.get(i),
                    outcomes.stream()
                            .filter(outcome -> outcome.variant() == variant)
                            .toList()));
        }
        List<Comparison> raw = new ArrayList<>();
        // Of two, each is the other's rest: one comparison says all.
        for (int i = 0; i < (variants.size() == 2 ? 1 : variants.size()); i++) {
            int variant = i;
            compare(variants.get(i).title(), outcomes, outcome -> outcome.variant() == variant)
                    .ifPresent(raw::add);
        }
        for (Setting setting : values(variants)) {
            compare(
                            setting.title(),
                            outcomes,
                            outcome ->
                                    variants.get(outcome.variant()).settings().contains(setting))
                    .ifPresent(raw::add);
        }
        return new SoakTable(rows, holm(raw));
    }

    /** The values to be compared; none where one thing is varied, since each value is a variant then. */
    private static List<Setting> values(List<Variant> variants) {
        Map<String, Set<Setting>> values = new LinkedHashMap<>();
        variants.stream()
                .flatMap(variant -> variant.settings().stream())
                .forEach(setting -> values.computeIfAbsent(setting.name(), name -> new LinkedHashSet<>())
                        .add(setting));
        return values.size() < 2
                ? List.of()
                : values.values().stream()
                        .flatMap(all -> all.stream().limit(all.size() == 2 ? 1 : all.size()))
                        .toList();
    }

    private static Optional<Comparison> compare(String what, List<Outcome> outcomes, Predicate<Outcome> chosen) {
        int runs = 0;
        int successes = 0;
        int otherSuccesses = 0;
        for (Outcome outcome : outcomes) {
            boolean mine = chosen.test(outcome);
            runs += mine ? 1 : 0;
            successes += mine && outcome.success() ? 1 : 0;
            otherSuccesses += !mine && outcome.success() ? 1 : 0;
        }
        int others = outcomes.size() - runs;
        if (runs == 0 || others == 0) {
            return Optional.empty();
        }
        double p = FisherExactTest.withDefaults()
                .test(new int[][] {{successes, runs - successes}, {otherSuccesses, others - otherSuccesses}})
                .getPValue();
        return Optional.of(new Comparison(what, successes, runs, otherSuccesses, others, p, p));
    }

    /** S. Holm, "A simple sequentially rejective multiple test procedure", 1979: the k-th smallest of m is taken m - k + 1 times. */
    private static List<Comparison> holm(List<Comparison> raw) {
        List<Comparison> byP =
                raw.stream().sorted(Comparator.comparingDouble(Comparison::p)).toList();
        List<Comparison> adjusted = new ArrayList<>();
        double least = 0;
        for (int k = 0; k < byP.size(); k++) {
            Comparison one = byP.get(k);
            least = Math.max(least, Math.min(1, one.p() * (byP.size() - k)));
            adjusted.add(new Comparison(
                    one.what(), one.successes(), one.runs(), one.otherSuccesses(), one.otherRuns(), one.p(), least));
        }
        return adjusted;
    }
}
