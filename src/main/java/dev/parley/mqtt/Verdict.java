package dev.parley.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What in one packet breaks the specification, with the number of the conformance statement it breaks: MQTT 3.1.1 and MQTT 5,
 * appendix B of each, number their statements differently.
 */
final class Verdict {
    private final List<String> problems = new ArrayList<>();

    /**
     * Something is wrong.
     *
     * @param level the connection's protocol level
     * @param old the statement of MQTT 3.1.1, for example {@code 2.2.2-2}; empty where none says so
     * @param five the statement of MQTT 5
     */
    void broken(String words, int level, String old, String five) {
        String rule = level >= 5 ? five : old;
        problems.add(rule.isEmpty() ? words : words + " [MQTT-" + rule + "]");
    }

    /** Something is wrong that every version numbers alike. */
    void broken(String words, String rule) {
        broken(words, 5, rule, rule);
    }

    /** Something is wrong that the specification says without a number of its own: a length, a protocol error in prose. */
    void broken(String words) {
        broken(words, "");
    }

    void all(List<String> more) {
        problems.addAll(more);
    }

    /** Everything that was found, in one line; the gravest, which was found first, first. */
    Optional<String> words() {
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }
}
