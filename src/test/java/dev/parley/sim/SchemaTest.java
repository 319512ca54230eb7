package dev.parley.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the library against the schema with the few keywords that the schema uses. */
@DisplayName("The schema of scenario files")
class SchemaTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode SCHEMA = JSON.readTree(Scenarios.schema());

    static List<String> library() {
        return Scenarios.names();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("library")
    @DisplayName("allows every file of the library")
    void library(String name) throws IOException {
        try (var in = Scenarios.class.getResourceAsStream("scenarios/" + name + ".json")) {
            assertThat(against(SCHEMA, JSON.readTree(in.readAllBytes()), name)).isEmpty();
        }
    }

    @Test
    @DisplayName("refuses what the reader refuses")
    void refuses() {
        JsonNode wrong = JSON.readTree("""
            {"name": "X", "story": "s", "fix": "f", "modem": {"urcLead": 3, "faults": [{"do": "dance"}]}, "hots": {}}
            """);
        assertThat(against(SCHEMA, wrong, "it"))
                .containsExactlyInAnyOrder(
                        "it.name: pattern",
                        "it.modem.urcLead: range",
                        "it.modem.faults.0.do: enum",
                        "it.hots: unknown");
    }

    @Test
    @DisplayName("says of every field what it means")
    void told() {
        List<String> silent = new ArrayList<>();
        silentFields(SCHEMA, "it", silent);
        assertThat(silent).isEmpty();
    }

    private static void silentFields(JsonNode schema, String at, List<String> silent) {
        if (schema.has("properties")) {
            schema.get("properties").properties().forEach(field -> {
                if (!field.getValue().has("description")) {
                    silent.add(at + "." + field.getKey());
                }
            });
        }
        schema.properties().forEach(part -> silentFields(part.getValue(), at + "." + part.getKey(), silent));
    }

    private static List<String> against(JsonNode schema, JsonNode value, String at) {
        if (schema.has("$ref")) {
            String[] path = schema.get("$ref").asString().substring(2).split("/", -1);
            JsonNode target = SCHEMA;
            for (String step : path) {
                target = target.get(step);
            }
            return against(target, value, at);
        }
        List<String> wrong = new ArrayList<>();
        if (schema.has("enum")
                && StreamSupport.stream(schema.get("enum").spliterator(), false).noneMatch(value::equals)) {
            wrong.add(at + ": enum");
        }
        if (schema.has("pattern")
                && !value.asString().matches(schema.get("pattern").asString())) {
            wrong.add(at + ": pattern");
        }
        if (schema.has("minimum")
                && (!value.isIntegralNumber()
                        || value.asLong() < schema.get("minimum").asLong()
                        || value.asLong() > schema.get("maximum").asLong())) {
            wrong.add(at + ": range");
        }
        if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                wrong.addAll(against(schema.get("items"), value.get(i), at + "." + i));
            }
        }
        if (value.isObject()) {
            Optional<JsonNode> known = Optional.ofNullable(schema.get("properties"));
            value.properties().forEach(field -> {
                JsonNode own = known.map(all -> all.get(field.getKey())).orElse(null);
                if (own == null) {
                    wrong.add(at + "." + field.getKey() + ": unknown");
                } else {
                    wrong.addAll(against(own, field.getValue(), at + "." + field.getKey()));
                }
            });
        }
        return wrong;
    }
}
