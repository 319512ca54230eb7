package dev.parley.doctor.soak;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One way in which the runs of a soak are made.
 *
 * @param settings what is varied, in the order in which it was named; empty where nothing is
 */
public record Variant(List<Setting> settings) {
    public Variant {
        settings = List.copyOf(settings);
    }

    /** A thing that is varied, and its value. */
    public record Setting(String name, String value) {
        public String title() {
            return name + "=" + value;
        }
    }

    /** For example {@code chunk=256 access-mode=push}. */
    public String title() {
        return settings.isEmpty()
                ? "as given"
                : settings.stream().map(Setting::title).collect(Collectors.joining(" "));
    }
}
