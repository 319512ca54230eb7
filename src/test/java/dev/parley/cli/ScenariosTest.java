package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.CaseView;
import dev.parley.doctor.Closing;
import dev.parley.doctor.Finding;
import dev.parley.doctor.Ledger;
import dev.parley.session.ControllerState;
import dev.parley.session.DataFolder;
import dev.parley.session.ScenarioPlay;
import dev.parley.session.ScenarioPlay.Played;
import dev.parley.session.SessionException;
import dev.parley.sim.BenchLinks;
import dev.parley.sim.Scenario;
import dev.parley.sim.Scenarios;
import dev.parley.socket.ModemSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each scenario once, in the access mode it is shown in; {@code session.ScenarioMatrix} plays them in all modes and with seeds. */
@DisplayName("The scenarios of the library, played from end to end")
@Timeout(240)
class ScenariosTest {
    private static final int LIMIT_SECONDS = 220;

    /** Those that take longest begin first: they wait for what a modem or a network forgets. */
    private static final Set<String> LONG = Set.of(
            "modem-hangs", "nat-forgets", "keep-alive-too-long", "stuck-cts", "slow-clock-sleep", "length-too-long");

    private static final Map<String, Future<Played>> PLAYED = new HashMap<>();

    /** Most scenarios wait most of the time, so several at once wait together. */
    private static final ExecutorService PLAYERS = Executors.newFixedThreadPool(10);

