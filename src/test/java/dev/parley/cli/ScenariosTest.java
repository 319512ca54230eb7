package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.Finding;
import dev.parley.journal.Bytes;
import dev.parley.link.LinkAddress;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.DataFolder;
import dev.parley.session.JournalKeeper;
import dev.parley.session.LiveController;
import dev.parley.session.SessionController;
import dev.parley.session.SessionException;
import dev.parley.sim.Bench;
import dev.parley.sim.BenchLinks;
import dev.parley.sim.Scenario;
import dev.parley.sim.Scenarios;
import dev.parley.socket.AccessMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The scenarios of the library, played from end to end")
@Timeout(120)
class ScenariosTest {
    private static final Duration LIMIT = Duration.ofSeconds(100);

    /** What a profile allows: a modem that hangs while it owes SEND OK could otherwise be waited for for two minutes. */
    private static final Duration WAY_UP = Duration.ofSeconds(25);

    private static final Map<String, Future<Played>> PLAYED = new HashMap<>();

    /**
     * What became of a scenario.
     *
     * @param failure what the operator is told, or nothing where the way up was whole and a message was published
     * @param ended how the controller stood after the disconnect
     */
    private record Played(Optional<SessionException> failure, ControllerState ended, List<Finding> findings) {}

    /** Most scenarios wait most of the time, so a few at once wait together. */
    private static final ExecutorService PLAYERS = Executors.newFixedThreadPool(3);

    @BeforeAll
    static void playAll() throws Exception {
        BenchLinks links = new BenchLinks(DataFolder.usual().folder("bench"), 1);
        links.files();
        List<Scenario> all = new ArrayList<>(Scenarios.all());
        // Its modem never answers again, and the longest time limit of a command has to pass until that is known.
        all.sort(Comparator.comparing(scenario -> !scenario.name().equals("modem-hangs")));
        for (Scenario scenario : all) {
            PLAYED.put(scenario.name(), PLAYERS.submit(() -> play(links, scenario)));
        }
    }

    @AfterAll
    static void endPlayers() {
        PLAYERS.shutdownNow();
    }

    static Stream<Named<Scenario>> broken() {
        return Scenarios.all().stream()
                .filter(scenario -> scenario.finding().isPresent())
                .map(scenario ->
                        Named.of(scenario.name() + " -> " + scenario.finding().get(), scenario));
    }

    static Stream<Named<Scenario>> healthy() {
        return Scenarios.all().stream()
                .filter(scenario -> scenario.finding().isEmpty())
                .map(scenario -> Named.of(scenario.name(), scenario));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    @DisplayName("fail, and the doctor's best finding is the one the scenario names")
    void toldAsWhatTheyAre(Scenario scenario) throws Exception {
        Played played = played(scenario);

        assertThat(played.failure()).as("the session fails").isPresent();
        SessionException failure = played.failure().get();
        assertThat(failure.kind()).isEqualTo(SessionException.Kind.FAILED);
        assertThat(failure).message().isNotBlank().doesNotContain("Exception");
        assertThat(played.ended().phase()).isEqualTo(ControllerState.Phase.FAILED);
        assertThat(played.ended().failure()).contains(String.valueOf(failure.getMessage()));
        assertThat(played.findings())
                .as("findings after: %s", failure.getMessage())
                .extracting(Finding::code)
                .startsWith(scenario.finding().orElseThrow());
        assertThat(played.findings().getFirst().confidence()).isBetween(0.5, 1.0);
        assertThat(played.findings().getFirst().fix()).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("healthy")
    @DisplayName("succeed without a finding where they name none")
    void succeed(Scenario scenario) throws Exception {
        Played played = played(scenario);

        assertThat(played.failure()).isEmpty();
        assertThat(played.ended().phase()).isEqualTo(ControllerState.Phase.CLOSED);
        assertThat(played.findings()).isEmpty();
    }

    private static Played played(Scenario scenario) throws Exception {
        return PLAYED.get(scenario.name()).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static Played play(BenchLinks links, Scenario scenario) throws Exception {
        try (SessionController controller = LiveController.standard(links, JournalKeeper.inMemory(), "parley test")) {
            Optional<SessionException> failure = Optional.empty();
            try {
                controller
                        .connect(profile(links.files(), scenario), ControllerState.Level.RUN)
                        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                controller
                        .publish("parley/scenario", Bytes.utf8("here"), 1, false)
                        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(SessionException.class);
                failure = Optional.of((SessionException) e.getCause());
            }
            controller.disconnect().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return new Played(
                    failure, controller.state(), controller.session().settled().findings());
        }
    }

    private static ConnectionProfile profile(BenchLinks.Files files, Scenario scenario) {
        return new ConnectionProfile(
                scenario.name(),
                new LinkAddress("sim", scenario.name(), Map.of()),
                "parley.test",
                Bench.HOST,
                Bench.PORT,
                AccessMode.of(scenario.host().accessMode()).orElseThrow(),
                ConnectOptions.QISEND_LIMIT,
                Optional.of(new ConnectionProfile.Tls(
                        Optional.of(files.ca()),
                        Optional.of(files.certificate()),
                        Optional.of(files.key()),
                        "",
                        List.of(),
                        false,
                        scenario.host().readTimeout())),
                Optional.of(new ConnectionProfile.Mqtt("scenario", Duration.ofSeconds(60), true)),
                WAY_UP);
    }
}
