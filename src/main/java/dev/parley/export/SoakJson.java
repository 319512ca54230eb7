package dev.parley.export;

import dev.parley.doctor.soak.SoakTable;
import dev.parley.doctor.soak.Variant;
import dev.parley.doctor.soak.VariantRow;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.LongFunction;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code parley soak --json} prints: one JSON object on one line.
 *
 * <p>{@code variants} has for each its {@code settings}, {@code runs}, {@code successes}, the success {@code rate} with its 95 %
 * interval {@code low} to {@code high}, the {@code handshake} seconds ({@code median}, {@code p95}), {@code deaths} by state and
 * bytes sent, {@code findings} by code ({@code null} where the doctor found none), and the survival curves {@code byAge} (seconds
 * since {@code AT+QIOPEN}) and {@code byBytes}: steps of {@code [at, share still alive]}. What is not known is {@code null}.
 * {@code comparisons} stand with the least likely to be chance first; {@code adjusted} is {@code p} corrected for their number.
 */
public final class SoakJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private SoakJson() {}

    /** The object, without a line end. */
    public static String of(SoakTable table) {
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode variants = root.putArray("variants");
        table.rows().forEach(row -> row(row, variants.addObject()));
        ArrayNode comparisons = root.putArray("comparisons");
        for (SoakTable.Comparison comparison : table.comparisons()) {
            comparisons
                    .addObject()
                    .put("what", comparison.what())
                    .put("successes", comparison.successes())
                    .put("runs", comparison.runs())
                    .put("otherSuccesses", comparison.otherSuccesses())
                    .put("otherRuns", comparison.otherRuns())
                    .put("p", comparison.p())
                    .put("adjusted", comparison.adjusted())
                    .put("beyondChance", comparison.isBeyondChance());
        }
        return MAPPER.writeValueAsString(root);
    }

    private static void row(VariantRow row, ObjectNode node) {
        node.put("title", row.variant().title());
        ObjectNode settings = node.putObject("settings");
        for (Variant.Setting setting : row.variant().settings()) {
            settings.put(setting.name(), setting.value());
        }
        node.put("runs", row.runs());
        node.put("successes", row.successes());
        row.rate()
                .ifPresentOrElse(
                        rate -> node.putObject("rate")
                                .put("share", rate.share())
                                .put("low", rate.low())
                                .put("high", rate.high()),
                        () -> node.putNull("rate"));
        row.handshake()
                .ifPresentOrElse(
                        latency -> node.putObject("handshake")
                                .put("median", Words.secondsNumber((long) latency.median()))
                                .put("p95", Words.secondsNumber((long) latency.p95())),
                        () -> node.putNull("handshake"));
        ArrayNode deaths = node.putArray("deaths");
        row.deaths()
                .forEach(death -> deaths.addObject()
                        .put("state", death.state())
                        .put("sent", death.sent())
                        .put("runs", death.runs()));
        ArrayNode findings = node.putArray("findings");
        row.findings()
                .forEach(count -> findings.addObject()
                        .put("code", count.code().isEmpty() ? null : count.code())
                        .put("runs", count.runs()));
        curve(node.putArray("byAge"), row.byAge(), Words::secondsNumber);
        curve(node.putArray("byBytes"), row.byBytes(), BigDecimal::valueOf);
    }

    private static void curve(ArrayNode node, List<VariantRow.Survival> curve, LongFunction<BigDecimal> unit) {
        curve.forEach(step -> node.addArray().add(unit.apply(step.at())).add(step.alive()));
    }
}
