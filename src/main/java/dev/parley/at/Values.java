package dev.parley.at;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values as commands and answers have them: strings in quotes, numbers plain, blanks without meaning. */
final class Values {
    private Values() {}

    /** The values of {@code text}, unquoted; no text, no values. */
    static List<String> split(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        List<String> values = new ArrayList<>(4);
        int from = 0;
        while (true) {
            int comma = unquoted(text, ',', from);
            values.add(unquote(text.substring(from, comma)));
            if (comma == text.length()) {
                return values;
            }
            from = comma + 1;
        }
    }

    /**
     * A value and where it stands.
     *
     * @param raw with its quotes, without blanks around it
     * @param value without quotes
     * @param from its first character, a quote where it has them
     * @param to the character after its last one
     */
    record Span(String raw, String value, int from, int to) {}

    /** The values of {@code text} from {@code start} on, each with its place; commas in brackets part nothing. */
    static List<Span> spans(String text, int start) {
        List<Span> spans = new ArrayList<>(4);
        if (text.substring(start).isBlank()) {
            return spans;
        }
        int from = start;
        while (true) {
            int comma = outside(text, from);
            int first = from;
            int last = comma;
            while (first < last && text.charAt(first) == ' ') {
                first++;
            }
            while (last > first && text.charAt(last - 1) == ' ') {
                last--;
            }
            String raw = text.substring(first, last);
            spans.add(new Span(raw, unquote(raw), first, last));
            if (comma == text.length()) {
                return spans;
            }
            from = comma + 1;
        }
    }

    /** The next comma outside quotes and brackets, or the text's length. */
    private static int outside(String text, int from) {
        boolean quoted = false;
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')') {
                depth--;
            } else if (!quoted && depth <= 0 && c == ',') {
                return i;
            }
        }
        return text.length();
    }

    /** The index of {@code wanted} outside quotes at or after {@code from}, or the text's length. */
    static int unquoted(String text, char wanted, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == wanted && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    /** True if the value at {@code index} stands in quotes. */
    static boolean isQuoted(String text, int index) {
        int from = 0;
        for (int i = 0; i < index; i++) {
            from = unquoted(text, ',', from) + 1;
            if (from > text.length()) {
                return false;
            }
        }
        while (from < text.length() && text.charAt(from) == ' ') {
            from++;
        }
        return from < text.length() && text.charAt(from) == '"';
    }

    static int number(String value, int otherwise) {
        int length = value.length();
        int digits = length > 0 && value.charAt(0) == '-' ? 1 : 0;
        if (length == digits || length - digits > 9) {
            return otherwise;
        }
        int number = 0;
        for (int i = digits; i < length; i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return otherwise;
            }
            number = number * 10 + (c - '0');
        }
        return digits == 1 ? -number : number;
    }

    private static String unquote(String value) {
        String trimmed = value.strip();
        int length = trimmed.length();
        return length >= 2 && trimmed.charAt(0) == '"' && trimmed.charAt(length - 1) == '"'
                ? trimmed.substring(1, length - 1)
                : trimmed;
    }
}
