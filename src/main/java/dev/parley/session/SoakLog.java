package dev.parley.session;

import dev.parley.doctor.soak.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The line file of a soak, {@code soak.jsonl}: what is soaked in the first line, then a line for each run that is over. By it a soak
 * goes on where it stopped. One owner at a time.
 */
public final class SoakLog {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String FORMAT = "parley-soak";
    private static final String NAME = "soak.jsonl";

    private final Path file;

    private SoakLog(Path file) {
        this.file = file;
    }

    /**
     * The log in a folder, begun where it is not there yet.
     *
     * @param options what all variants have in common, and the seed
     * @param variants their titles
     * @throws SessionException if it cannot be written, or is of another soak
     */
    public static SoakLog at(Path folder, List<String> options, List<String> variants) throws SessionException {
        Path file = folder.resolve(NAME);
        ObjectNode head = head(options, variants);
        SoakLog log = new SoakLog(file);
        if (!Files.exists(file)) {
            log.append(head);
        } else if (!head.equals(log.read().getFirst())) {
            throw input(file + " is of another soak: with other options or variants it cannot go on; name another"
                    + " folder");
        }
        return log;
    }

    /** True if the folder has the log of a soak with these options and variants, which so can go on there. */
    public static boolean isOf(Path folder, List<String> options, List<String> variants) {
        Path file = folder.resolve(NAME);
        try {
            return Files.exists(file)
                    && head(options, variants).equals(new SoakLog(file).read().getFirst());
        } catch (SessionException e) {
            return false;
        }
    }

    private static ObjectNode head(List<String> options, List<String> variants) {
        ObjectNode head = MAPPER.createObjectNode().put(FORMAT, 1);
        options.forEach(head.putArray("options")::add);
        variants.forEach(head.putArray("variants")::add);
        return head;
    }

    private static SessionException input(String sentence) {
        return new SessionException(SessionException.Kind.INPUT, sentence);
    }

    /** The outcomes so far. A last line that was torn is left out, and its run made again. */
    public List<Outcome> outcomes() throws SessionException {
        return read().stream().skip(1).map(SoakLog::outcome).toList();
    }

    /** Keeps an outcome. */
    public void add(Outcome outcome) throws SessionException {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("run", outcome.run());
        node.put("variant", outcome.variant());
        node.put("success", outcome.success());
        outcome.handshakeNanos().ifPresent(nanos -> node.put("handshakeNanos", nanos));
        node.put("ageNanos", outcome.ageNanos());
        node.put("sent", outcome.sent());
        node.put("received", outcome.received());
        node.put("state", outcome.state());
        node.put("closedBy", outcome.closedBy());
        node.put("finding", outcome.finding());
        append(node);
    }

    private static Outcome outcome(JsonNode node) {
        return new Outcome(
                node.path("run").asInt(),
                node.path("variant").asInt(),
                node.path("success").asBoolean(),
                node.has("handshakeNanos")
                        ? OptionalLong.of(node.path("handshakeNanos").asLong())
                        : OptionalLong.empty(),
                node.path("ageNanos").asLong(),
                node.path("sent").asLong(),
                node.path("received").asLong(),
                node.path("state").asString(),
                node.path("closedBy").asString(),
                node.path("finding").asString());
    }

    private List<JsonNode> read() throws SessionException {
        List<JsonNode> nodes = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                try {
                    nodes.add(MAPPER.readTree(lines.get(i)));
                } catch (JacksonException torn) {
                    if (i == 0 || i < lines.size() - 1) {
                        throw input(file + " is no log of a soak: line " + (i + 1) + " is no JSON");
                    }
                    Files.write(file, lines.subList(0, i));
                    return nodes;
                }
            }
        } catch (IOException e) {
            throw input("cannot read " + file + ": " + e.getMessage());
        }
        if (nodes.isEmpty() || !nodes.getFirst().has(FORMAT)) {
            throw input(file + " is no log of a soak");
        }
        return nodes;
    }

    /** False where the last line lacks only its line end: then it counts, and the next one must not be glued to it. */
    private boolean endsInALine() throws IOException {
        if (!Files.exists(file)) {
            return true;
        }
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            if (log.length() == 0) {
                return true;
            }
            log.seek(log.length() - 1);
            return log.read() == '\n';
        }
    }

    private void append(JsonNode node) throws SessionException {
        try {
            Files.writeString(
                    file,
                    (endsInALine() ? "" : "\n") + MAPPER.writeValueAsString(node) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw input("cannot write " + file + ": " + e.getMessage());
        }
    }
}
