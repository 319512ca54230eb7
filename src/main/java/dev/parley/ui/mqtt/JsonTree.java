package dev.parley.ui.mqtt;

import dev.parley.journal.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON payload as a tree of lines that can be folded, each with the kind of its value. No toolkit. */
final class JsonTree {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MOST_TEXT = 400;

    /** What a value is: it decides the line's colour. */
    enum Kind {
        OBJECT,
        ARRAY,
        TEXT,
        NUMBER,
        WORD
    }

    /** How a value differs from the one at its place in the message before. */
    enum Change {
        NONE,
        NEW,
        CHANGED
    }

    /**
     * One value.
     *
     * @param key its name, or its index in brackets; empty for the whole
     * @param path from the whole to it, for example {@code /sensor/0/t}
     * @param text as it is shown; of an object or array how much is in it
     */
    record Node(String key, String path, Kind kind, String text, Change change, List<Node> children) {
        Node {
            children = List.copyOf(children);
        }

        /** True if it or something in it differs from the message before. */
        boolean isChanged() {
            return change != Change.NONE || children.stream().anyMatch(Node::isChanged);
        }
    }

    private JsonTree() {}

    /**
     * The tree; nothing where the payload is no JSON object or array.
     *
     * @param before the payload of the message before under the same topic; empty if there is none
     */
    static Optional<Node> of(Bytes payload, Bytes before) {
        return read(payload).map(now -> node("", "", now, read(before), before.isEmpty()));
    }

    private static Optional<JsonNode> read(Bytes payload) {
        if (payload.isEmpty() || payload.length() > PayloadFormat.MOST) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readTree(payload.toArray())).filter(JsonNode::isContainer);
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static Node node(String key, String path, JsonNode now, Optional<JsonNode> before, boolean first) {
        List<Node> children = new ArrayList<>();
        if (now.isObject()) {
            now.properties()
                    .forEach(entry -> children.add(node(
                            entry.getKey(),
                            path + "/" + entry.getKey(),
                            entry.getValue(),
                            before.flatMap(old -> Optional.ofNullable(old.get(entry.getKey()))),
                            first)));
        } else if (now.isArray()) {
            for (int i = 0; i < now.size(); i++) {
                int index = i;
                children.add(node(
                        "[" + i + "]",
                        path + "/" + i,
                        now.get(i),
                        before.flatMap(old -> Optional.ofNullable(old.get(index))),
                        first));
            }
        }
        Kind kind = now.isObject()
                ? Kind.OBJECT
                : now.isArray() ? Kind.ARRAY : now.isString() ? Kind.TEXT : now.isNumber() ? Kind.NUMBER : Kind.WORD;
        String text =
                switch (kind) {
                    case OBJECT -> "{" + now.size() + "}";
                    case ARRAY -> "[" + now.size() + "]";
                    case TEXT, NUMBER, WORD -> shortened(now.toString());
                };
        Change change = first
                ? Change.NONE
                : before.isEmpty()
                        ? Change.NEW
                        : now.isContainer() || before.get().equals(now) ? Change.NONE : Change.CHANGED;
        return new Node(key, path, kind, text, change, children);
    }

    private static String shortened(String text) {
        return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "…" : text;
    }
}
