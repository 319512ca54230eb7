package dev.parley.ui.mqtt;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Subscriptions and messages as JSON Lines, to keep and to take in again: {@code {"subscribe":"a/#","qos":1}} and
 * {@code {"t":1.5,"dir":"rx","topic":"a/b","qos":1,"retain":false,"text":"21.5"}}; a payload that is no plain text stands as
 * {@code "hex"}.
 */
final class MessageFile {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** A filter that is subscribed to. */
    record Wanted(String filter, int qos) {}

    /** A message to publish or one that came. */
    record Message(String topic, Bytes payload, int qos, boolean retain) {}

    /** What a file holds. */
    record Content(List<Wanted> subscriptions, List<Message> messages) {
        Content {
            subscriptions = List.copyOf(subscriptions);
            messages = List.copyOf(messages);
        }
    }

    /** A line that cannot be used; the message says which and why. */
    static final class BadLineException extends Exception {
        BadLineException(String message) {
            super(message);
        }
    }

    private MessageFile() {}

    static String line(Wanted wanted) {
        return MAPPER.createObjectNode()
                .put("subscribe", wanted.filter())
                .put("qos", wanted.qos())
                .toString();
    }

    static String line(Message message) {
        return put(MAPPER.createObjectNode(), message).toString();
    }

    static String line(MqttRow row) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("t", row.packet().nanos() / 1e9)
                .put("dir", row.packet().direction() == Direction.TX ? "tx" : "rx");
        return put(
                        node,
                        new Message(
                                row.packet().topic(),
                                row.packet().payload(),
                                row.packet().qos().orElse(0),
                                row.packet().retain()))
                .toString();
    }

    private static ObjectNode put(ObjectNode node, Message message) {
        node.put("topic", message.topic()).put("qos", message.qos()).put("retain", message.retain());
        String text = message.payload().utf8();
        return Bytes.utf8(text).equals(message.payload())
                ? node.put("text", text)
                : node.put("hex", message.payload().hex());
    }

    /** Reads a file's text; empty lines are skipped. */
    static Content read(String text) throws BadLineException {
        List<Wanted> subscriptions = new ArrayList<>();
        List<Message> messages = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                read(lines.get(i), i + 1, subscriptions, messages);
            }
        }
        return new Content(subscriptions, messages);
    }

    private static void read(String line, int number, List<Wanted> subscriptions, List<Message> messages)
            throws BadLineException {
        JsonNode node;
        try {
            node = MAPPER.readTree(line);
        } catch (JacksonException e) {
            throw new BadLineException("Line " + number + " is no JSON: " + e.getOriginalMessage() + ".");
        }
        int qos = node.path("qos").asInt(0);
        if (qos < 0 || qos > 2) {
            throw new BadLineException("Line " + number + ": QoS is 0 to 2, not " + qos + ".");
        }
        if (node.has("subscribe")) {
            subscriptions.add(new Wanted(node.path("subscribe").asString(), qos));
        } else if (node.has("topic")) {
            messages.add(new Message(
                    node.path("topic").asString(),
                    payload(node, number),
                    qos,
                    node.path("retain").asBoolean(false)));
        } else {
            throw new BadLineException(
                    "Line " + number + " has neither \"subscribe\" nor \"topic\": it is no line of such a file.");
        }
    }

    private static Bytes payload(JsonNode node, int number) throws BadLineException {
        if (!node.has("hex")) {
            return Bytes.utf8(node.path("text").asString(""));
        }
        try {
            return Bytes.wrap(HexFormat.of().parseHex(node.path("hex").asString()));
        } catch (IllegalArgumentException e) {
            throw new BadLineException("Line " + number + ": \"hex\" is not an even number of hex digits.");
        }
    }
}
