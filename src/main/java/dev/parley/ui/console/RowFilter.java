package dev.parley.ui.console;

import dev.parley.at.Exchange;
import dev.parley.at.Exchanges;
import dev.parley.journal.Event;
import dev.parley.ui.shared.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which rows of the console are wanted: words that a row must hold, or an expression between slashes, and marks such as {@code
 * layer:tls}, {@code result:failed}, {@code socket:0} and {@code by:operator}. Marks of one kind are alternatives; everything else
 * must hold together.
 *
 * @param text what the row must say, in any of its texts; empty for anything
 * @param problem why the expression cannot be used, or nothing
 */
record RowFilter(
        Text text,
        List<Layer> layers,
        List<Outcome> outcomes,
        List<Integer> sockets,
        List<Event.Origin> writers,
        Optional<String> problem) {

    /** What became of an exchange, as the filter knows it. */
    enum Outcome {
        OK,
        FAILED,
        WAITS,
        URC,
        NOISE;

        static Outcome of(Exchange exchange) {
            return switch (exchange.kind()) {
                case URC -> URC;
                case NOISE -> NOISE;
                case COMMAND ->
                    exchange.result()
                            .map(code -> code.succeeded() ? OK : FAILED)
                            .orElse(WAITS);
            };
        }
    }

    /** A text that is looked for. */
    sealed interface Text extends Predicate<CharSequence> {
        /** Words as they stand, whatever their case; none passes everything. */
        record Words(String lower) implements Text {
            @Override
            public boolean test(CharSequence text) {
                int last = text.length() - lower.length();
                for (int i = 0; i <= last; i++) {
                    if (standsAt(text, i)) {
                        return true;
                    }
                }
                return false;
            }

            private boolean standsAt(CharSequence text, int at) {
                for (int i = 0; i < lower.length(); i++) {
                    if (Character.toLowerCase(text.charAt(at + i)) != lower.charAt(i)) {
                        return false;
                    }
                }
                return true;
            }
        }

        /** A regular expression that must be found, whatever the case. */
        record Expression(Pattern pattern) implements Text {
            @Override
            public boolean test(CharSequence text) {
                return pattern.matcher(text).find();
            }
        }

        default boolean isAnything() {
            return this instanceof Words words && words.lower().isEmpty();
        }
    }

    /** What {@code typed} asks for. */
    static RowFilter of(String typed) {
        List<String> words = new ArrayList<>();
        List<Layer> layers = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        List<Integer> sockets = new ArrayList<>();
        List<Event.Origin> writers = new ArrayList<>();
        for (String word : typed.strip().split("\\s+", -1)) {
            int colon = word.indexOf(':');
            String kind = colon < 0 ? "" : word.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = word.substring(colon + 1);
            boolean known =
                    switch (kind) {
                        case "layer" -> add(layers, Layer.values(), value);
                        case "result" -> add(outcomes, Outcome.values(), value);
                        case "by" -> add(writers, Event.Origin.values(), value);
                        case "socket" -> value.matches("\\d{1,2}") && sockets.add(Integer.parseInt(value));
                        default -> false;
                    };
            if (!known) {
                words.add(word);
            }
        }
        String rest = String.join(" ", words).strip();
        if (rest.length() > 2 && rest.startsWith("/") && rest.endsWith("/")) {
            try {
                Pattern pattern = Pattern.compile(rest.substring(1, rest.length() - 1), Pattern.CASE_INSENSITIVE);
                return new RowFilter(
                        new Text.Expression(pattern), layers, outcomes, sockets, writers, Optional.empty());
            } catch (PatternSyntaxException e) {
                return new RowFilter(
                        new Text.Words(rest.toLowerCase(Locale.ROOT)),
                        layers,
                        outcomes,
                        sockets,
                        writers,
                        Optional.of("no expression: " + e.getDescription() + " at " + e.getIndex()
                                + "; it is looked for as it stands"));
            }
        }
        return new RowFilter(
                new Text.Words(rest.toLowerCase(Locale.ROOT)), layers, outcomes, sockets, writers, Optional.empty());
    }

    private static <E extends Enum<E>> boolean add(List<E> list, E[] values, String word) {
        return Arrays.stream(values)
                .filter(value -> value.name().equalsIgnoreCase(word))
                .findFirst()
                .map(list::add)
                .orElse(false);
    }

    /** True if every row passes. */
    boolean isAnything() {
        return text.isAnything() && !hasMarks();
    }

    private boolean hasMarks() {
        return !(layers.isEmpty() && outcomes.isEmpty() && sockets.isEmpty() && writers.isEmpty());
    }

    /** A first look at what stands on the wire alone: true only for rows that pass. */
    boolean passesAtOnce(Exchanges exchanges, int row) {
        return !hasMarks() && exchanges.anyText(row, text);
    }

    /**
     * True if the row passes.
     *
     * @param layer the row's layer, asked for only where that matters
     * @param row what the row says besides, which takes longest
     */
    boolean passes(Exchange exchange, Supplier<Layer> layer, Supplier<ConsoleRow> row) {
        return (layers.isEmpty() || layers.contains(layer.get()))
                && (outcomes.isEmpty() || outcomes.contains(Outcome.of(exchange)))
                && (writers.isEmpty() || writers.contains(exchange.origin()))
                && (sockets.isEmpty() || sockets.stream().anyMatch(id -> ConsoleRow.concerns(exchange, id)))
                && (text.isAnything()
                        || exchange.lines().stream().map(Exchange.Line::text).anyMatch(text)
                        || row.get().says(text));
    }
}
