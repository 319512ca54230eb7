package dev.parley.ui.mqtt;

import dev.parley.journal.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The numbers in a topic's payloads over time: of a JSON payload each numeric field, else the payload where it is one number. */
final class NumberSeries {
    /** The name of a payload that is a number itself. */
    static final String WHOLE = "value";

    private static final int MOST_POINTS = 2000;
    private static final int MOST_FIELDS = 64;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** A value and when it crossed, in nanoseconds of the session. */
    record Point(long nanos, double value) {}

    private NumberSeries() {}

    /** The series of each numeric field of the messages under {@code topic}, the last {@value #MOST_POINTS} messages of it. */
    static Map<String, List<Point>> of(List<MqttRow> rows, String topic) {
        List<MqttRow> mine = rows.stream()
                .filter(row -> row.packet().topic().equals(topic)
                        && !row.packet().payload().isEmpty())
                .toList();
        Map<String, List<Point>> series = new LinkedHashMap<>();
        for (MqttRow row : mine.subList(Math.max(0, mine.size() - MOST_POINTS), mine.size())) {
            add(row.packet().nanos(), row.packet().payload(), series);
        }
        return series;
    }

    private static void add(long nanos, Bytes payload, Map<String, List<Point>> series) {
        if (payload.length() > PayloadFormat.MOST) {
            return;
        }
        Optional<JsonNode> json;
        try {
            json = Optional.of(MAPPER.readTree(payload.toArray()));
        } catch (JacksonException notJson) {
            return;
        }
        json.ifPresent(node -> add(nanos, "", node, series));
    }

    private static void add(long nanos, String path, JsonNode node, Map<String, List<Point>> series) {
        if (node.isNumber()) {
            String name = path.isEmpty() ? WHOLE : path;
            if (series.containsKey(name) || series.size() < MOST_FIELDS) {
                series.computeIfAbsent(name, its -> new ArrayList<>()).add(new Point(nanos, node.doubleValue()));
            }
        } else if (node.isObject()) {
            node.properties()
                    .forEach(entry -> add(
                            nanos,
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                            entry.getValue(),
                            series));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                add(nanos, path + "[" + i + "]", node.get(i), series);
            }
        }
    }
}
