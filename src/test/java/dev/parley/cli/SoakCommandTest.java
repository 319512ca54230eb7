package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("Soak")
@Timeout(120)
class SoakCommandTest {
    @TempDir
    private Path folder;

    /** A bench whose server refuses the client's certificate with this chance. */
    private Path refusing(int percent) throws Exception {
        return Files.writeString(folder.resolve("refusing.json"), """
            {
              "name": "refusing",
              "group": "tls",
              "story": "The server refuses the certificate now and then.",
              "endpoint": {
                "faults": [{"atMessage": "Certificate", "chancePercent": %d, "do": "alert", "alert": 46}]
              },
              "finding": "certificate-refused",
              "fix": "Nothing to put right."
            }
            """.formatted(percent));
    }

    private static List<Path> sessions(Path out) throws Exception {
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(file -> file.endsWith("session.parley"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    @DisplayName(
            "goes on where it was interrupted, names the variant that differs, and keeps the failed runs' journals")
    void goesOn() throws Exception {
        Path out = folder.resolve("out");
        Path log = out.resolve("soak.jsonl");
        Object[] line = {
            "soak",
            "--link",
            "sim:",
            "--mqtt",
            "none",
            "-n",
            5,
            "--vary",
            "scenario=clean," + refusing(100),
            "--out",
            out
        };
        FutureTask<CommandRun> first = new FutureTask<>(() -> CommandRun.of(line));
        Thread operator = Thread.ofPlatform().start(first);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(log) && Files.readAllLines(log).size() >= 4);
        operator.interrupt();
        assertThat(first.get().exit()).as(first.get().out()).isEqualTo(1);
        assertThat(first.get().out()).contains("interrupted by the operator behind ");
        List<String> before = Files.readAllLines(log);
        assertThat(before).hasSizeBetween(4, 10);
        Files.writeString(log, "{\"run\":9,\"vari", StandardOpenOption.APPEND);

        CommandRun second = CommandRun.of(line);
        assertThat(second.exit()).as(second.out() + second.err()).isZero();
        assertThat(second.out())
                .contains("goes on behind " + (before.size() - 1) + " runs")
                .contains("scenario=clean does better than chance explains: 5 of 5, the others 0 of 5")
                .contains("MBEDTLS_SSL_CLIENT_CERTIFICATE (7)")
                .contains("certificate-refused");
        List<String> after = Files.readAllLines(log);
        assertThat(after).hasSize(11).startsWith(before.toArray(String[]::new));
        List<Path> kept = new ArrayList<>(sessions(out));
        kept.removeIf(file -> !CommandRun.of("analyze", "--json", file).out().contains("certificate-refused"));
        assertThat(kept).as("each failed run's journal tells of it").hasSize(5);
    }

    @Test
    @DisplayName("tells a rate whose interval holds the chance with which the bench fails")
    void knownChance() throws Exception {
        CommandRun run = CommandRun.of("soak", "--link", "sim:" + refusing(50), "--mqtt", "none", "-n", 8, "--json");
        JsonNode variant =
                JsonMapper.shared().readTree(run.out()).path("variants").get(0);
        assertThat(variant.path("runs").asInt()).isEqualTo(8);
        int good = variant.path("successes").asInt();
        assertThat(good).isBetween(1, 7);
        JsonNode rate = variant.path("rate");
        assertThat(rate.path("share").asDouble()).isEqualTo(good / 8.0);
        assertThat(rate.path("low").asDouble()).isLessThan(0.5);
        assertThat(rate.path("high").asDouble()).isGreaterThan(0.5);
        assertThat(variant.path("handshake").path("median").asDouble()).isPositive();
        assertThat(variant.path("deaths").get(0).path("state").asString())
                .isEqualTo("MBEDTLS_SSL_CLIENT_CERTIFICATE (7)");
        assertThat(variant.path("deaths").get(0).path("runs").asInt()).isEqualTo(8 - good);
        JsonNode curve = variant.path("byBytes");
        assertThat(curve.get(curve.size() - 1).get(1).asDouble())
                .as("the survival curve ends at the share that succeeded")
                .isEqualTo(good / 8.0);
    }

    @ParameterizedTest(name = "soak {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--link sim: -n 0 | -n 0",
                "--link sim: -n 2 --vary chunk | NAME=VALUE",
                "--link sim: -n 2 --vary chunk=256,256 | twice",
                "--link sim: -n 2 --vary chunk=256,9999 | 9999",
                "--link sim: -n 2 --vary colour=red,green | colour",
                "--link sim: -n 2 --vary link=sim:,tcp://127.0.0.1:1 | link",
                "--link sim: -n 2 --vary one-send=perhaps | yes or no",
                "--link tcp://127.0.0.1:1 --endpoint a:1 --plain -n 1 --vary scenario=clean | sim:",
                "--link sim: -n 2 --keep-passed | --out",
                "--link sim: -n 2 --resume | full handshake",
                "--link tcp://127.0.0.1:1 --endpoint a:1 --plain -n 1 | could not begin",
            })
    @DisplayName("says in one line what cannot be used, before a run where it can")
    void badInput(String words, String named) {
        CommandRun run = CommandRun.of(Stream.concat(Stream.of("soak"), Stream.of(words.split(" ", -1)))
                .toArray());
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains(named);
    }

    @Test
    @DisplayName("does not mix the runs of two soaks in one folder")
    void anotherSoak() {
        Path out = folder.resolve("out");
        assertThat(CommandRun.of("soak", "--link", "sim:", "--mqtt", "none", "-n", 1, "--out", out)
                        .exit())
                .isZero();
        CommandRun other =
                CommandRun.of("soak", "--link", "sim:", "--mqtt", "none", "-n", 1, "--chunk", 256, "--out", out);
        assertThat(other.exit()).isEqualTo(2);
        assertThat(other.err()).contains("is of another soak");
    }
}
