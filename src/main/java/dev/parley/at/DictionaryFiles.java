package dev.parley.at;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the dictionary's files.
 *
 * <p>A file has {@code values} (described once, used by name), {@code entries} and {@code options}. An entry's lines are lists
 * of values: {@code "connectID"} is the value of that name, {@code "?local_port"} may be left out, {@code "err:socket_error"}
 * is described under another name, {@code "=recv"} is fixed text, {@code "..."} lets the last one repeat; what is used once is
 * described in place. {@code set} are the parameters, {@code answer}, {@code read} and {@code execute} the answers to the
 * three forms, {@code says} a URC's line. {@code options} are the commands whose first argument chooses a setting.
 */
final class DictionaryFiles {
    private static final List<String> NAMES = List.of(
            "codes",
            "values",
            "general",
            "sim",
            "network",
            "packet",
            "config",
            "tcpip",
            "tls",
            "files",
            "mqtt",
            "http",
            "gnss",
            "sms",
            "calls",
            "phonebook",
            "urcs");

    private final Map<String, JsonNode> values = new HashMap<>();
    private final List<Dictionary.Entry> entries = new ArrayList<>();
    private final Map<String, Map<Integer, String>> codes = new HashMap<>();

    private DictionaryFiles() {}

    static Dictionary read() {
        DictionaryFiles files = new DictionaryFiles();
        List<JsonNode> roots = NAMES.stream().map(DictionaryFiles::root).toList();
        for (JsonNode root : roots) {
            root.path("codes").properties().forEach(table -> files.codes.put(table.getKey(), table(table.getValue())));
            root.path("values").properties().forEach(value -> files.values.put(value.getKey(), value.getValue()));
        }
        for (JsonNode root : roots) {
            root.path("entries").forEach(files::entry);
            root.path("options").forEach(files::options);
        }
        Map<Dictionary.Table, Map<Integer, String>> tables = new EnumMap<>(Dictionary.Table.class);
        for (Dictionary.Table table : Dictionary.Table.values()) {
            tables.put(table, files.codes.getOrDefault(table.key(), Map.of()));
        }
        return new Dictionary(files.entries, tables);
    }

