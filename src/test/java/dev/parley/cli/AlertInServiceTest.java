package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.mqtt.MqttPacketType;
import dev.parley.session.DataFolder;
import dev.parley.session.ScenarioPlay;
import dev.parley.session.ScenarioPlay.Played;
import dev.parley.session.Snapshot;
import dev.parley.sim.HandFault;
import dev.parley.sim.Scenario;
import dev.parley.sim.Scenarios;
import dev.parley.sim.endpoint.EndpointEffect;
import dev.parley.sim.fault.Trigger;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.TlsConversation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every alert there is, raised by hand at the endpoint while the session stands and nobody has anything to say. */
@DisplayName("An alert of the server's in mid-service, whichever it is")
@Timeout(180)
class AlertInServiceTest {
    /** Longer than an answer takes, and than a broker takes to throw a client out whose id another one uses, as the doctor sees it. */
    private static final int QUIET_MILLIS = 2000;

    private static final ExecutorService PLAYERS = Executors.newFixedThreadPool(8);
    private static final Map<Case, Future<Told>> PLAYED = new HashMap<>();

    record Case(AlertDescription alert, int version) {
        @Override
        public String toString() {
            return alert.name().toLowerCase(Locale.ROOT) + " (" + alert.number() + "), "
                    + (version == ClientOffer.TLS_1_3 ? "TLS 1.3" : "TLS 1.2");
        }
    }

    private record Told(Played played, TlsConversation tls) {}

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (AlertDescription alert : AlertDescription.values()) {
            cases.add(new Case(alert, ClientOffer.TLS_1_2));
            cases.add(new Case(alert, ClientOffer.TLS_1_3));
        }
        return cases;
    }

    @BeforeAll
    static void playAll() throws Exception {
        Path pki = DataFolder.usual().folder("bench");
        // The first handshake of a program is slow, and how quick a server answers is measured by its first answer.
        ScenarioPlay.play(Scenarios.standard(), "buffer", 1, pki);
        for (Case one : cases()) {
            PLAYED.put(one, PLAYERS.submit(() -> play(one, pki)));
        }
    }

    @AfterAll
    static void endPlayers() {
        PLAYERS.shutdownNow();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @DisplayName("is what the best finding tells, and no guess about the broker's reasons stands before it")
    void wins(Case one) throws Exception {
        Told told = PLAYED.get(one).get(120, TimeUnit.SECONDS);

        assertThat(told.tls().alert().orElseThrow().description())
                .isEqualTo(one.alert().number());
        assertThat(told.played().findings()).isNotEmpty();
        assertThat(told.played().findings().getFirst().title())
                .contains(AlertDescription.name(one.alert().number()) + " ("
                        + one.alert().number() + ")");
        assertThat(told.played().unaccounted()).isEmpty();
        assertThat(told.played().hung()).isEmpty();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"20, bytes-lost-to-modem", "50, bytes-lost-to-modem", "80, server-alert", "46, certificate-refused"})
    @DisplayName("right behind a PUBLISH means that record where it speaks of bytes that cannot be read")
    void behindAPublish(int alert, String finding) throws Exception {
        Scenario clean = Scenarios.standard();
        Scenario scenario = clean.withEndpoint(clean.endpoint()
                .with(new Trigger.AtPacket(MqttPacketType.PUBLISH), new EndpointEffect.Alert(true, alert)));
        Played played =
                ScenarioPlay.play(scenario, "buffer", 1, DataFolder.usual().folder("bench"));
        assertThat(played.first()).isEqualTo(finding);
    }

    private static Told play(Case one, Path pki) throws Exception {
        Scenario clean = Scenarios.standard();
        Scenario scenario = clean.withEndpoint(clean.endpoint().withVersions(one.version()));
        Snapshot[] seen = new Snapshot[1];
        Played played = ScenarioPlay.play(
                scenario,
                "buffer",
                1,
                pki,
                List.of(
                        HandFault.read("endpoint {\"do\": \"pause\", \"millis\": " + QUIET_MILLIS + "}"),
                        HandFault.read("endpoint {\"do\": \"alert\", \"alert\": "
                                + one.alert().number() + "}")),
                snapshot -> seen[0] = snapshot);
        return new Told(
                played, seen[0].view().conversations().values().iterator().next());
    }
}
