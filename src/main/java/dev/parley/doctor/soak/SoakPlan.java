package dev.parley.doctor.soak;

import dev.parley.doctor.soak.Variant.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which runs there are, in which order: every variant has its turn once a round, so that what drifts meanwhile (radio, temperature, a
 * server's load) hits all alike, and each round begins with another variant, so that none always follows the same one.
 *
 * @param variants one or more
 * @param rounds runs of each variant, 1 or more
 */
public record SoakPlan(List<Variant> variants, int rounds) {
    public SoakPlan {
        variants = List.copyOf(variants);
        if (variants.isEmpty() || rounds < 1) {
            throw new IllegalArgumentException("a soak has a variant and a round at least");
        }
    }

    /**
     * One run.
     *
     * @param number from 0, in the order of the plan
     * @param variant index of its variant
     */
    public record Run(int number, int variant) {}

    /** Every combination of the values, those of the last name changing fastest. */
    public static SoakPlan of(Map<String, List<String>> values, int rounds) {
        List<Variant> variants = List.of(new Variant(List.of()));
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            List<Variant> next = new ArrayList<>();
            for (Variant variant : variants) {
                for (String value : entry.getValue()) {
                    List<Setting> settings = new ArrayList<>(variant.settings());
                    settings.add(new Setting(entry.getKey(), value));
                    next.add(new Variant(settings));
                }
            }
            variants = next;
        }
        return new SoakPlan(variants, rounds);
    }

    public int size() {
        return variants.size() * rounds;
    }

    /** The run with a number, 0 to {@link #size()} exclusive. The number alone decides: a longer plan begins as a shorter one. */
    public Run run(int number) {
        int round = number / variants.size();
        return new Run(number, (number % variants.size() + round) % variants.size());
    }
}
