package dev.parley.session.snippet;

import dev.parley.json.Spelling;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The variables of a run: given ones, presets, and what was taken from answers. */
final class Variables {
    /** Those that a run counts by itself. */
    static final Set<String> COUNTED = Set.of("i", "round");

    private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]*)}");

    private final Map<String, String> values = new LinkedHashMap<>();

    private Variables() {}

    /**
     * The variables of {@code snippet} with what is given.
     *
     * @throws SnippetException if one is missing, or is none of the snippet's
     */
    static Variables of(Snippet snippet, Map<String, String> given) throws SnippetException {
        Variables variables = new Variables();
        Set<String> known = new HashSet<>();
        for (Snippet.Variable variable : snippet.variables()) {
            known.add(variable.name());
            if (given.containsKey(variable.name())) {
                variables.set(variable.name(), given.get(variable.name()));
            } else if (variable.preset().isPresent()) {
                variables.set(variable.name(), variable.preset().get());
            } else {
                throw new SnippetException("the snippet " + snippet.name() + " needs " + variable.name()
                        + (variable.about().isEmpty() ? "" : ", " + variable.about())
                        + "; give it as " + variable.name() + "=...");
            }
        }
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw new SnippetException("the snippet " + snippet.name() + " has no variable " + name
                        + Spelling.nearest(name, known)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""));
            }
        }
        return variables;
    }

    void set(String name, String value) {
        values.put(name, value);
    }

    Map<String, String> values() {
        return values;
    }

    /** What named groups found, become variables. */
    void take(Matcher matcher) {
        for (String name : matcher.namedGroups().keySet()) {
            String found = matcher.group(name);
            if (found != null) {
                set(name, found);
            }
        }
    }

    String filled(String text) throws SnippetException {
        return filled(text, UnaryOperator.identity());
    }

    /** A line with its variables filled in. */
    String line(String text) throws SnippetException {
        String line = filled(text);
        if (line.chars().anyMatch(c -> c < ' ' || c > 0xff)) {
            throw new SnippetException("'" + text
                    + "' with its variables filled in is no line of text; leave line ends and other scripts"
                    + " out of them");
        }
        return line;
    }

    /** A regular expression in which variables stand for themselves, whatever characters they have. */
    Pattern pattern(String text) throws SnippetException {
        return compiled(filled(text, Pattern::quote));
    }

    static Pattern compiled(String text) throws SnippetException {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new SnippetException("'" + text + "' is no regular expression: " + e.getDescription(), e);
        }
    }

    private String filled(String text, UnaryOperator<String> spelling) throws SnippetException {
        StringBuilder filled = new StringBuilder();
        Matcher place = PLACE.matcher(text);
        int from = 0;
        while (place.find()) {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new SnippetException("nothing has given ${" + place.group(1) + "} of '" + text + "' a value yet");
            }
            filled.append(text, from, place.start()).append(spelling.apply(value));
            from = place.end();
        }
        return filled.append(text, from, text.length()).toString();
    }

    /** The names that stand in {@code text}. */
    static Set<String> names(String text) {
        Set<String> names = new HashSet<>();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            names.add(place.group(1));
        }
        return names;
    }

    /** {@code text} with every variable in it replaced by what a regular expression can hold, to see whether it is one. */
    static String blanked(String text) {
        return PLACE.matcher(text).replaceAll("x");
    }
}
