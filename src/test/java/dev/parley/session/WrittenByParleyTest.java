package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.at.CommandLine;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.session.ControllerState.Level;
import dev.parley.session.ControllerState.Phase;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenarios;
import dev.parley.sim.SimServer;
import dev.parley.sim.modem.UartOptions;
import dev.parley.socket.AccessMode;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("What Parley writes to a modem by itself")
@Timeout(120)
class WrittenByParleyTest {
    /** Settings, each of which is put back. */
    private static final Set<String> SETTINGS = Set.of("ATE", "+CMEE", "+QISDE", "+QICSGP");

    /** What is done to sockets and contexts, and is over with the session. */
    private static final Set<String> DEEDS = Set.of("+QIOPEN", "+QISEND", "+QIRD", "+QICLOSE", "+QIACT", "+QIDEACT");

    @Test
    @DisplayName("is nothing at all while it only listens, whatever the modem says and whatever the operator asks for")
    void nothingWhileListening() throws Exception {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try (ServerSocket modem = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                LiveController controller = controller()) {
            CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> serve(modem, heard));
            LinkAddress link = new LinkAddress("tcp", "127.0.0.1:" + modem.getLocalPort(), Map.of());
            ConnectionProfile profile = bare(link).withListenOnly(true).withRestoreSettings(true);
            controller.connect(profile, Level.RUN).get(30, TimeUnit.SECONDS);
            Journal journal = controller.session().journal();
            await().atMost(WholeSession.LIMIT)
                    .until(() -> LongStream.rangeClosed(1, journal.events())
                            .mapToObj(journal::event)
                            .anyMatch(event -> event instanceof Event.LinkChange change
                                    && change.state() == Event.LinkChange.State.REGAINED));
            await().atMost(WholeSession.LIMIT).until(() -> journal.bytes(Direction.RX) >= 2L * SAID.length());
            await().atMost(WholeSession.LIMIT).until(() -> controller.state().phase() == Phase.READY);
            for (CompletableFuture<Void> asked :
                    List.of(controller.resynchronise(), controller.resetModem(), controller.retry())) {
                assertThatThrownBy(() -> asked.get(30, TimeUnit.SECONDS)).hasMessageContaining("only listens");
            }
            controller.restoreSettings().get(30, TimeUnit.SECONDS);
            controller.disconnect().get(30, TimeUnit.SECONDS);
            serving.get(30, TimeUnit.SECONDS);
            assertThat(heard.toString(StandardCharsets.ISO_8859_1)).isEmpty();
        }
    }

    private static final String SAID =
            "\r\nRDY\r\n\r\nAPP RDY\r\n\r\n+QIURC: \"recv\",0\r\n\r\n+QIURC: \"closed\",0\r\n\r\n> ";

    /** Says all that might tempt a host to answer, twice, with a gap between. */
    private static void serve(ServerSocket modem, ByteArrayOutputStream heard) {
        for (int round = 0; round < 2; round++) {
            try (Socket host = modem.accept()) {
                OutputStream out = host.getOutputStream();
                out.write(SAID.getBytes(StandardCharsets.ISO_8859_1));
                if (round == 0) {
                    host.shutdownOutput();
                }
                host.getInputStream().transferTo(heard);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @Test
    @DisplayName("sets nothing but what it puts back, and the modem is afterwards as it was found")
    void everySettingIsPutBack() throws Exception {
        try (Bench bench = Bench.start(Scenarios.standard(), WholeSession.certificates(), 1);
                SimServer modem =
                        bench.serve(LinkAddress.parse("tcp://127.0.0.1:0"), UartOptions.UNLIMITED, List.of());
                LiveController controller = controller()) {
            LinkAddress link =
                    new LinkAddress("tcp", "127.0.0.1:" + modem.address().getPort(), Map.of());
            List<String> before = settings(controller, link);
            controller
                    .connect(
                            WholeSession.profile(link, bench, AccessMode.BUFFER).withRestoreSettings(true), Level.RUN)
                    .get(60, TimeUnit.SECONDS);
            Journal journal = controller.session().journal();
            controller.disconnect().get(60, TimeUnit.SECONDS);

            Set<String> set = new TreeSet<>();
            LongStream.rangeClosed(1, journal.events())
                    .mapToObj(journal::event)
                    .filter(event -> event instanceof Event.Traffic traffic
                            && traffic.direction() == Direction.TX
                            && traffic.bytes().latin1().startsWith("AT"))
                    .map(event -> CommandLine.parse(
                                    ((Event.Traffic) event).bytes().latin1().strip())
                            .first())
                    .filter(command -> command.form() == CommandLine.Form.SET
                            || command.name().equals("ATE"))
                    .filter(command -> !command.name().equals("+QURCCFG")
                            && !(command.name().equals("+QICSGP")
                                    && command.arguments().size() == 1)
                            && !command.name().equals("+QISTATE"))
                    .forEach(command -> set.add(command.name()));
            assertThat(set).containsAll(SETTINGS).isSubsetOf(union());
            assertThat(settings(controller, link)).isEqualTo(before);
        }
    }

    private static ConnectionProfile bare(LinkAddress link) {
        return new ConnectionProfile(
                "bare",
                link,
                "iot.example",
                "",
                0,
                AccessMode.BUFFER,
                1460,
                Optional.empty(),
                Optional.empty(),
                WholeSession.LIMIT);
    }

    private static Set<String> union() {
        Set<String> both = new TreeSet<>(SETTINGS);
        both.addAll(DEEDS);
        return both;
    }

    /** How the modem stands, as an operator sees it who types. */
    private static List<String> settings(LiveController controller, LinkAddress link) throws Exception {
        controller.attach(bare(link)).get(30, TimeUnit.SECONDS);
        List<String> answers = new ArrayList<>();
        for (String line :
                List.of("AT+CMEE?", "AT+QISDE?", "AT+QICSGP=1", "AT+QIACT?", "AT+CEREG?", "AT+QICFG=\"recvind\"")) {
            controller.command(line).get(30, TimeUnit.SECONDS);
        }
        Journal journal = controller.session().journal();
        answers.add(journal.bytes(new dev.parley.journal.Place(Direction.RX, 0, journal.bytes(Direction.RX)))
                .latin1());
        controller.disconnect().get(30, TimeUnit.SECONDS);
        return answers;
    }

    private static LiveController controller() {
        return LiveController.standard(
                address -> {
                    throw new LinkException(address + " is not expected here");
                },
                JournalKeeper.inMemory(),
                "parley test");
    }
}
