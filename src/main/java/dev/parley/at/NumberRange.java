package dev.parley.at;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Numbers that a parameter may be, as manuals print them: {@code 0-31,99}.
 *
 * @param spans in ascending order; none where nothing is said
 */
public record NumberRange(List<Span> spans) {
    /** Says nothing. */
    public static final NumberRange NONE = new NumberRange(List.of());

    public NumberRange {
        spans = List.copyOf(spans);
    }

    /** From {@code first} to {@code last}, both included. */
    public record Span(long first, long last) {
        public Span {
            if (first > last) {
                throw new IllegalArgumentException("a range from " + first + " to " + last);
            }
        }
    }

    /**
     * Reads {@code 0-31,99}; a minus sign belongs to the number that follows it.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static NumberRange parse(String text) {
        List<Span> spans = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int dash = part.indexOf('-', 1);
            long first = Long.parseLong(dash < 0 ? part : part.substring(0, dash));
            spans.add(new Span(first, dash < 0 ? first : Long.parseLong(part.substring(dash + 1))));
        }
        return new NumberRange(spans);
    }

    public boolean isEmpty() {
        return spans.isEmpty();
    }

    public boolean contains(long number) {
        return spans.stream().anyMatch(span -> span.first <= number && number <= span.last);
    }

    /** For example {@code 0 to 31, 99}. */
    public String words() {
        return spans.stream()
                .map(span -> span.first == span.last ? "" + span.first : span.first + " to " + span.last)
                .collect(Collectors.joining(", "));
    }
}
