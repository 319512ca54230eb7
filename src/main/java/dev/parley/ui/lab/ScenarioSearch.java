package dev.parley.ui.lab;

import dev.parley.sim.Scenario;
import java.util.List;
import java.util.Locale;

/** Finds scenarios by what is typed: each word must stand in the name, the group, the story, the fix or the finding's code. */
final class ScenarioSearch {
    private ScenarioSearch() {}

    /** Those that have all words of {@code typed}, in their order; all where nothing is typed. */
    static List<Scenario> find(List<Scenario> all, String typed) {
        List<String> words = List.of(typed.strip().toLowerCase(Locale.ROOT).split("\\s+", -1));
        return all.stream()
                .filter(scenario -> {
                    String text = text(scenario);
                    return words.stream().allMatch(text::contains);
                })
                .toList();
    }

    private static String text(Scenario scenario) {
        return String.join(
                        "\n",
                        scenario.name(),
                        scenario.group().title(),
                        scenario.story(),
                        scenario.fix(),
                        finding(scenario))
                .toLowerCase(Locale.ROOT);
    }

    /** What the doctor must say. */
    static String finding(Scenario scenario) {
        return scenario.finding().orElse("nothing");
    }
}
