package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.sim.BenchLinks;
import dev.parley.sim.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chance on the bench, in a modem and in an endpoint that several faults hang on, with other benches busy beside it. */
@DisplayName("What goes wrong by chance")
@Timeout(120)
class SameSeedTest {
    private static final String SCENARIO = """
        {"name": "luck", "story": "Once. Twice.", "fix": "None.",
         "modem": {"roundTripMillis": 15, "air": {"jitterMillis": 20}, "faults": [
           {"atCommand": "+QISEND", "chancePercent": 30, "times": 3, "do": "send-fail"},
           {"afterReceived": 1, "chancePercent": 50, "times": 1000, "do": "urc-twice", "urc": "+QIURC: \\"recv\\""},
           {"atMessage": "ClientKeyExchange", "chancePercent": 30, "do": "pdp-lost"}]},
         "endpoint": {"faults": [
           {"afterReceived": 1, "chancePercent": 1, "times": 1000, "do": "pause", "millis": 1},
           {"atMessage": "Certificate", "chancePercent": 30, "do": "alert", "alert": 46},
           {"atMessage": "Finished", "chancePercent": 30, "do": "close"}]}}
        """;

    @TempDir
    Path directory;

    @Test
    @DisplayName("is the same for the same seed, twice in one run of the program, and not the same for all seeds")
    void sameSeed() throws Exception {
        Scenario scenario = Scenario.read(Files.writeString(directory.resolve("luck.json"), SCENARIO));
        Path pki = DataFolder.usual().folder("bench");
        new BenchLinks(pki, 1).files();
        Map<Long, List<String>> outcomes = new LinkedHashMap<>();
        try (ExecutorService players = Executors.newFixedThreadPool(6)) {
            Map<Long, List<Future<String>>> played = new LinkedHashMap<>();
            for (int time = 0; time < 2; time++) {
                LongStream.rangeClosed(1, 12)
                        .forEach(seed -> played.computeIfAbsent(seed, s -> new ArrayList<>())
                                .add(players.submit(() -> ScenarioPlay.play(scenario, "buffer", seed, pki)
                                        .first())));
            }
            for (var seed : played.entrySet()) {
                List<String> told = new ArrayList<>();
                for (Future<String> one : seed.getValue()) {
                    told.add(one.get());
                }
                outcomes.put(seed.getKey(), told);
            }
        }

        assertThat(outcomes.values()).allSatisfy(told -> assertThat(told.get(0)).isEqualTo(told.get(1)));
        assertThat(outcomes.values().stream().distinct()).hasSizeGreaterThan(2);
    }
}
