package dev.parley.at;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What commands, URCs and codes mean, in plain words, and how long a modem may take to answer.
 *
 * <p>The standard dictionary comes with the program ({@code dictionary.json} beside this class) and describes a BG95-M3; times
 * are the longest the manuals allow. Immutable.
 */
public final class Dictionary {
    private static final Duration USUAL_LIMIT = Duration.ofMillis(300);

    private final List<Entry> entries;
    private final Map<String, Entry> commands = new HashMap<>();
    private final Map<String, Entry> urcs = new HashMap<>();
    private final Map<Table, Map<Integer, String>> codes;

    private Dictionary(List<Entry> entries, Map<Table, Map<Integer, String>> codes) {
        this.entries = List.copyOf(entries);
        this.codes = codes;
        for (Entry entry : entries) {
            (entry.kind() == Kind.COMMAND ? commands : urcs).put(entry.name(), entry);
        }
    }

    /** A command, or a line nobody asked for. */
    public enum Kind {
        COMMAND,
        URC
    }

    /** A table of result codes. */
    public enum Table {
        /** {@code +CME ERROR} (3GPP TS 27.007, 9.2). */
        CME("cme"),
        /** {@code +CMS ERROR} (3GPP TS 27.005, 3.2.5). */
        CMS("cms"),
        /** {@code <stat>} of {@code +CREG}, {@code +CGREG}, {@code +CEREG}. */
        REGISTRATION("registration"),
        /** The state in {@code +QISTATE}. */
        SOCKET_STATE("socketState"),
        /** The result in {@code +QMTOPEN}. */
        MQTT_OPEN("qmtOpen"),
        /** The result in {@code +QMTCONN}, {@code +QMTSUB}, {@code +QMTPUB} and the others. */
        MQTT_RESULT("qmtResult"),
        /** The server's answer in {@code +QMTCONN}. */
        MQTT_CONNACK("qmtConnack"),
        /** The state in the answer to {@code AT+QMTCONN?}. */
        MQTT_STATE("qmtState"),
        /** The cause in {@code +QMTSTAT}. */
        MQTT_STATUS("qmtStat");

        private final String key;

        Table(String key) {
            this.key = key;
        }
    }

    /**
     * A command or URC.
     *
     * @param name as on the line, for example {@code +QISEND}, {@code ATE}, {@code APP RDY}, {@code +QIURC "closed"}
     * @param title what it does or says, to follow the name, for example {@code opens a socket}
     * @param timeLimit how long the modem may take for its final result; for a URC zero
     * @param source the manual or standard that says so
     */
    public record Entry(
            String name, Kind kind, String title, List<Parameter> parameters, Duration timeLimit, String source) {
        public Entry {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * A parameter of a command or a value of a URC.
     *
     * @param values what it may be, in words
     * @param standard what it is where it is left out; empty where it may not be, or nothing is said
     */
    public record Parameter(String name, String values, String standard) {}

    /** The dictionary that comes with the program. */
    public static Dictionary standard() {
        return Standard.DICTIONARY;
    }

    public List<Entry> entries() {
        return entries;
    }

    /**
     * What is known of a line: a command line ({@code AT+QISEND=0,5}; of several commands in one line, the first) or a URC
     * ({@code +QIURC: "closed",0}).
     */
    public Optional<Entry> find(String line) {
        if (line.regionMatches(true, 0, "AT", 0, 2) || line.equals("+++")) {
            return command(CommandLine.parse(line).first());
        }
        Entry bare = urcs.get(line);
        if (bare != null) {
            return Optional.of(bare);
        }
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        List<String> values = colon < 0 ? List.of() : Values.split(line.substring(colon + 1));
        Entry special = values.isEmpty() ? null : urcs.get(name + " \"" + values.getFirst() + "\"");
        return Optional.ofNullable(special != null ? special : urcs.get(name));
    }

    public Optional<Entry> command(CommandLine.Command command) {
        Entry entry = commands.get(command.name());
        return Optional.ofNullable(entry == null && command.name().startsWith("ATS") ? commands.get("ATS0") : entry);
    }

    /** How long the modem may take to answer a line: the longest limit of its commands; 0.3 s for one that is not known. */
    public Duration timeLimit(CommandLine line) {
        Duration limit = USUAL_LIMIT;
        for (CommandLine.Command command : line.commands()) {
            Entry entry = commands.get(command.name());
            if (entry != null && entry.timeLimit().compareTo(limit) > 0) {
                limit = entry.timeLimit();
            }
        }
        return limit;
    }

    /** A code in words, or nothing where it is not in the table. */
    public Optional<String> words(Table table, int code) {
        return Optional.ofNullable(codes.getOrDefault(table, Map.of()).get(code));
    }

    /** One short sentence for a row of the console: what was asked and what came of it. */
    public String explain(Exchange exchange) {
        return new Explanation(this).of(exchange);
    }

    /** Every value of an exchange's command, answer and result that is known here, in wire order. */
    public List<ExplainedField> fields(Exchange exchange) {
        return new FieldReading(this).of(exchange);
    }

    /** Every value of a URC that is known here, in wire order. */
    public List<ExplainedField> fields(AtEvent.Urc urc) {
        return new FieldReading(this).of(0, urc.text(), urc.place());
    }

    /** Every value of a command line that is being typed, in order; places are counted from its start. */
    public List<ExplainedField> fields(String line) {
        return new FieldReading(this).of(0, line, FieldReading.typed(line));
    }

    private static Dictionary read(JsonNode root) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode node : root.path("entries")) {
            List<Parameter> parameters = new ArrayList<>();
            for (JsonNode parameter : node.path("parameters")) {
                parameters.add(new Parameter(
                        parameter.path("name").asString(),
                        parameter.path("values").asString(),
                        parameter.path("default").asString("")));
            }
            entries.add(new Entry(
                    node.path("name").asString(),
                    node.path("kind").asString().equals("urc") ? Kind.URC : Kind.COMMAND,
                    node.path("title").asString(),
                    parameters,
                    Duration.ofMillis(node.path("limit").asLong(0)),
                    node.path("source").asString()));
        }
        Map<Table, Map<Integer, String>> codes = new EnumMap<>(Table.class);
        for (Table table : Table.values()) {
            Map<Integer, String> words = new HashMap<>();
            root.path("codes")
                    .path(table.key)
                    .properties()
                    .forEach(code -> words.put(
                            Integer.parseInt(code.getKey()), code.getValue().asString()));
            codes.put(table, Map.copyOf(words));
        }
        return new Dictionary(entries, codes);
    }

    /** Read when it is first asked for. */
    private static final class Standard {
        private static final Dictionary DICTIONARY = load();

        private static Dictionary load() {
            try (InputStream in = Dictionary.class.getResourceAsStream("dictionary.json")) {
                if (in == null) {
                    throw new IllegalStateException("dictionary.json is missing from the program; build it again");
                }
                return read(JsonMapper.shared().readTree(in));
            } catch (IOException e) {
                throw new UncheckedIOException("dictionary.json cannot be read from the program", e);
            }
        }
    }
}
