package dev.parley.doctor.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.doctor.soak.SoakTable.Comparison;
import dev.parley.doctor.soak.Variant.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The table of a soak")
class SoakTableTest {
    private static final String CERTIFICATE = "MBEDTLS_SSL_CLIENT_CERTIFICATE (7)";

    private static Variant variant(String... settings) {
        return new Variant(Arrays.stream(settings)
                .map(text -> text.split("=", -1))
                .map(pair -> new Setting(pair[0], pair[1]))
                .toList());
    }

    private static Outcome good(int variant, long millis) {
        return new Outcome(
                0, variant, true, OptionalLong.of(millis * 1_000_000), 5_000_000_000L, 2000, 3000, "", "host", "");
    }

    private static Outcome dead(int variant, long ageMillis, long sent, String state, String finding) {
        return new Outcome(
                0, variant, false, OptionalLong.empty(), ageMillis * 1_000_000, sent, 1500, state, "peer", finding);
    }

    /** {@code good} runs of a variant that succeed and {@code dead} that do not. */
    private static List<Outcome> runs(int variant, int good, int dead) {
        List<Outcome> outcomes = new ArrayList<>();
        IntStream.range(0, good).forEach(i -> outcomes.add(good(variant, 1000)));
        IntStream.range(0, dead)
                .forEach(i -> outcomes.add(dead(variant, 800, 1027, CERTIFICATE, "certificate-refused")));
        return outcomes;
    }

    private static SoakTable table(List<Variant> variants, List<List<Outcome>> outcomes) {
        return SoakTable.of(variants, outcomes.stream().flatMap(List::stream).toList());
    }

    /** Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I: 81 of 263 and 15 of 148, method 3. */
    @Test
    @DisplayName("gives the success rate with Wilson's interval, as the textbook has it")
    void rate() {
        VariantRow first =
                table(List.of(variant()), List.of(runs(0, 81, 182))).rows().getFirst();
        assertThat(first.rate().orElseThrow().share()).isEqualTo(81 / 263.0);
        assertThat(first.rate().orElseThrow().low()).isCloseTo(0.2553, within(0.00005));
        assertThat(first.rate().orElseThrow().high()).isCloseTo(0.3662, within(0.00005));

        VariantRow second =
                table(List.of(variant()), List.of(runs(0, 15, 133))).rows().getFirst();
        assertThat(second.rate().orElseThrow().low()).isCloseTo(0.0624, within(0.00005));
        assertThat(second.rate().orElseThrow().high()).isCloseTo(0.1605, within(0.00005));

        assertThat(table(List.of(variant()), List.of(List.of()))
                        .rows()
                        .getFirst()
                        .rate())
                .isEmpty();
    }

    /** Fisher's tea-tasting lady, 3 of 4 against 1 of 4: p = 34/70. */
    @Test
    @DisplayName("compares with Fisher's exact test: eight cups of tea are no proof")
    void tea() {
        SoakTable table =
                table(List.of(variant("milk=first"), variant("milk=last")), List.of(runs(0, 3, 1), runs(1, 1, 3)));
        assertThat(table.comparisons()).singleElement().satisfies(comparison -> {
            assertThat(comparison.p()).isCloseTo(34 / 70.0, within(1e-12));
            assertThat(comparison.isBeyondChance()).isFalse();
        });
    }

    @Test
    @DisplayName("names the variant that differs from the rest, and not those that do not")
    void differs() {
        SoakTable table = table(
                List.of(variant("chunk=256"), variant("chunk=877"), variant("chunk=1460")),
                List.of(runs(0, 98, 2), runs(1, 97, 3), runs(2, 60, 40)));
        Comparison worst = table.comparisons().getFirst();
        assertThat(worst.what()).isEqualTo("chunk=1460");
        assertThat(worst.isBeyondChance()).isTrue();
        assertThat(worst.isBetter()).isFalse();
        assertThat(worst.otherRuns()).isEqualTo(200);
        assertThat(worst.otherSuccesses()).isEqualTo(195);

        SoakTable alike = table(
                List.of(variant("chunk=256"), variant("chunk=877"), variant("chunk=1460")),
                List.of(runs(0, 90, 10), runs(1, 88, 12), runs(2, 91, 9)));
        assertThat(alike.comparisons()).noneMatch(Comparison::isBeyondChance);
    }

