package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.link.LinkAddress;
import dev.parley.session.ControllerState.ChangedSetting;
import dev.parley.session.ControllerState.Level;
import dev.parley.session.ControllerState.Phase;
import dev.parley.session.ControllerState.Step;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenario;
import dev.parley.sim.Scenarios;
import dev.parley.sim.fault.Fault;
import dev.parley.sim.fault.Trigger;
import dev.parley.sim.modem.ModemEffect;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.socket.AccessMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What the operator can do about a modem")
@Timeout(180)
class ModemTroubleTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path pki;

    @Test
    @DisplayName("one command without an answer is shown while it lasts; a retry goes up again in the same session")
    void retry() throws Exception {
        try (Bench bench = bench(List.of(Fault.once(new Trigger.AtCommand("+QIACT", 1), new ModemEffect.NoAnswer())));
                LiveController controller = controller(bench)) {
            CompletableFuture<Void> up = controller.connect(modemOnly(), Level.RUN);
            await().atMost(LIMIT).until(() -> controller.state().silence().isPresent());
            ControllerState.Silence silence = controller.state().silence().orElseThrow();
            assertThat(silence.over()).isFalse();
            assertThat(silence.command()).isEqualTo("AT+QIACT=1");
            assertThat(silence.sentence()).matches("waiting for AT\\+QIACT=1, \\d+ s of 150 s");
            assertThat(silence.sinceNanos())
                    .isBetween(0L, controller.session().journal().now());

            controller.retry().get(60, TimeUnit.SECONDS);

            assertThat(up).isCompletedExceptionally();
            assertThat(controller.state().phase()).isEqualTo(Phase.READY);
            assertThat(controller.state().silence()).isEmpty();
            assertThat(controller.state().failure()).isEmpty();
            assertThat(controller.state().steps()).extracting(Step::status).containsOnly(Step.Status.DONE);
        }
    }

    @Test
    @DisplayName("listening only, nothing of Parley's own is written, and what the operator types is sent")
    void listenOnly() throws Exception {
        try (Bench bench = bench();
                LiveController controller = controller(bench)) {
            controller.connect(modemOnly().withListenOnly(true), Level.RUN).get(60, TimeUnit.SECONDS);
            assertThat(controller.state().phase()).isEqualTo(Phase.READY);
            assertThat(controller.state().listenOnly()).isTrue();
            assertThat(controller.command("AT+CSQ").get(60, TimeUnit.SECONDS)).isEqualTo("OK");
            Journal journal = controller.session().journal();
            controller.disconnect().get(60, TimeUnit.SECONDS);
            assertThat(written(journal)).extracting(Event.Traffic::origin).containsOnly(Event.Origin.OPERATOR);
            assertThat(written(journal))
                    .extracting(event -> event.bytes().latin1())
                    .containsExactly("AT+CSQ\r");
        }
    }

    @Test
    @DisplayName("every byte Parley writes is marked as its own, and the operator's as the operator's")
    void ownTraffic() throws Exception {
        try (Bench bench = bench();
                LiveController controller = controller(bench)) {
            controller.connect(modemOnly(), Level.RUN).get(60, TimeUnit.SECONDS);
            controller.command("AT+CSQ").get(60, TimeUnit.SECONDS);
            Journal journal = controller.session().journal();
            controller.disconnect().get(60, TimeUnit.SECONDS);
            assertThat(written(journal))
                    .filteredOn(event -> event.origin() != Event.Origin.PARLEY)
                    .extracting(event -> event.origin() + " " + event.bytes().latin1())
                    .containsExactly("OPERATOR AT+CSQ\r");
        }
    }

    @Test
    @DisplayName("settings that were changed are told, and put back before the link is closed where that is wished")
    void restoreSettings() throws Exception {
        try (Bench bench = bench();
                LiveController controller = controller(bench)) {
            controller.connect(modemOnly().withRestoreSettings(true), Level.RUN).get(60, TimeUnit.SECONDS);
            assertThat(controller.state().changedSettings())
                    .containsExactly(
                            new ChangedSetting("ATE", "1", "0"),
                            new ChangedSetting("AT+CMEE", "1", "2"),
                            new ChangedSetting("AT+QISDE", "1", "0"),
                            new ChangedSetting("AT+QICSGP=1", "", "parley.test"));
            Journal journal = controller.session().journal();
            controller.disconnect().get(60, TimeUnit.SECONDS);
            assertThat(controller.state().changedSettings()).isEmpty();
            assertThat(written(journal).map(event -> event.bytes().latin1()))
                    .containsSubsequence("AT+QICSGP=1,1,\"\",\"\",\"\",0\r", "AT+QISDE=1\r", "AT+CMEE=1\r", "ATE1\r");
        }
    }

    @Test
    @DisplayName("a modem that was reset answers again, with its own settings")
    void reset() throws Exception {
        try (Bench bench = bench();
                LiveController controller = controller(bench)) {
            controller.connect(modemOnly(), Level.RUN).get(60, TimeUnit.SECONDS);
            controller.resetModem().get(60, TimeUnit.SECONDS);
            assertThat(controller.command("AT+CMEE?").get(60, TimeUnit.SECONDS)).isEqualTo("OK");
            assertThat(controller.state().changedSettings()).isEmpty();
        }
    }

    @Test
    @DisplayName("a modem that is not known by name is refused before anything is opened")
    void unknownModem() throws Exception {
        try (Bench bench = bench();
                LiveController controller = controller(bench)) {
            assertThat(controller.connect(modemOnly().withModem("SIM800"), Level.RUN))
                    .failsWithin(LIMIT)
                    .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                    .withMessageContaining("it knows BG95-M3, BG96, BG77, EC25, generic 3GPP");
        }
    }

    private static Stream<Event.Traffic> written(Journal journal) {
        return LongStream.rangeClosed(1, journal.events())
                .mapToObj(journal::event)
                .filter(Event.Traffic.class::isInstance)
                .map(Event.Traffic.class::cast)
                .filter(event -> event.direction() == Direction.TX);
    }

    private static Bench bench() throws Exception {
        return bench(List.of());
    }

    private static Bench bench(List<Fault<ModemEffect>> faults) throws Exception {
        Scenario clean = Scenarios.standard();
        return Bench.start(clean.withModem(new ModemSetup(clean.modem().options(), faults)), pki, 1);
    }

    private static LiveController controller(Bench bench) {
        return new LiveController(bench.links(), JournalKeeper.inMemory(), InstantSource.system(), "test");
    }

    private static ConnectionProfile modemOnly() {
        return new ConnectionProfile(
                "test",
                new LinkAddress("sim", "", Map.of()),
                "parley.test",
                "",
                0,
                AccessMode.BUFFER,
                1460,
                Optional.empty(),
                Optional.empty(),
                LIMIT);
    }
}
