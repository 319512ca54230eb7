package dev.parley.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.sim.endpoint.EndpointEffect;
import dev.parley.sim.fault.Fault;
import dev.parley.sim.fault.Trigger;
import dev.parley.sim.modem.ModemEffect;
import dev.parley.tls.ClientOffer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Scenarios")
class ScenariosTest {
    @TempDir
    Path directory;

    static List<Scenario> library() {
        return Scenarios.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("library")
    @DisplayName("of the library are told in two to four sentences and say what puts them right")
    void described(Scenario scenario) {
        assertThat(scenario.story().split("(?<=[.!?]) ")).hasSizeBetween(2, 4);
        assertThat(scenario.story()).hasSizeGreaterThan(80).doesNotContain("  ");
        assertThat(scenario.fix()).endsWith(".");
        assertThat(scenario.host().readTimeout()).isPositive();
    }

    @Test
    @DisplayName("of the library are all listed, the one without a fault first")
    void listed() throws Exception {
        URI folder = Scenarios.class.getResource("scenarios/clean.json").toURI();
        try (Stream<Path> files = Files.list(Path.of(folder).getParent())) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(Scenarios.names());
        }
        assertThat(Scenarios.names()).startsWith("clean", "field-report");
        for (Scenario scenario : Scenarios.all()) {
            assertThat(Scenarios.find(scenario.name()).name()).isEqualTo(scenario.name());
        }
    }

    @Test
    @DisplayName("that do not exist are answered with the nearest that does")
    void nearest() {
        assertThatThrownBy(() -> Scenarios.find("field-reprot"))
                .isInstanceOf(ScenarioException.class)
                .hasMessage("there is no scenario 'field-reprot'; did you mean 'field-report'?"
                        + " 'parley scenarios' lists them");
        assertThatThrownBy(() -> Scenarios.find("x"))
                .hasMessage("there is no scenario 'x'; 'parley scenarios' lists them");
    }

