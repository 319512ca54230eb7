package dev.parley.session.snippet;

import dev.parley.json.JsonSection;
import dev.parley.json.JsonText;
import dev.parley.json.JsonText.MalformedException;
import dev.parley.json.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Snippets as files: JSON that one can read, change and share; and those that Parley brings along. */
public final class SnippetFile {
    private static final List<String> LIBRARY = List.of(
            "identify-modem",
            "sim-report",
            "radio-report",
            "wait-for-registration",
            "pdp-up",
            "pdp-down",
            "close-stale-sockets",
            "tcp-echo-test",
            "ping",
            "dns-lookup",
            "ntp-time",
            "certificate-listing",
            "tls-context-report",
            "sleep-settings",
            "readable-errors",
            "restart-modem");

    private SnippetFile() {}

    /** The names of the snippets that Parley brings along. */
    public static List<String> library() {
        return LIBRARY;
    }

    /**
     * A snippet that Parley brings along.
     *
     * @throws SnippetException if there is none of that name
     */
    public static Snippet ofLibrary(String name) throws SnippetException {
        if (!LIBRARY.contains(name)) {
            throw new SnippetException("there is no snippet '" + name + "' in the library"
                    + Spelling.nearest(name, LIBRARY)
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("; there are " + String.join(", ", LIBRARY)));
        }
        try (InputStream in = SnippetFile.class.getResourceAsStream("/dev/parley/session/snippets/" + name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("the snippet " + name + " is missing from the program");
            }
            return parse(name + ".json", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a file: a snippet in JSON ({@code .json}), or lines to send (any other name).
     *
     * @throws SnippetException if it cannot be read or is no snippet; the message has file and line
     */
    public static Snippet read(Path file) throws SnippetException {
        String name = String.valueOf(file.getFileName());
        try {
            String text = Files.readString(file);
            return name.endsWith(".json") ? parse(file.toString(), text) : ofLines(nameOf(name), text);
        } catch (NoSuchFileException e) {
            throw new SnippetException("there is no file " + file, e);
        } catch (IOException e) {
            throw new SnippetException("the file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A snippet's name made from a file's. */
    private static String nameOf(String file) {
        String words = file.replaceFirst("\\.[^.]*$", "")
                .toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return words.isEmpty() ? "pasted" : words;
    }

    /**
     * Reads a snippet in JSON.
     *
     * @param source what to call the text in an error, for example the file's name
     * @throws SnippetException if it is none; the message has source and line
     */
    public static Snippet parse(String source, String text) throws SnippetException {
        try {
            return snippet(JsonSection.of(JsonText.parse(text), "a snippet"));
        } catch (MalformedException e) {
            throw new SnippetException(source + ":" + e.line() + ": " + e.getMessage(), e);
        }
    }

    private static Snippet snippet(JsonSection snippet) throws MalformedException {
        String name = snippet.text("name");
        if (!Snippet.NAME.matcher(name).matches()) {
            throw new MalformedException(
                    snippet.line("name"), "\"name\" is lower-case words with hyphens, not '" + name + "'");
        }
        Set<String> known = new HashSet<>(Variables.COUNTED);
        List<Snippet.Variable> variables = new ArrayList<>();
        for (JsonSection section : snippet.sections("variables", "a variable")) {
            Snippet.Variable variable = variable(section);
            if (!known.add(variable.name())) {
                throw new MalformedException(
                        section.line("name"), "the variable '" + variable.name() + "' is there already");
            }
            variables.add(variable);
        }
        List<Snippet.Step> steps = new ArrayList<>();
        for (JsonSection section : snippet.sections("steps", "a step")) {
            steps.add(step(section, known));
        }
        if (steps.isEmpty()) {
            throw new MalformedException(snippet.line("steps"), "\"steps\" has at least one step");
        }
        Snippet read = new Snippet(
                name,
                snippet.optionalText("about").orElse(""),
                variables,
                steps,
                snippet.number("repeat", 1, Snippet.MOST_REPETITIONS, 1),
                snippet.seconds("pause").orElse(Duration.ZERO));
        snippet.finish();
        return read;
    }

    private static Snippet.Variable variable(JsonSection section) throws MalformedException {
        String name = section.text("name");
        if (!Snippet.Variable.NAME.matcher(name).matches()) {
            throw new MalformedException(
                    section.line("name"),
                    "a variable's name is a letter, then letters, digits and underscores, not '" + name + "'");
        }
        Snippet.Variable variable =
                new Snippet.Variable(name, section.optionalText("about").orElse(""), section.optionalText("preset"));
        section.finish();
        return variable;
    }

    /** {@code known} are the variables so far; the step's own groups are added. */
    private static Snippet.Step step(JsonSection section, Set<String> known) throws MalformedException {
        String send = section.optionalText("send").orElse("");
        String payload = section.optionalText("payload").orElse("");
        String expect = section.optionalText("expect").orElse("");
        List<String> failOn = section.texts("failOn");
        check(section, "send", send, known);
        check(section, "payload", payload, known);
        Pattern pattern = pattern(section, "expect", expect, known);
        for (String text : failOn) {
            Pattern _ = pattern(section, "failOn", text, known);
        }
        try {
            Snippet.Step step = new Snippet.Step(
                    section.optionalText("title").orElse(""),
                    send,
                    payload,
                    expect,
                    failOn,
                    section.seconds("limit"),
                    section.number("repeat", 1, Snippet.MOST_REPETITIONS, 1),
                    section.number("tries", 1, Snippet.MOST_REPETITIONS, 1),
                    section.seconds("pause").orElse(Duration.ZERO),
                    section.truth("optional", false));
            section.finish();
            known.addAll(pattern.namedGroups().keySet());
            return step;
        } catch (IllegalArgumentException e) {
            throw new MalformedException(section.line(), String.valueOf(e.getMessage()));
        }
    }

    private static void check(JsonSection section, String field, String text, Set<String> known)
            throws MalformedException {
        for (String name : Variables.names(text)) {
            if (!known.contains(name)) {
                throw new MalformedException(
                        section.line(field),
                        "nothing gives ${" + name
                                + "} a value: declare it under \"variables\", or take it from an answer" + " with (?<"
                                + name + ">...) in an earlier \"expect\"");
            }
        }
    }

    private static Pattern pattern(JsonSection section, String field, String text, Set<String> known)
            throws MalformedException {
        check(section, field, text, known);
        try {
            return Variables.compiled(Variables.blanked(text));
        } catch (SnippetException e) {
            throw new MalformedException(section.line(field), String.valueOf(e.getMessage()));
        }
    }

    /**
     * A snippet from pasted text: each line that begins with {@code AT} is a step; blank lines and those that begin with
     * {@code #} are left out, and so is what a modem said.
     *
     * @throws SnippetException if no line begins with {@code AT}
     */
    public static Snippet ofLines(String name, String text) throws SnippetException {
        List<Snippet.Step> steps = text.lines()
                .map(String::strip)
                .filter(line -> line.regionMatches(true, 0, "AT", 0, 2))
                .map(Snippet.Step::sending)
                .toList();
        if (steps.isEmpty()) {
            throw new SnippetException("no line of " + name + " begins with AT; write one command a line");
        }
        return new Snippet(name, "", List.of(), steps, 1, Duration.ZERO);
    }

    /** The text of a snippet's file: what {@link #parse} reads. */
    public static String write(Snippet snippet) {
        StringWriter out = new StringWriter();
        try (JsonGenerator g =
                JsonMapper.shared().writerWithDefaultPrettyPrinter().createGenerator(out)) {
            g.writeStartObject();
            g.writeStringProperty("name", snippet.name());
            text(g, "about", snippet.about());
            list(g, "variables", snippet.variables(), variable -> {
                g.writeStringProperty("name", variable.name());
                text(g, "about", variable.about());
                variable.preset().ifPresent(preset -> g.writeStringProperty("preset", preset));
            });
            list(g, "steps", snippet.steps(), step -> write(g, step));
            number(g, "repeat", snippet.repeat());
            seconds(g, "pause", snippet.pause());
            g.writeEndObject();
        }
        return out + "\n";
    }

    private static void write(JsonGenerator g, Snippet.Step step) {
        text(g, "title", step.title());
        text(g, "send", step.send());
        text(g, "payload", step.payload());
        text(g, "expect", step.expect());
        if (!step.failOn().isEmpty()) {
            g.writeName("failOn");
            g.writeStartArray();
            step.failOn().forEach(g::writeString);
            g.writeEndArray();
        }
        step.limit().ifPresent(limit -> seconds(g, "limit", limit));
        number(g, "repeat", step.repeat());
        number(g, "tries", step.tries());
        seconds(g, "pause", step.pause());
        if (step.optional()) {
            g.writeBooleanProperty("optional", true);
        }
    }

    private static <T> void list(JsonGenerator g, String name, List<T> items, Consumer<T> item) {
        if (items.isEmpty()) {
            return;
        }
        g.writeName(name);
        g.writeStartArray();
        for (T value : items) {
            g.writeStartObject();
            item.accept(value);
            g.writeEndObject();
        }
        g.writeEndArray();
    }

    private static void text(JsonGenerator g, String name, String text) {
        if (!text.isEmpty()) {
            g.writeStringProperty(name, text);
        }
    }

    private static void number(JsonGenerator g, String name, int times) {
        if (times != 1) {
            g.writeNumberProperty(name, times);
        }
    }

    private static void seconds(JsonGenerator g, String name, Duration time) {
        if (!time.isZero()) {
            g.writeNumberProperty(
                    name,
                    BigDecimal.valueOf(time.toNanos(), 9).stripTrailingZeros().max(BigDecimal.ZERO));
        }
    }
}
