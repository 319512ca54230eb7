package dev.parley.doctor;

import dev.parley.socket.ModemSocket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The one command or change that tells the findings still open apart most cheaply.
 *
 * @param action what to do
 * @param trial how Parley makes it, where it can
 * @param outcomes what may come of it, and which findings each outcome would leave
 */
public record NextTest(String action, Trial trial, List<Outcome> outcomes) {
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
     * What an answer says of the findings that were open.
     *
     * @param seen what was seen
     * @param left the findings it leaves
     * @param ruledOut the findings that foretold something else
     */
    public record Score(String seen, List<String> left, List<String> ruledOut) {
        public Score {
            left = List.copyOf(left);
            ruledOut = List.copyOf(ruledOut);
        }
    }

    /**
     * The best test for a session's findings; nothing where fewer than two are open, or no test known tells them apart. What the
     * session answers already is not asked again.
     *
     * @param made the actions of tests that were made and need not be made again
     */
    public static Optional<NextTest> of(CaseView session, List<Finding> findings, Set<String> made) {
        ModemSocket socket =
                session.sockets().isEmpty() ? null : session.sockets().getLast();
        UnaryOperator<String> filled =
                text -> text.replace("{id}", socket == null ? "0" : Integer.toString(socket.id()))
                        .replace("{host}", socket == null || socket.host().isEmpty() ? "HOST" : socket.host());
        return best(
                findings,
                test -> !(test.trial() instanceof Trial.Ask ask
                                && ask.answer().apply(session).isPresent())
                        && !made.contains(filled.apply(test.action())),
                filled);
    }

    /** The same where no test was made yet. */
    public static Optional<NextTest> of(CaseView session, List<Finding> findings) {
        return of(session, findings, Set.of());
    }

    /** The best test for findings alone. */
    static Optional<NextTest> of(List<Finding> findings) {
        return best(findings, test -> true, text -> text.replace("{id}", "0").replace("{host}", "HOST"));
    }

    /**
     * Each test is worth what it would teach: by how much, on the average over its outcomes, the doubt among the findings (the entropy of
     * their confidences) falls, for what it costs. A finding that foretells nothing of a test may come with any of its outcomes, and is
     * left by each.
     */
    private static Optional<NextTest> best(
            List<Finding> findings, Predicate<KnownTests.Test> open, UnaryOperator<String> filled) {
        Map<String, Double> weights = new LinkedHashMap<>();
        findings.stream()
                .filter(finding -> finding.confidence() >= OPEN)
                .forEach(finding -> weights.merge(finding.code(), finding.confidence(), Math::max));
        double all = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        weights.replaceAll((code, weight) -> weight / all);
        return KnownTests.ALL.stream()
                .map(test -> new Worth(test, gain(test, weights) / test.cost()))
                .filter(worth -> worth.value() > 1e-9 && open.test(worth.test()))
                .max(Comparator.comparingDouble(Worth::value))
                .map(worth -> new NextTest(
                        filled.apply(worth.test().action()),
                        filled(worth.test().trial(), filled),
                        outcomes(worth.test(), weights)));
    }

    private static Trial filled(Trial trial, UnaryOperator<String> filled) {
        return switch (trial) {
            case Trial.Ask ask ->
                new Trial.Ask(ask.commands().stream().map(filled).toList(), ask.needs(), ask.answer());
            case Trial.Reconnect again -> again;
            case Trial.Elsewhere elsewhere -> elsewhere;
        };
    }

    /**
     * What a session says after the test was made: the same one where the modem was asked, the next one where another connection was
     * made. Nothing while there is no answer.
     */
    public Optional<Score> score(CaseView after) {
        return switch (trial) {
            case Trial.Ask ask -> ask.answer().apply(after).map(this::score);
            case Trial.Reconnect again -> reconnected(after).map(good -> score(good ? again.good() : again.bad()));
            case Trial.Elsewhere _ -> Optional.empty();
        };
    }

    /** True where the last connection stands behind its handshake, false where it ended before; nothing while it is under way. */
    private static Optional<Boolean> reconnected(CaseView after) {
        if (after.sockets().isEmpty()) {
            return after.live() ? Optional.empty() : Optional.of(false);
        }
        ModemSocket socket = after.sockets().getLast();
        if (Facts.served(after, socket)) {
            return Optional.of(true);
        }
        return socket.openError() != 0 || socket.closedNanos().isPresent() || !after.live()
                ? Optional.of(false)
                : Optional.empty();
    }

    private Score score(String seen) {
        List<String> left = outcomes.stream()
                .filter(outcome -> outcome.seen().equals(seen))
                .flatMap(outcome -> outcome.codes().stream())
                .toList();
        List<String> ruledOut = outcomes.stream()
                .flatMap(outcome -> outcome.codes().stream())
                .distinct()
                .filter(code -> !left.contains(code))
                .toList();
        return new Score(seen, left, ruledOut);
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
