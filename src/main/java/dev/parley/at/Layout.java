package dev.parley.at;

import java.util.List;
import java.util.Optional;

/**
 * One shape that a line's values can have.
 *
 * @param values in order
 * @param repeats true where the last value, or group of values, may come again and again
 */
public record Layout(List<Parameter> values, boolean repeats) {
    public Layout {
        values = List.copyOf(values);
    }

    /** The value at {@code index}; beyond the last one where that repeats, the last one again. */
    public Optional<Parameter> at(int index) {
        if (index < values.size()) {
            return Optional.of(values.get(index));
        }
        return repeats && !values.isEmpty() ? Optional.of(values.getLast()) : Optional.empty();
    }

    /** The first of {@code layouts} that values of a line fit into; the first one that comes nearest where none does. */
    static Optional<Layout> of(List<Layout> layouts, List<String> values) {
        return layouts.stream()
                .filter(layout -> layout.fits(values))
                .findFirst()
                .or(() ->
                        layouts.stream().filter(layout -> layout.agrees(values)).findFirst());
    }

    private boolean fits(List<String> given) {
        long needed = values.stream().filter(value -> !value.optional()).count();
        return given.size() >= needed && (repeats || given.size() <= values.size()) && agrees(given);
    }

    /** True where every value that is given can stand where it does, and no fixed text is missing. */
    private boolean agrees(List<String> given) {
        for (int i = 0; i < values.size(); i++) {
            boolean missing = i >= given.size();
            if (missing ? !values.get(i).fixed().isEmpty() : !values.get(i).admits(given.get(i))) {
                return false;
            }
        }
        return true;
    }
}
