package dev.parley.json;

import dev.parley.json.JsonText.MalformedException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of one object; what is asked for is remembered, and what is left over at the end is wrong. */
public final class JsonSection {
    private static final int LONGEST_TIME_MILLIS = 600_000;
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(86_400);

    private final JsonText.Fields fields;
    private final Set<String> known = new HashSet<>();

    private JsonSection(JsonText.Fields fields) {
        this.fields = fields;
    }

    /** The section that {@code value} is; {@code what} says in an error what is expected there. */
    public static JsonSection of(JsonText value, String what) throws MalformedException {
        if (value instanceof JsonText.Fields fields) {
            return new JsonSection(fields);
        }
        throw new MalformedException(value.line(), what + " is written in { }");
    }

    /** The line it begins on, from 1. */
    public int line() {
        return fields.line();
    }

    /** The line of the value of that name, or of the section where there is none. */
    public int line(String name) {
        return fields.values().containsKey(name) ? fields.values().get(name).line() : line();
    }

    /** True if there is a value of that name. */
    public boolean has(String name) {
        known.add(name);
        return fields.values().containsKey(name);
    }

    /** Refuses what nobody asked for. */
    public void finish() throws MalformedException {
        for (var field : fields.values().entrySet()) {
            if (!known.contains(field.getKey())) {
                throw new MalformedException(
                        field.getValue().line(),
                        "\"" + field.getKey() + "\" means nothing here"
                                + Spelling.nearest(field.getKey(), known)
                                        .map(near -> "; did you mean \"" + near + "\"?")
                                        .orElse(""));
            }
        }
    }

    /** Text that has to be there. */
    public String text(String name) throws MalformedException {
        Optional<String> text = optionalText(name);
        if (text.isEmpty() || text.get().isBlank()) {
            throw new MalformedException(line(name), "\"" + name + "\" is missing");
        }
        return text.get();
    }

    /** Text that may be missing or null. */
    public Optional<String> optionalText(String name) throws MalformedException {
        if (!has(name) || fields.values().get(name) instanceof JsonText.Nothing) {
            return Optional.empty();
        }
        if (fields.values().get(name) instanceof JsonText.Text(var value, var _)) {
            return Optional.of(value);
        }
        throw new MalformedException(line(name), "\"" + name + "\" is text in quotes");
    }

    /** One of {@code choices}; the first where nothing is said. */
    public String choice(String name, String... choices) throws MalformedException {
        String chosen = optionalText(name).orElse(choices[0]);
        if (!List.of(choices).contains(chosen)) {
            throw new MalformedException(
                    line(name), "\"" + name + "\" is one of " + String.join(", ", choices) + ", not '" + chosen + "'");
        }
        return chosen;
    }

    /** True or false. */
    public boolean truth(String name, boolean otherwise) throws MalformedException {
        if (!has(name)) {
            return otherwise;
        }
        if (fields.values().get(name) instanceof JsonText.Truth(var value, var _)) {
            return value;
        }
        throw new MalformedException(line(name), "\"" + name + "\" is true or false");
    }

    /** A whole number from {@code low} to {@code high}. */
    public int number(String name, int low, int high, int otherwise) throws MalformedException {
        if (!has(name)) {
            return otherwise;
        }
        if (fields.values().get(name) instanceof JsonText.Numeral(var value, var _)
                && value.stripTrailingZeros().scale() <= 0
                && value.compareTo(BigDecimal.valueOf(low)) >= 0
                && value.compareTo(BigDecimal.valueOf(high)) <= 0) {
            return value.intValueExact();
        }
        throw new MalformedException(line(name), "\"" + name + "\" is a whole number from " + low + " to " + high);
    }

    /** A time in milliseconds. */
    public Duration millis(String name, Duration otherwise) throws MalformedException {
        return Duration.ofMillis(number(name, 0, LONGEST_TIME_MILLIS, (int) otherwise.toMillis()));
    }

    /** The section of that name; an empty one where there is none. */
    public JsonSection section(String name) throws MalformedException {
        known.add(name);
        JsonText value = fields.values().getOrDefault(name, new JsonText.Fields(Map.of(), line()));
        return of(value, "\"" + name + "\"");
    }

    /** The texts in the list of that name; none where there is no list. */
    public List<String> texts(String name) throws MalformedException {
        List<String> texts = new ArrayList<>();
        if (has(name)) {
            if (!(fields.values().get(name) instanceof JsonText.Items(var items, var _))) {
                throw new MalformedException(line(name), "\"" + name + "\" is a list in [ ]");
            }
            for (JsonText item : items) {
                if (!(item instanceof JsonText.Text(var text, var _))) {
                    throw new MalformedException(item.line(), "\"" + name + "\" is a list of texts in quotes");
                }
                texts.add(text);
            }
        }
        return texts;
    }

    /** Seconds, also with a fraction; from 0 to a day. */
    public Optional<Duration> seconds(String name) throws MalformedException {
        if (!has(name)) {
            return Optional.empty();
        }
        if (fields.values().get(name) instanceof JsonText.Numeral(var value, var _)
                && value.signum() >= 0
                && value.compareTo(MOST_SECONDS) <= 0) {
            return Optional.of(Duration.ofNanos(value.movePointRight(9).longValue()));
        }
        throw new MalformedException(line(name), "\"" + name + "\" is a number of seconds from 0 to " + MOST_SECONDS);
    }

    /** The sections in the list of that name; {@code what} names one in an error. */
    public List<JsonSection> sections(String name, String what) throws MalformedException {
        List<JsonSection> sections = new ArrayList<>();
        if (has(name)) {
            if (!(fields.values().get(name) instanceof JsonText.Items(var items, var _))) {
                throw new MalformedException(line(name), "\"" + name + "\" is a list in [ ]");
            }
            for (JsonText item : items) {
                sections.add(of(item, what));
            }
        }
        return sections;
    }
}