    @Test
    @DisplayName("asks more of a difference where many variants are compared: one of twenty differs by chance")
    void many() {
        List<Variant> variants = IntStream.range(0, 20)
                .mapToObj(i -> variant("chunk=" + (100 + i)))
                .toList();
        List<List<Outcome>> outcomes = new ArrayList<>();
        IntStream.range(0, 19).forEach(i -> outcomes.add(runs(i, 19, 1)));
        outcomes.add(runs(19, 15, 5));
        Comparison odd = table(variants, outcomes).comparisons().getFirst();
        assertThat(odd.what()).isEqualTo("chunk=119");
        assertThat(odd.p()).as("alone it would count").isLessThan(0.05);
        assertThat(odd.adjusted()).isCloseTo(20 * odd.p(), within(1e-12));
        assertThat(odd.isBeyondChance()).isFalse();
    }

    @Test
    @DisplayName("compares the values of each thing that is varied, where several are")
    void values() {
        SoakTable table = table(
                List.of(
                        variant("chunk=256", "mode=buffer"),
                        variant("chunk=256", "mode=push"),
                        variant("chunk=1460", "mode=buffer"),
                        variant("chunk=1460", "mode=push")),
                List.of(runs(0, 30, 0), runs(1, 15, 15), runs(2, 29, 1), runs(3, 14, 16)));
        assertThat(table.comparisons().stream()
                        .filter(Comparison::isBeyondChance)
                        .map(Comparison::what))
                .contains("mode=buffer")
                .doesNotContain("chunk=256");
    }

    @Test
    @DisplayName("tells where the runs died and of what, the most frequent first")
    void deaths() {
        List<Outcome> outcomes = new ArrayList<>(runs(0, 1, 3));
        outcomes.add(dead(0, 100, 150, "MBEDTLS_SSL_SERVER_HELLO (2)", "closed-by-peer"));
        outcomes.add(dead(0, 900, 1034, CERTIFICATE, ""));
        VariantRow row = SoakTable.of(List.of(variant()), outcomes).rows().getFirst();
        assertThat(row.deaths())
                .containsExactly(
                        new VariantRow.Death(CERTIFICATE, 1027, 3),
                        new VariantRow.Death("MBEDTLS_SSL_SERVER_HELLO (2)", 150, 1),
                        new VariantRow.Death(CERTIFICATE, 1034, 1));
        assertThat(row.findings())
                .containsExactly(
                        new VariantRow.Count("certificate-refused", 3),
                        new VariantRow.Count("", 1),
                        new VariantRow.Count("closed-by-peer", 1));
    }

    @Test
    @DisplayName("draws how many runs are left by age and by bytes: the curve ends at the share that succeeded")
    void survival() {
        List<Outcome> outcomes = List.of(
                good(0, 1000),
                dead(0, 300, 877, CERTIFICATE, ""),
                dead(0, 100, 1027, CERTIFICATE, ""),
                dead(0, 300, 1027, CERTIFICATE, ""));
        VariantRow row = SoakTable.of(List.of(variant()), outcomes).rows().getFirst();
        assertThat(row.byAge())
                .containsExactly(
                        new VariantRow.Survival(100_000_000, 0.75), new VariantRow.Survival(300_000_000, 0.25));
        assertThat(row.byBytes())
                .containsExactly(new VariantRow.Survival(877, 0.75), new VariantRow.Survival(1027, 0.25));
    }

    @Test
    @DisplayName("tells how long the handshakes that ended well took, median and 95th percentile")
    void latency() {
        List<Outcome> outcomes =
                IntStream.rangeClosed(1, 101).mapToObj(i -> good(0, i)).toList();
        VariantRow.Latency latency = SoakTable.of(List.of(variant()), outcomes)
                .rows()
                .getFirst()
                .handshake()
                .orElseThrow();
        assertThat(latency.median()).isEqualTo(51e6);
        assertThat(latency.p95()).isBetween(96e6, 97e6);
    }

    @Test
    @DisplayName("a plan gives every variant its turn once a round, and a longer plan begins as the shorter one")
    void plan() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        values.put("chunk", List.of("256", "877", "1460"));
        values.put("access-mode", List.of("buffer", "push"));
        SoakPlan plan = SoakPlan.of(values, 12);
        assertThat(plan.variants().getFirst().title()).isEqualTo("chunk=256 access-mode=buffer");
        assertThat(plan.variants().get(1).title()).isEqualTo("chunk=256 access-mode=push");
        assertThat(plan.size()).isEqualTo(72);
        for (int round = 0; round < 12; round++) {
            int first = round * 6;
            Set<Integer> variants = IntStream.range(first, first + 6)
                    .mapToObj(plan::run)
                    .map(SoakPlan.Run::variant)
                    .collect(Collectors.toSet());
            assertThat(variants).hasSize(6);
            assertThat(plan.run(first).variant()).isEqualTo(round % 6);
            assertThat(SoakPlan.of(values, 1 + round).run(first)).isEqualTo(plan.run(first));
        }
    }
}