    @BeforeAll
    static void playAll() throws Exception {
        Path pki = DataFolder.usual().folder("bench");
        new BenchLinks(pki, 1).files();
        List<Scenario> all = new ArrayList<>(Scenarios.all());
        all.sort(Comparator.comparing(scenario -> !LONG.contains(scenario.name())));
        for (Scenario scenario : all) {
            PLAYED.put(
                    scenario.name(),
                    PLAYERS.submit(
                            () -> ScenarioPlay.play(scenario, scenario.host().accessMode(), 1, pki)));
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

        assertThat(played.hung()).isEmpty();
        // What dies in service may die while it is being taken down.
        assertThat(played.ended().phase()).isIn(ControllerState.Phase.FAILED, ControllerState.Phase.CLOSED);
        if (!scenario.host().isScripted()) {
            assertThat(played.failure()).as("the session fails").isPresent();
            SessionException failure = played.failure().get();
            assertThat(failure.kind()).isEqualTo(SessionException.Kind.FAILED);
            assertThat(failure).message().isNotBlank().doesNotContain("Exception");
        }
        assertThat(played.findings())
                .as("findings after: %s", played.failure())
                .extracting(Finding::code)
                .startsWith(scenario.finding().orElseThrow());
        assertThat(played.findings().getFirst().confidence()).isBetween(0.5, 1.0);
        assertThat(played.findings().getFirst().fix()).isNotEmpty();
        assertThat(played.unaccounted()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("healthy")
    @DisplayName("succeed without a finding where they name none")
    void succeed(Scenario scenario) throws Exception {
        Played played = played(scenario);

        assertThat(played.failure()).isEmpty();
        assertThat(played.hung()).isEmpty();
        // Another host takes its link with it when it is through.
        assertThat(played.ended().phase())
                .isEqualTo(scenario.host().isScripted() ? ControllerState.Phase.FAILED : ControllerState.Phase.CLOSED);
        assertThat(played.findings()).isEmpty();
        assertThat(played.unaccounted()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    @DisplayName("fail, and each finding has evidence, says what it means, what to try next and what would refute it")
    void saidInFull(Scenario scenario) throws Exception {
        for (Finding finding : played(scenario).findings()) {
            assertThat(finding.evidence()).as(finding.code()).isNotEmpty();
            assertThat(finding.evidence())
                    .as("%s: something of it stands on the link", finding.code())
                    .anySatisfy(evidence -> assertThat(evidence.places()).isNotEmpty());
            assertThat(finding.evidence())
                    .allSatisfy(evidence -> assertThat(evidence.text()).isNotBlank());
            assertThat(finding.title()).isNotBlank();
            assertThat(finding.meaning()).as(finding.code()).isNotBlank();
            assertThat(finding.fix())
                    .as(finding.code())
                    .isNotEmpty()
                    .allSatisfy(step -> assertThat(step).isNotBlank());
            assertThat(finding.refutedBy()).as(finding.code()).isNotBlank();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    @DisplayName("fail, and the ledger calls no bytes well that a rule knows were lost")
    void lostInTheLedger(Scenario scenario) throws Exception {
        Played played = played(scenario);
        List<Ledger> ledgers = played.view().sockets().stream()
                .map(socket -> Ledger.of(played.view(), socket))
                .toList();
        if (played.codes().contains("bytes-lost-to-modem")) {
            assertThat(ledgers).anySatisfy(ledger -> lost(ledger, ledger.tx()));
        }
        if (played.codes().contains("bytes-lost-from-modem")) {
            assertThat(ledgers).anySatisfy(ledger -> lost(ledger, ledger.rx()));
        }
    }

    /** What these say is that bytes were lost, lay in the modem or were not sent, or that nobody can know. */
    private static final Set<String> NOT_WELL = Set.of(
            "bytes-lost-from-modem",
            "bytes-lost-to-modem",
            "closed-before-drained",
            "modem-asleep",
            "modem-reset",
            "no-answer",
            "no-flow-control",
            "pdp-lost",
            "radio-slow",
            "read-size-mismatch",
            "receive-stalled",
            "send-fail-not-retried",
            "send-length-mismatch",
            "send-over-1460",
            "sent-before-prompt");

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    @DisplayName(
            "fail, and the ledger of the connection that failed does not say that no byte was lost where one may be")
    void lossIsNotDenied(Scenario scenario) throws Exception {
        CaseView view = played(scenario).view();
        if (NOT_WELL.contains(scenario.finding().orElseThrow())
                && !view.sockets().isEmpty()) {
            ModemSocket socket = view.sockets().getLast();
            assertThat(Ledger.of(view, socket).verdict()).doesNotStartWith("No byte was lost");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    @DisplayName("fail, and who closed each connection is told with its evidence, its age and its bytes")
    void whoClosedIt(Scenario scenario) throws Exception {
        CaseView view = played(scenario).view();
        assertThat(view.sockets())
                .filteredOn(socket -> socket.closedNanos().isPresent())
                .allSatisfy(socket -> {
                    Closing closing = Closing.of(view, socket).orElseThrow();
                    assertThat(closing.places()).isNotEmpty();
                    assertThat(closing.ageNanos()).isNotNegative();
                    assertThat(closing.words())
                            .startsWith("Closed by ")
                            .contains(" bytes sent, ", " unread")
                            .doesNotContain("nobody");
                });
    }

    private static void lost(Ledger ledger, Ledger.Book book) {
        Ledger.Mismatch mismatch = book.mismatch().orElseThrow();
        assertThat(mismatch.offset()).isBetween(0L, book.delivered());
        assertThat(mismatch.places()).isNotEmpty();
        assertThat(ledger.verdict()).contains(mismatch.words()).doesNotContain("No byte was lost");
    }

    @ParameterizedTest(name = "{0} loses {1} bytes of what is {2}")
    @CsvSource({
        "bytes-lost-to-modem, 5, sent",
        "field-report-bytes-lost, 3, sent",
        "bytes-lost-from-modem, 7, received",
        "no-flow-control, 9, received"
    })
    @DisplayName("that lose bytes lose as many in the ledger")
    void asManyAsWereLost(String name, long bytes, String way) throws Exception {
        Played played = PLAYED.get(name).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        Ledger ledger = Ledger.of(played.view(), played.view().sockets().getFirst());
        Ledger.Mismatch mismatch =
                (way.equals("sent") ? ledger.tx() : ledger.rx()).mismatch().orElseThrow();
        assertThat(bytes)
                .as(mismatch.words())
                .isBetween(mismatch.missing(), mismatch.most().orElse(Long.MAX_VALUE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("healthy")
    @DisplayName("succeed, and the books of each socket agree")
    void balanced(Scenario scenario) throws Exception {
        Played played = played(scenario);
        assertThat(played.view().sockets()).isNotEmpty().allSatisfy(socket -> {
            Ledger ledger = Ledger.of(played.view(), socket);
            assertThat(ledger.tx().mismatch()).isEmpty();
            assertThat(ledger.rx().mismatch()).isEmpty();
        });
    }

    private static Played played(Scenario scenario) throws Exception {
        return PLAYED.get(scenario.name()).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
