package dev.parley.export;

import dev.parley.session.Snapshot;
import java.io.IOException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A session's derived events as JSON Lines, in time order; the doctor's findings come last.
 *
 * <p>The first line is {@code {"layer":"session","source","program","link","started","events"}}. Every other one has {@code t}
 * (seconds since the start), {@code layer} and {@code event}, and where they apply {@code direction}, {@code socket},
 * {@code detail}, {@code result}, {@code bytes} and {@code took} (seconds). Payload is not in the file: the session file has it.
 */
public final class JsonLines {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private JsonLines() {}

    /** Writes all lines to {@code out}. */
    public static void write(Snapshot snapshot, ExportOptions options, Appendable out) throws IOException {
        Redactor redactor = options.redaction().of(snapshot.view());
        ObjectNode head = MAPPER.createObjectNode();
        head.put("layer", "session");
        head.put("source", options.source());
        head.put("program", snapshot.header().program());
        head.put("link", redactor.text(snapshot.header().link()));
        head.put("started", snapshot.header().started().toString());
        head.put("events", snapshot.revision());
        out.append(MAPPER.writeValueAsString(head)).append('\n');
        for (Timeline.Row row : Timeline.of(snapshot, redactor)) {
            out.append(MAPPER.writeValueAsString(object(row))).append('\n');
        }
    }

    private static ObjectNode object(Timeline.Row row) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("t", Words.secondsNumber(row.nanos()));
        node.put("layer", row.layer().word());
        row.direction().ifPresent(direction -> node.put("direction", direction.word()));
        row.socket().ifPresent(socket -> node.put("socket", socket));
        node.put("event", row.event());
        if (!row.detail().isEmpty()) {
            node.put("detail", row.detail());
        }
        if (!row.result().isEmpty()) {
            node.put("result", row.result());
        }
        row.bytes().ifPresent(bytes -> node.put("bytes", bytes));
        row.took().ifPresent(took -> node.put("took", Words.secondsNumber(took)));
        return node;
    }
}
