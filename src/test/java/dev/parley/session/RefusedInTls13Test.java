package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.Finding;
import dev.parley.sim.Scenario;
import dev.parley.sim.Scenarios;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A server of TLS 1.3 that refuses the device certificate")
@Timeout(240)
class RefusedInTls13Test {
    @TempDir
    Path folder;

    static Stream<Arguments> places() {
        return Stream.of("buffer", "push", "transparent")
                .flatMap(mode -> Stream.of("Certificate", "CertificateVerify", "Finished")
                        .map(message -> Arguments.of(mode, message)));
    }

    @ParameterizedTest(name = "{0}, at the client''s {1}")
    @MethodSource("places")
    @DisplayName("is told with its alert, wherever in the client's flight it struck")
    void told(String mode, String message) throws Exception {
        Scenario scenario = refusing(message);

        ScenarioPlay.Played played =
                ScenarioPlay.play(scenario, mode, 1, DataFolder.usual().folder("bench"));

        assertThat(played.failure()).isPresent();
        assertThat(played.failure().get())
                .message()
                .containsPattern("The server ended the (handshake|connection) with fatal unknown_ca \\(48\\)");
        assertThat(played.findings())
                .as("findings after: %s", played.failure())
                .extracting(Finding::code)
                .startsWith("certificate-refused");
        assertThat(played.findings().getFirst().title()).contains("unknown_ca (48)");
        assertThat(played.unaccounted()).isEmpty();
    }

    private Scenario refusing(String message) throws Exception {
        Path file = folder.resolve("refusing.json");
        Files.writeString(file, """
            {"name": "refusing", "group": "tls", "story": "The CA of the devices is not known.",
             "modem": {"roundTripMillis": 10, "sendLatencyMillis": 120},
             "endpoint": {"tls": ["1.3"], "faults": [{"atMessage": "%s", "do": "alert", "alert": 48}]},
             "host": {"tls": ["1.2", "1.3"]},
             "finding": "certificate-refused", "fix": "Register the CA."}
            """.formatted(message));
        return Scenarios.findOrRead(file.toString());
    }
}
