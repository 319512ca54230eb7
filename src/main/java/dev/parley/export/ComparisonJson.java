package dev.parley.export;

import dev.parley.tls.AlertDescription;
import dev.parley.tls.Comparison;
import dev.parley.tls.Resumption;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.Optional;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code parley compare --json} prints: one JSON object on one line.
 *
 * <p>{@code a} and {@code b} are the two conversations. {@code rows} are the aligned messages: {@code a} or {@code b} is {@code null}
 * where it has no such message there; {@code record} is its size on the wire, {@code at} seconds since its session began,
 * {@code delay} seconds since the message before it. {@code first} has the index of the first row that differs at all
 * ({@code any}), in its bytes, in the order, in the delay; {@code null} where none does.
 */
public final class ComparisonJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private ComparisonJson() {}

    /** The object, without a line end; {@code first} and {@code second} are what the conversations are called. */
    public static String of(String first, String second, Comparison comparison) {
        ObjectNode root = MAPPER.createObjectNode();
        side(root.putObject("a"), first, comparison.first());
        side(root.putObject("b"), second, comparison.second());
        ArrayNode rows = root.putArray("rows");
        for (Comparison.Row row : comparison.rows()) {
            ObjectNode node = rows.addObject();
            node.put("message", row.title());
            node.put(
                    "direction",
                    row.first().or(row::second).orElseThrow().direction().word());
            cell(node, "a", row.first(), row.firstBytes(), row.firstDelay());
            cell(node, "b", row.second(), row.secondBytes(), row.secondDelay());
            ArrayNode differences = node.putArray("differences");
            for (Comparison.Difference difference : row.differences()) {
                differences
                        .addObject()
                        .put("field", difference.field())
                        .put("a", difference.first())
                        .put("b", difference.second());
            }
            node.put("moved", row.moved());
            node.put("slower", row.differsInDelay());
        }
        ObjectNode marks = root.putObject("first");
        mark(marks, "any", comparison, comparison.firstDifference());
        mark(marks, "bytes", comparison, comparison.firstInBytes());
        mark(marks, "order", comparison, comparison.firstInOrder());
        mark(marks, "delay", comparison, comparison.firstInDelay());
        return MAPPER.writeValueAsString(root);
    }

    private static void side(ObjectNode node, String name, TlsConversation conversation) {
        node.put("name", name);
        node.put("version", conversation.version());
        node.put("suite", conversation.suite());
        node.put("resumedBy", conversation.resumption().map(Resumption::title).orElse(""));
        node.put("result", conversation.result().word());
        node.put(
                "alert",
                conversation
                        .alert()
                        .map(TlsMessage.Alert::description)
                        .map(AlertDescription::name)
                        .orElse(""));
    }

    private static void cell(ObjectNode row, String name, Optional<TlsMessage> message, int bytes, long delay) {
        if (message.isEmpty()) {
            row.putNull(name);
            return;
        }
        row.putObject(name)
                .put("record", bytes)
                .put("at", Words.secondsNumber(message.get().endNanos()))
                .put("delay", Words.secondsNumber(delay));
    }

    private static void mark(ObjectNode marks, String name, Comparison comparison, Optional<Comparison.Row> row) {
        if (row.isPresent()) {
            marks.put(name, comparison.rows().indexOf(row.get()));
        } else {
            marks.putNull(name);
        }
    }
}
