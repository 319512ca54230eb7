package dev.parley.at;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What commands, URCs and codes mean, in plain words, and how long a modem may take to answer.
 *
 * <p>The standard dictionary comes with the program (the folder {@code dictionary} beside this class, a file a family of
 * commands) and describes a BG95-M3, from the BG96's manuals where those of the BG95 were not at hand; times are the longest
 * the manuals allow. Immutable.
 */
public final class Dictionary {
    private static final Duration USUAL_LIMIT = Duration.ofMillis(300);

    private final List<Entry> entries;
    private final Map<String, Entry> commands = new HashMap<>();
    private final Map<String, Entry> urcs = new HashMap<>();
    private final Map<Table, Map<Integer, String>> codes;

    Dictionary(List<Entry> entries, Map<Table, Map<Integer, String>> codes) {
        this.entries = List.copyOf(entries);
        this.codes = codes;
        for (Entry entry : entries) {
            Map<String, Entry> known = entry.kind() == Kind.COMMAND ? commands : urcs;
            if (known.put(entry.name(), entry) != null) {
                throw new IllegalStateException(entry.name() + " stands twice in the dictionary's files");
            }
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
        MQTT_STATUS("qmtStat"),
        /** {@code <AcT>} (3GPP TS 27.007, 7.3; Quectel for 8 and 9). */
        ACCESS_TECHNOLOGY("act"),
        /** The cause in {@code +CEREG} (3GPP TS 24.301, 9.9.3.9). */
        REJECT_CAUSE("emmCause"),
        /** The error of {@code +QHTTPGET} and the others. */
        HTTP("http");

        private final String key;

        Table(String key) {
            this.key = key;
        }

        /** Its name in the files. */
        String key() {
            return key;
        }
    }

    /**
     * A command, one option of a command, or a URC.
     *
     * @param name as on the line, for example {@code +QISEND}, {@code ATE}, {@code APP RDY}; an option and a URC of several
     *     kinds with the text that tells it from the others: {@code +QCFG "band"}, {@code +QIURC "closed"}
     * @param title what it does or says, to follow the name, for example {@code opens a socket}
     * @param forms how a command may be written; none for a URC
     * @param parameters what stands behind {@code =}, or behind a basic command's name; none for a URC
     * @param answers the shapes of its information lines by form
     * @param says the shapes of a URC's line
     * @param timeLimit how long the modem may take for its final result; for a URC zero
     * @param source the manual or standard that says so
     * @param doubt what is not certain about it; empty where nothing is
     */
    public record Entry(
            String name,
            Kind kind,
            String title,
            Set<CommandLine.Form> forms,
            Layout parameters,
            Map<CommandLine.Form, List<Layout>> answers,
            List<Layout> says,
            Duration timeLimit,
            String source,
            String doubt) {
        public Entry {
            forms = Set.copyOf(forms);
            answers = Map.copyOf(answers);
            says = List.copyOf(says);
        }

        /** The command itself, without an option's name. */
        public String command() {
            int blank = name.indexOf(" \"");
            return blank < 0 ? name : name.substring(0, blank);
        }

        /** True for an option of a command, for example {@code +QCFG "band"}, and a URC of several kinds. */
        public boolean isOption() {
            return name.contains(" \"");
        }

        /** The shapes of its information lines when it is written in that form. */
        public List<Layout> answers(CommandLine.Form form) {
            return answers.getOrDefault(form, List.of());
        }
    }

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

    /** What is known of a command: of its option, where it names one that is known. */
    public Optional<Entry> command(CommandLine.Command command) {
        if (command.form() == CommandLine.Form.SET) {
            Entry option =
                    commands.get(command.name() + " \"" + command.argument(0).toLowerCase(Locale.ROOT) + '"');
            if (option != null) {
                return Optional.of(option);
            }
        }
        return Optional.ofNullable(commands.get(command.name()));
    }

    /** The options of a command ({@code +QCFG}) that are known, in the manual's order; none for most commands. */
    public List<Entry> options(String command) {
        return entries.stream()
                .filter(entry -> entry.kind() == Kind.COMMAND
                        && entry.isOption()
                        && entry.command().equals(command))
                .toList();
    }

    /** How long the modem may take to answer a line: the longest limit of its commands; 0.3 s for one that is not known. */
    public Duration timeLimit(CommandLine line) {
        Duration limit = USUAL_LIMIT;
        for (CommandLine.Command command : line.commands()) {
            Entry entry = command(command).orElse(null);
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
        return new FieldReading(this).ofUrc(urc.text(), urc.place());
    }

    /** Every value of a command line that is being typed, in order; places are counted from its start. */
    public List<ExplainedField> fields(String line) {
        return new FieldReading(this).ofTyped(line);
    }

    /** A command line as a message may quote it: {@code ***} for what identifies somebody, or lets somebody in. */
    public String masked(String line) {
        StringBuilder masked = new StringBuilder(line);
        for (ExplainedField field : fields(line).reversed()) {
            if (field.sensitive()) {
                masked.replace((int) field.place().from(), (int) field.place().to(), "***");
            }
        }
        return masked.toString();
    }

    /** Read when it is first asked for. */
    private static final class Standard {
        private static final Dictionary DICTIONARY = DictionaryFiles.read();
    }
}