    @Test
    @DisplayName("can be read from a file")
    void readFromFile() throws Exception {
        Path file = Files.writeString(directory.resolve("mine.json"), """
            {
              "name": "mine",
              "story": "Once. Twice.",
              "modem": {"promptBlank": false, "faults": [
                {"atCommand": "+qisend", "nth": 3, "do": "result", "result": "ERROR"},
                {"afterReceived": 5, "chancePercent": 50, "do": "urc-omitted", "urc": "+QIURC: \\"recv\\""}]},
              "endpoint": {"tls": ["1.3", "1.2"], "faults": [{"do": "close", "afterSent": 877, "ending": "rst"}]},
              "host": {"readTimeoutMillis": 1500, "accessMode": "push"},
              "finding": "closed-by-peer",
              "fix": "None."
            }
            """);
        Scenario scenario = Scenarios.findOrRead(file.toString());
        assertThat(scenario.modem().options().promptBlank()).isFalse();
        assertThat(scenario.modem().faults())
                .containsExactly(
                        Fault.once(new Trigger.AtCommand("+QISEND", 3), new ModemEffect.Result("ERROR")),
                        new Fault<>(
                                new Trigger.AfterReceived(5),
                                1,
                                0.5,
                                new ModemEffect.Urc("+QIURC: \"recv\"", ModemEffect.Fate.OMITTED, Duration.ZERO)));
        assertThat(scenario.endpoint().faults())
                .containsExactly(
                        Fault.once(new Trigger.AfterSent(877), new EndpointEffect.Close(EndpointEffect.Ending.RST)));
        assertThat(scenario.endpoint().taken().versions()).containsExactly(ClientOffer.TLS_1_3, ClientOffer.TLS_1_2);
        assertThat(scenario.host())
                .isEqualTo(new Scenario.Host(
                        Duration.ofMillis(1500),
                        "push",
                        List.of("buffer", "push", "transparent"),
                        List.of(),
                        OptionalInt.empty(),
                        true,
                        List.of()));
        assertThat(scenario.offer(ClientOffer.standard())).isEqualTo(ClientOffer.standard());
        assertThat(scenario.finding()).contains("closed-by-peer");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"tls\": [\"1.3\"] | 772",
                "\"tls\": [\"1.2\"] | 771",
                "\"tls\": [\"1.3\", \"1.2\"] | 771",
                "\"service\": \"plain\" | 771"
            })
    @DisplayName("have the host offer a version that their endpoint speaks, where they do not say what it offers")
    void offered(String endpoint, int agreed) throws Exception {
        Path file = Files.writeString(
                directory.resolve("new.json"),
                "{\"name\": \"new\", \"story\": \"One. Two.\", \"fix\": \"None.\", \"endpoint\": {" + endpoint + "}}");
        Scenario scenario = Scenario.read(file);

        ClientOffer offer = scenario.offer(ClientOffer.standard());

        assertThat(offer.versions()).contains(agreed).contains(ClientOffer.TLS_1_2);
        assertThat(scenario.endpoint().taken().versions()).contains(agreed);
        assertThat(offer.offersTls13()).isEqualTo(agreed == ClientOffer.TLS_1_3);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"modem\": {\"promtBlank\": true} | :4: \"promtBlank\" means nothing here; did you mean"
                        + " \"promptBlank\"?",
                "\"modem\": {\"registration\": 9} | :4: \"registration\" is a whole number from 0 to 5",
                "\"modem\": {\"sim\": \"gone\"} | :4: \"sim\" is one of ready, missing, pin, not 'gone'",
                "\"modem\": {\"faults\": [{\"do\": \"reset\"}]} | :4: a fault needs its moment: one of atCommand,"
                        + " afterSent,",
                "\"modem\": {\"faults\": [{\"afterSent\": 1, \"afterMillis\": 1, \"do\": \"reset\"}]} | :4: a fault"
                        + " has one moment, not afterSent and afterMillis",
                "\"modem\": {\"faults\": [{\"afterSent\": 1, \"do\": \"dance\"}]} | :4: a modem does not 'dance'",
                "\"modem\": {\"faults\": [{\"afterSent\": 1, \"do\": \"send-fail\"}]} | :4: what changes an answer"
                        + " happens at a command",
                "\"modem\": {\"faults\": [{\"afterSent\": 1, \"chancePercent\": 0, \"do\": \"reset\"}]} | :4:"
                        + " \"chancePercent\" is a whole number from 1 to 100",
                "\"modem\": [] | :4: \"modem\" is written in { }",
                "\"group\": \"misc\" | :4: \"group\" is one of general, field-report,",
                "\"endpoint\": {\"faults\": [{\"do\": \"silence\", \"atMessage\": \"Hello\"}]} | :4: 'Hello' is no"
                        + " handshake",
                "\"endpoint\": {\"faults\": [{\"do\": \"close\", \"atPacket\": \"HELLO\"}]} | :4: 'HELLO' is no MQTT"
                        + " packet",
                "\"endpoint\": {\"faults\": [{\"do\": \"close\", \"atCommand\": \"+QISEND\"}]} | :4: an endpoint hears"
                        + " no AT commands",
                "\"endpoint\": {\"service\": \"plain\", \"faults\": [{\"do\": \"close\", \"ending\": \"notify\","
                        + " \"atPacket\": \"PUBLISH\"}]} | :4: close_notify is said in TLS, which a service 'plain'"
                        + " does not speak",
                "\"endpoint\": {\"suites\": [\"RC4\"]} | :4: 'RC4' is no cipher suite",
                "\"host\": {\"script\": [{\"say\": \"AT\"}]} | :4: a step of the host is one of send, write,",
                "\"host\": {\"script\": [{\"await\": \"[\"}]} | :4: \"await\" is no regular expression",
                "\"host\": {\"script\": [{\"tls\": {\"readsize\": 5}}]} | :4: \"readsize\" means nothing here; did you"
                        + " mean \"readSize\"?",
                "\"host\": {\"readTimeoutMillis\": \"2\"} | :4: \"readTimeoutMillis\" is a whole number",
                "\"name\": \"again\" | :4: \"name\" stands here a second time",
                "\"host\": { | :4: this is no JSON",
            })
    @DisplayName("that are wrong say where")
    void wrong(String line, String message) throws Exception {
        Path file = directory.resolve("wrong.json");
        Files.writeString(
                file, "{\n  \"name\": \"wrong\",\n  \"story\": \"A. B.\",\n  " + line + ",\n  \"fix\": \"None.\"\n}\n");
        assertThatThrownBy(() -> Scenario.read(file))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith(file + message);
    }

    @Test
    @DisplayName("that are missing or empty say so")
    void missing() throws Exception {
        assertThatThrownBy(() -> Scenario.read(directory.resolve("none.json")))
                .hasMessageContaining("none.json cannot be read");
        Path empty = Files.writeString(directory.resolve("empty.json"), "");
        assertThatThrownBy(() -> Scenario.read(empty)).hasMessage(empty + ":1: there is nothing in it");
        Path torn = Files.writeString(directory.resolve("torn.json"), "{\n\"name\": \"torn\"");
        assertThatThrownBy(() -> Scenario.read(torn))
                .hasMessage(torn + ":2: this is no JSON: Unexpected end-of-input: expected close marker for Object");
        Path bare = Files.writeString(directory.resolve("bare.json"), "{\n\"name\": \"bare\"}");
        assertThatThrownBy(() -> Scenario.read(bare)).hasMessage(bare + ":1: \"story\" is missing");
    }
}
