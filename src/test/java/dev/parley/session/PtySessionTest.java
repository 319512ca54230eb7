package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenarios;
import dev.parley.sim.SimServer;
import dev.parley.sim.modem.UartOptions;
import dev.parley.socket.AccessMode;
import dev.parley.tls.client.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A whole session over a serial port")
@Timeout(120)
class PtySessionTest {
    @TempDir
    private static Path folder;

    private static Path socat = Path.of("");
    private static @Nullable Bench bench;

    @BeforeAll
    static void startBench() throws Exception {
        Optional<Path> program = Programs.find("socat");
        if (program.isEmpty()) {
            System.out.println(
                    "skipped: socat is not installed, so there is no pseudo-terminal to use as a serial port");
        }
        assumeTrue(program.isPresent(), "socat is not installed");
        socat = program.get();
        bench = Bench.start(Scenarios.standard(), WholeSession.certificates(), 1);
    }

    @AfterAll
    static void endBench() {
        if (bench != null) {
            bench.close();
        }
    }

    @ParameterizedTest
    @EnumSource(AccessMode.class)
    @DisplayName("is the same as over sim:")
    void sameAsOverSim(AccessMode mode) throws Exception {
        Path port = folder.resolve("tty-" + mode.word());
        LinkAddress link = new LinkAddress("serial", port.toString(), Map.of("baud", "115200"));
        Bench started = bench;
        assertThat(started).isNotNull();
        try (SimServer modem =
                started.serve(LinkAddress.parse("tcp://127.0.0.1:0"), UartOptions.UNLIMITED, List.of())) {
            Process cable = new ProcessBuilder(
                            socat.toString(),
                            "pty,raw,echo=0,link=" + port,
                            "tcp:127.0.0.1:" + modem.address().getPort())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            folder.resolve("socat-" + mode.word() + ".log").toFile())
                    .start();
            try {
                await().atMost(WholeSession.LIMIT).until(() -> Files.exists(port));

                WholeSession played = WholeSession.play(
                        address -> {
                            throw new LinkException(address + " is not expected here");
                        },
                        WholeSession.profile(link, started, mode),
                        folder.resolve(mode.word() + ".parley"));

                played.wentUpAndDownInGoodOrder();
                played.passedEveryStateWithTheRecordsOfTheFieldReport();
                played.broughtTheMessagesBack();
                played.balancesTheBooksOfItsOnlySocket(mode);
                played.hasNothingForTheDoctor();
                played.readsTheSameFromItsFile();
            } finally {
                cable.destroyForcibly();
                assertThat(cable.waitFor(10, TimeUnit.SECONDS))
                        .as("socat has ended")
                        .isTrue();
            }
        }
    }
}
