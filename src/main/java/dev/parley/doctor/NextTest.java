package dev.parley.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one command or change that tells the findings still open apart most cheaply.
 *
 * @param action what to do
 * @param outcomes what may come of it, and which findings each outcome would leave
 */
public record NextTest(String action, List<Outcome> outcomes) {
    /** A finding less likely than this is not worth a test. */
    private static final double OPEN = 0.2;

    public NextTest {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * What may be seen.
     *
     * @param seen in words
     * @param codes the findings that it would leave open
     */
    public record Outcome(String seen, List<String> codes) {
        public Outcome {
            codes = List.copyOf(codes);
        }
    }

    /**
     * The best test for these findings; nothing where fewer than two are open, or no test known tells them apart.
     *
     * <p>Each test is worth what it would teach: by how much, on the average over its outcomes, the doubt among the findings (the
     * entropy of their confidences) falls, for what it costs. A finding that foretells nothing of a test may come with any of its
     * outcomes, and is left by each.
     */
    public static Optional<NextTest> of(List<Finding> findings) {
        Map<String, Double> open = new LinkedHashMap<>();
        findings.stream()
                .filter(finding -> finding.confidence() >= OPEN)
                .forEach(finding -> open.merge(finding.code(), finding.confidence(), Math::max));
        double all = open.values().stream().mapToDouble(Double::doubleValue).sum();
        open.replaceAll((code, weight) -> weight / all);
        return KnownTests.ALL.stream()
                .map(test -> new Worth(test, gain(test, open) / test.cost()))
                .filter(worth -> worth.value() > 1e-9)
                .max(Comparator.comparingDouble(Worth::value))
                .map(worth -> new NextTest(worth.test().action(), outcomes(worth.test(), open)));
    }

    private record Worth(KnownTests.Test test, double value) {}

    private static List<Outcome> outcomes(KnownTests.Test test, Map<String, Double> open) {
        List<Outcome> outcomes = new ArrayList<>();
        left(test, open).forEach((seen, codes) -> outcomes.add(new Outcome(seen, List.copyOf(codes.keySet()))));
        return outcomes;
    }

    private static double gain(KnownTests.Test test, Map<String, Double> open) {
        double gain = entropy(open);
        for (Map<String, Double> group : left(test, open).values()) {
            double share =
                    group.values().stream().mapToDouble(Double::doubleValue).sum();
            Map<String, Double> within = new LinkedHashMap<>(group);
            within.replaceAll((code, weight) -> weight / share);
            gain -= share * entropy(within);
        }
        return gain;
    }

    /** What each outcome that an open finding foretells would leave, and how likely both are together. */
    private static Map<String, Map<String, Double>> left(KnownTests.Test test, Map<String, Double> open) {
        Map<String, Map<String, Double>> left = new LinkedHashMap<>();
        open.keySet().stream()
                .flatMap(code -> Optional.ofNullable(test.foretold().get(code)).stream())
                .forEach(seen -> left.put(seen, new LinkedHashMap<>()));
        if (left.isEmpty()) {
            return Map.of("anything", open);
        }
        open.forEach((code, weight) -> {
            Map<String, Double> foretold = left.get(test.foretold().getOrDefault(code, ""));
            if (foretold == null) {
                left.values().forEach(any -> any.put(code, weight / left.size()));
            } else {
                foretold.put(code, weight);
            }
        });
        return left;
    }

    private static double entropy(Map<String, Double> shares) {
        return -shares.values().stream()
                .mapToDouble(share -> share * Math.log(share))
                .sum();
    }
}