    private static JsonNode root(String name) {
        String file = "dictionary/" + name + ".json";
        try (InputStream in = Dictionary.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the program; build it again");
            }
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read from the program", e);
        }
    }

    private static Map<Integer, String> table(JsonNode node) {
        Map<Integer, String> words = new HashMap<>();
        node.properties()
                .forEach(code -> words.put(
                        Integer.parseInt(code.getKey()), code.getValue().asString()));
        return Map.copyOf(words);
    }

    private void entry(JsonNode node) {
        boolean urc = node.has("says");
        Map<CommandLine.Form, List<Layout>> answers = new EnumMap<>(CommandLine.Form.class);
        Set<CommandLine.Form> forms = EnumSet.noneOf(CommandLine.Form.class);
        String name = node.path("name").asString();
        if (!urc) {
            form(node, "set", CommandLine.Form.SET, forms);
            form(node, "read", CommandLine.Form.READ, forms);
            form(node, "execute", CommandLine.Form.EXECUTE, forms);
            if (node.path("test").asBoolean(name.startsWith("+"))) {
                forms.add(CommandLine.Form.TEST);
            }
            answers.put(CommandLine.Form.SET, layouts(node.path("answer")));
            answers.put(CommandLine.Form.READ, layouts(node.path("read")));
            answers.put(CommandLine.Form.EXECUTE, layouts(node.path("execute")));
        }
        entries.add(new Dictionary.Entry(
                name,
                urc ? Dictionary.Kind.URC : Dictionary.Kind.COMMAND,
                node.path("title").asString(),
                forms,
                layout(node.path("set")),
                answers,
                layouts(node.path("says")),
                Duration.ofMillis(urc ? 0 : node.path("limit").asLong(300)),
                node.path("source").asString(),
                node.path("doubt").asString("")));
    }

    private static void form(JsonNode node, String key, CommandLine.Form form, Set<CommandLine.Form> forms) {
        if (node.has(key)) {
            forms.add(form);
        }
    }

    /** A command whose first argument chooses a setting: one entry a setting. */
    private void options(JsonNode group) {
        String command = group.path("command").asString();
        List<Parameter> context = layout(group.path("context")).values();
        boolean repeatsContext = group.path("answersWithContext").asBoolean(true);
        for (JsonNode node : group.path("of")) {
            String option = node.path("name").asString();
            Layout own = layout(node.path("values"));
            Parameter fixed = fixed(option);
            List<Parameter> written = new ArrayList<>(List.of(fixed));
            written.addAll(context);
            own.values().forEach(value -> written.add(optional(value)));
            List<Parameter> told = new ArrayList<>(List.of(fixed));
            if (repeatsContext) {
                told.addAll(context);
            }
            told.addAll(node.has("tells") ? layout(node.path("tells")).values() : own.values());
            entries.add(new Dictionary.Entry(
                    command + " \"" + option.toLowerCase(Locale.ROOT) + '"',
                    Dictionary.Kind.COMMAND,
                    node.path("title").asString(),
                    EnumSet.of(CommandLine.Form.SET),
                    new Layout(written, own.repeats()),
                    Map.of(CommandLine.Form.SET, List.of(new Layout(told, own.repeats()))),
                    List.of(),
                    Duration.ofMillis(group.path("limit").asLong(300)),
                    group.path("source").asString() + node.path("section").asString(""),
                    node.path("doubt").asString("")));
        }
    }

    private List<Layout> layouts(JsonNode node) {
        List<Layout> layouts = new ArrayList<>();
        node.forEach(one -> layouts.add(layout(one)));
        return layouts;
    }

    private Layout layout(JsonNode node) {
        List<Parameter> parameters = new ArrayList<>();
        boolean repeats = false;
        for (JsonNode one : node) {
            if (one.isString() && one.asString().equals("...")) {
                repeats = true;
            } else {
                parameters.add(
                        one.isString()
                                ? named(one.asString())
                                : parameter(one.path("name").asString(), one));
            }
        }
        return new Layout(parameters, repeats);
    }

    private Parameter named(String text) {
        if (text.startsWith("=")) {
            return fixed(text.substring(1));
        }
        if (text.startsWith("?")) {
            return optional(named(text.substring(1)));
        }
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        JsonNode value = values.get(colon < 0 ? text : text.substring(colon + 1));
        if (value == null) {
            throw new IllegalStateException("the dictionary's files describe no value named " + text);
        }
        return parameter(name, value);
    }

    private Parameter parameter(String name, JsonNode node) {
        Map<String, String> words = new LinkedHashMap<>();
        Map<Integer, String> table = codes.getOrDefault(node.path("table").asString(""), Map.of());
        table.keySet().stream().sorted().forEach(code -> words.put(String.valueOf(code), word(table, code)));
        node.path("words")
                .properties()
                .forEach(word -> words.put(word.getKey(), word.getValue().asString()));
        String range = node.path("range").asString("");
        String coding = node.path("coding").asString("");
        return new Parameter(
                name.startsWith("?") ? name.substring(1) : name,
                node.path("about").asString(""),
                range.isEmpty() ? NumberRange.NONE : NumberRange.parse(range),
                words,
                node.path("unit").asString(""),
                node.path("default").asString(""),
                name.startsWith("?"),
                node.path("sensitive").asBoolean(false),
                "",
                coding.isEmpty() ? Optional.empty() : Optional.of(Coding.valueOf(coding.toUpperCase(Locale.ROOT))));
    }

    private static String word(Map<Integer, String> table, int code) {
        return table.getOrDefault(code, "");
    }

    private static Parameter fixed(String text) {
        return new Parameter("name", "", NumberRange.NONE, Map.of(), "", "", false, false, text, Optional.empty());
    }

    private static Parameter optional(Parameter one) {
        return new Parameter(
                one.name(),
                one.about(),
                one.range(),
                one.words(),
                one.unit(),
                one.standard(),
                true,
                one.sensitive(),
                one.fixed(),
                one.coding());
    }
}
