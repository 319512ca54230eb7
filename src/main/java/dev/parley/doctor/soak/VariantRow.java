package dev.parley.doctor.soak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;

/**
 * What became of the runs of one variant.
 *
 * @param rate the share that succeeded; nothing where there was no run yet
 * @param handshake how long the handshakes that ended well took; nothing where none did
 * @param deaths where the others died, the most frequent first
 * @param findings the doctor's first findings of the runs that died, the most frequent first; an empty code where there was none
 * @param byAge how many runs were left, by the age of the connection in nanoseconds
 * @param byBytes how many runs were left, by the bytes the host had sent
 */
public record VariantRow(
        Variant variant,
        int runs,
        int successes,
        Optional<Rate> rate,
        Optional<Latency> handshake,
        List<Death> deaths,
        List<Count> findings,
        List<Survival> byAge,
        List<Survival> byBytes) {
    private static final double ERROR_RATE = 0.05;

    public VariantRow {
        deaths = List.copyOf(deaths);
        findings = List.copyOf(findings);
        byAge = List.copyOf(byAge);
        byBytes = List.copyOf(byBytes);
    }

    /**
     * A share with its 95 % interval (E. B. Wilson, 1927), all 0 to 1.
     *
     * @param low the interval's lower end
     * @param high its upper end
     */
    public record Rate(double share, double low, double high) {}

    /** Times in nanoseconds. */
    public record Latency(double median, double p95) {}

    /**
     * Runs that died alike.
     *
     * @param state where the handshake stood
     * @param sent bytes of the socket's stream that the host had sent
     */
    public record Death(String state, long sent, int runs) {}

    /** Runs that have a code. */
    public record Count(String code, int runs) {}

    /**
     * A step of a survival curve. Runs that succeeded are never dead: the curve ends at the share that succeeded.
     *
     * @param at where a run died
     * @param alive the share of runs that had not died so far, that one and those that died there left out; 0 to 1
     */
    public record Survival(long at, double alive) {}

    static VariantRow of(Variant variant, List<Outcome> outcomes) {
        List<Outcome> dead =
                outcomes.stream().filter(outcome -> !outcome.success()).toList();
        int successes = outcomes.size() - dead.size();
        return new VariantRow(
                variant,
                outcomes.size(),
                successes,
                rate(successes, outcomes.size()),
                latency(outcomes),
                deaths(dead),
                findings(dead),
                survival(dead, outcomes.size(), Outcome::ageNanos),
                survival(dead, outcomes.size(), Outcome::sent));
    }

    private static Optional<Rate> rate(int successes, int runs) {
        if (runs == 0) {
            return Optional.empty();
        }
        Interval interval = BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(runs, successes, ERROR_RATE);
        return Optional.of(new Rate((double) successes / runs, interval.getLowerBound(), interval.getUpperBound()));
    }

    private static Optional<Latency> latency(List<Outcome> outcomes) {
        double[] nanos = outcomes.stream()
                .map(Outcome::handshakeNanos)
                .filter(OptionalLong::isPresent)
                .mapToDouble(OptionalLong::getAsLong)
                .toArray();
        if (nanos.length == 0) {
            return Optional.empty();
        }
        double[] found = Quantile.withDefaults().evaluate(nanos, 0.5, 0.95);
        return Optional.of(new Latency(found[0], found[1]));
    }

    private static List<Death> deaths(List<Outcome> dead) {
        record Where(String state, long sent) {}
        Map<Where, Integer> counts = new HashMap<>();
        dead.forEach(outcome -> counts.merge(new Where(outcome.state(), outcome.sent()), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(entry -> new Death(entry.getKey().state(), entry.getKey().sent(), entry.getValue()))
                .sorted(Comparator.comparingInt(Death::runs)
                        .reversed()
                        .thenComparingLong(Death::sent)
                        .thenComparing(Death::state))
                .toList();
    }

    private static List<Count> findings(List<Outcome> dead) {
        Map<String, Integer> counts = new HashMap<>();
        dead.forEach(outcome -> counts.merge(outcome.finding(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Count::runs).reversed().thenComparing(Count::code))
                .toList();
    }

    private static List<Survival> survival(List<Outcome> dead, int runs, ToLongFunction<Outcome> when) {
        long[] ends = dead.stream().mapToLong(when).sorted().toArray();
        List<Survival> curve = new ArrayList<>();
        for (int i = 0; i < ends.length; i++) {
            if (i + 1 == ends.length || ends[i + 1] > ends[i]) {
                curve.add(new Survival(ends[i], (double) (runs - i - 1) / runs));
            }
        }
        return curve;
    }
}
