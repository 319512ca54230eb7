package dev.parley.at;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A parameter of a command, or a value of an answer or a URC, as the manuals describe it.
 *
 * @param name as the manual has it, for example {@code access_mode}
 * @param about what it is, in words; may be empty
 * @param range numbers it may be; empty where it is no number or nothing is said
 * @param words what single values mean, in the manual's order
 * @param unit for example {@code s} or {@code bytes}; empty where it has none
 * @param standard what it is where it is left out; empty where it may not be, or nothing is said
 * @param optional true where it may be left out
 * @param sensitive true for what identifies a person or a device, or lets somebody in
 * @param fixed the only text it can be, by which a line of this shape is known; empty for the others
 * @param coding how its text is to be read, where it is neither a plain number nor one of {@link #words}
 */
public record Parameter(
        String name,
        String about,
        NumberRange range,
        Map<String, String> words,
        String unit,
        String standard,
        boolean optional,
        boolean sensitive,
        String fixed,
        Optional<Coding> coding) {

    /** What it may be, in words, for example {@code 0 buffer, 1 direct push, 2 transparent} or {@code 1 to 255 s}. */
    public String values() {
        if (!fixed.isEmpty()) {
            return '"' + fixed + '"';
        }
        String listed = words.entrySet().stream()
                .map(word -> word.getValue().isEmpty() ? word.getKey() : word.getKey() + " " + word.getValue())
                .collect(Collectors.joining(", "));
        String numbers = range.isEmpty() ? "" : range.words() + (unit.isEmpty() ? "" : " " + unit);
        String accepted = numbers.isEmpty() || listed.isEmpty() ? numbers + listed : numbers + "; " + listed;
        if (accepted.isEmpty()) {
            return about.isEmpty() ? name : about;
        }
        return about.isEmpty() ? accepted : about + ": " + accepted;
    }

    /**
     * What {@code value} means, in words; empty where it says all itself.
     *
     * @param value as on the line, without quotes
     */
    public String meaning(String value) {
        String word = words.get(value);
        if (word != null && !word.isEmpty()) {
            return word;
        }
        if (coding.isPresent()) {
            return coding.get().words(value);
        }
        return unit.isEmpty() || value.isEmpty() || Values.number(value, Integer.MIN_VALUE) == Integer.MIN_VALUE
                ? ""
                : value + " " + unit;
    }

    /** False where a line with {@code value} in this place has another shape. */
    boolean admits(String value) {
        if (!fixed.isEmpty()) {
            return fixed.equalsIgnoreCase(value);
        }
        return coding.filter(Coding.DOTTED::equals).isEmpty() || value.contains(".") || value.contains(":");
    }

    /** True where {@code value} is a number that the manual does not allow. */
    public boolean excludes(String value) {
        int number = Values.number(value, Integer.MIN_VALUE);
        return number != Integer.MIN_VALUE && !range.isEmpty() && !range.contains(number) && !words.containsKey(value);
    }
}
