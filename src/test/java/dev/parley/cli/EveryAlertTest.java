package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.export.ExportOptions;
import dev.parley.export.TextReport;
import dev.parley.journal.Direction;
import dev.parley.session.DataFolder;
import dev.parley.session.ScenarioPlay;
import dev.parley.session.ScenarioPlay.Played;
import dev.parley.session.Snapshot;
import dev.parley.sim.BenchLinks;
import dev.parley.sim.Scenario;
import dev.parley.sim.Scenarios;
import dev.parley.sim.endpoint.EndpointEffect;
import dev.parley.sim.fault.Trigger;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
import org.junit.jupiter.params.provider.MethodSource;

/** Every alert there is, sent by the endpoint at three moments and in both versions, through modem, decoder, doctor and report. */
@DisplayName("An alert of the server's, whichever it is")
@Timeout(180)
class EveryAlertTest {
    private static final ExecutorService PLAYERS = Executors.newFixedThreadPool(8);
    private static final Map<Case, Future<Told>> PLAYED = new HashMap<>();

    /**
     * An alert and its moment.
     *
     * @param at the message of the client's that it answers
     */
    record Case(AlertDescription alert, HandshakeType at, int version) {
        @Override
        public String toString() {
            return alert.name().toLowerCase(java.util.Locale.ROOT) + " (" + alert.number() + ") at " + at.title() + ", "
                    + (version == ClientOffer.TLS_1_3 ? "TLS 1.3" : "TLS 1.2");
        }
    }

    private record Told(Played played, Snapshot snapshot, String report) {}

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (AlertDescription alert : AlertDescription.values()) {
            cases.add(new Case(alert, HandshakeType.CLIENT_HELLO, ClientOffer.TLS_1_2));
            cases.add(new Case(alert, HandshakeType.CERTIFICATE, ClientOffer.TLS_1_2));
            cases.add(new Case(alert, HandshakeType.CERTIFICATE, ClientOffer.TLS_1_3));
        }
        return cases;
    }

    @BeforeAll
    static void playAll() throws Exception {
        Path pki = DataFolder.usual().folder("bench");
        new BenchLinks(pki, 1).files();
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
    @DisplayName("comes at its moment, and finding and report name it")
    void named(Case one) throws Exception {
        Told told = PLAYED.get(one).get(120, TimeUnit.SECONDS);
        TlsConversation tls =
                told.snapshot().view().conversations().values().iterator().next();
        TlsMessage.Alert alert = tls.alert().orElseThrow();

        assertThat(alert.direction()).isEqualTo(Direction.RX);
        assertThat(alert.description()).isEqualTo(one.alert().number());
        List<HandshakeType> sent = tls.messages().stream()
                .filter(message -> message.direction() == Direction.TX)
                .filter(TlsMessage.Handshake.class::isInstance)
                .map(message -> ((TlsMessage.Handshake) message).type())
                .flatMap(java.util.Optional::stream)
                .toList();
        assertThat(sent).contains(one.at());
        if (one.at() == HandshakeType.CLIENT_HELLO) {
            assertThat(sent).containsExactly(HandshakeType.CLIENT_HELLO);
        }

        String name = AlertDescription.name(one.alert().number());
        assertThat(told.played().failure()).as("the session fails").isPresent();
        assertThat(told.played().findings()).isNotEmpty();
        assertThat(told.report()).contains(name).contains("(" + one.alert().number() + ")");
        assertThat(told.played().unaccounted()).isEmpty();
    }

    private static Told play(Case one, Path pki) throws Exception {
        Scenario clean = Scenarios.standard();
        Scenario scenario = clean.withEndpoint(clean.endpoint()
                .withVersions(one.version())
                .with(
                        new Trigger.AtMessage(one.at()),
                        new EndpointEffect.Alert(true, one.alert().number())));
        Snapshot[] seen = new Snapshot[1];
        Played played = ScenarioPlay.play(scenario, "buffer", 1, pki, snapshot -> seen[0] = snapshot);
        return new Told(played, seen[0], TextReport.of(seen[0], ExportOptions.of("session.parley")));
    }
}
