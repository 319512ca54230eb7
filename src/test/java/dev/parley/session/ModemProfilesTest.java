package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.link.LinkAddress;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenario;
import dev.parley.sim.Scenarios;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.sim.modem.ModemVariant;
import dev.parley.socket.AccessMode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A whole session with each modem Parley knows")
@Timeout(120)
class ModemProfilesTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> modemsAndModes() {
        return Arrays.stream(ModemVariant.values())
                .flatMap(modem -> Arrays.stream(AccessMode.values()).map(mode -> Arguments.of(modem, mode)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("modemsAndModes")
    @DisplayName("goes up, brings back what was published and goes down, and there is nothing to find")
    void whole(ModemVariant modem, AccessMode mode) throws Exception {
        try (Bench bench = bench(modem)) {
            WholeSession played = WholeSession.play(
                    bench.links(),
                    WholeSession.profile(LinkAddress.parse("sim:"), bench, mode).withModem(modem.model()),
                    folder.resolve("whole.parley"));
            played.wentUpAndDownInGoodOrder();
            assertThat(played.up().steps())
                    .as("the modem says itself what it is")
                    .anyMatch(step -> step.value().contains(modem.model()));
            played.passedEveryStateWithTheRecordsOfTheFieldReport();
            played.broughtTheMessagesBack();
            played.balancesTheBooksOfItsOnlySocket(mode);
            played.hasNothingForTheDoctor();
        }
    }

    @Test
    @DisplayName("of an unknown maker ends with an address on the network, and says why it goes no further")
    void generic() throws Exception {
        try (Bench bench = bench(ModemVariant.EC25);
                SessionController controller =
                        LiveController.standard(bench.links(), JournalKeeper.inMemory(), "parley test")) {
            ConnectionProfile profile = WholeSession.profile(LinkAddress.parse("sim:"), bench, AccessMode.BUFFER)
                    .withModem("generic 3GPP");
            assertThat(controller.connect(profile, ControllerState.Level.RUN))
                    .failsWithin(60, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("Parley knows no socket commands of this modem (generic 3GPP)");
            assertThat(controller.state().steps())
                    .filteredOn(step -> step.status() == ControllerState.Step.Status.DONE)
                    .extracting(ControllerState.Step::name)
                    .contains("AT", "SIM", "Registration", "PDP context")
                    .doesNotContain("Socket");
            assertThat(controller.session().settled().view().exchanges())
                    .extracting(exchange -> exchange.text())
                    .contains("AT+CGACT=1,1")
                    .noneMatch(text -> text.startsWith("AT+QI"));
        }
    }

    private static Bench bench(ModemVariant modem) throws Exception {
        Scenario standard = Scenarios.standard();
        ModemSetup setup = standard.modem();
        return Bench.start(
                standard.withModem(new ModemSetup(
                        setup.options().toBuilder().variant(modem).build(), setup.faults())),
                WholeSession.certificates(),
                1);
    }
}
