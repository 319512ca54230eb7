package dev.parley.at;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command line with the place of everything in it: of each command its name and its arguments.
 *
 * @param text without CR
 * @param parts at least one where the line begins with AT, else none
 */
record TypedLine(String text, List<Part> parts) {
    TypedLine {
        parts = List.copyOf(parts);
    }

    /**
     * One command of the line.
     *
     * @param nameFrom where its name begins; a basic command's with the AT in front where that stands there
     * @param nameTo the character after its name
     * @param arguments what stands behind {@code =}, or behind a basic command's letter
     */
    record Part(CommandLine.Command command, int nameFrom, int nameTo, List<Values.Span> arguments) {
        Part {
            arguments = List.copyOf(arguments);
        }

        /** The argument at {@code index}, or nothing where the line has none there. */
        Optional<Values.Span> argument(int index) {
            return index < arguments.size() && !arguments.get(index).raw().isEmpty()
                    ? Optional.of(arguments.get(index))
                    : Optional.empty();
        }
    }

    static TypedLine of(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) <= ' ') {
            start++;
        }
        List<Part> parts = new ArrayList<>(1);
        if (text.regionMatches(true, start, "AT", 0, 2)) {
            int from = start + 2;
            while (from <= text.length()) {
                int stop = Values.unquoted(text, ';', from);
                if (stop > from || parts.isEmpty()) {
                    parts.add(part(text, parts.isEmpty() ? start : from, from, stop));
                }
                from = stop + 1;
            }
        }
        return new TypedLine(text, parts);
    }

    /** The command between {@code from} and {@code stop}; its name begins at {@code nameFrom} if it is a basic one. */
    private static Part part(String text, int nameFrom, int from, int stop) {
        int first = from;
        while (first < stop && text.charAt(first) == ' ') {
            first++;
        }
        CommandLine.Command command =
                CommandLine.parse("AT" + text.substring(first, stop)).first();
        boolean basic = command.name().startsWith("AT");
        if (basic) {
            int to = Math.min(stop, first + command.name().length() - 2);
            int values = to < stop && text.charAt(to) == '=' ? to + 1 : to;
            boolean asks = values < stop && text.charAt(values) == '?';
            return new Part(command, nameFrom, to, asks ? List.of() : within(text, values, stop));
        }
        int to = first;
        while (to < stop && text.charAt(to) != '=' && text.charAt(to) != '?') {
            to++;
        }
        List<Values.Span> arguments = command.form() == CommandLine.Form.SET ? within(text, to + 1, stop) : List.of();
        return new Part(command, first, to, arguments);
    }

    private static List<Values.Span> within(String text, int from, int stop) {
        return Values.spans(text.substring(0, stop), from);
    }

    /** The command of that name that sets something, if the line has one. */
    Optional<Part> set(String name) {
        for (Part part : parts) {
            if (part.command().form() == CommandLine.Form.SET
                    && part.command().name().equals(name)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    boolean names(String name) {
        return parts.stream().anyMatch(part -> part.command().name().equals(name));
    }
}
