package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.doctor.Finding;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.link.LinkOpener;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.session.ControllerState.Level;
import dev.parley.session.ControllerState.Phase;
import dev.parley.session.ControllerState.Step;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenarios;
import dev.parley.sim.SimServer;
import dev.parley.sim.modem.UartOptions;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import dev.parley.tls.client.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A gap of the link")
@Timeout(120)
class LinkGapTest {
    private static final LinkOpener NOT_SIMULATED = address -> {
        throw new LinkException(address + " is not expected here");
    };

    @TempDir
    private static Path folder;

    private static @Nullable Bench bench;

    @BeforeAll
    static void startBench() throws Exception {
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
    @DisplayName("of a TCP link leaves the session, its socket, TLS and MQTT as they were")
    void tcp(AccessMode mode) throws Exception {
        try (SimServer modem = modem();
                CutCable cable = CutCable.to(modem.address());
                LiveController controller = controller()) {
            survives(controller, cable.link(), mode, cable::cut, cable::join);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AccessMode.class,
            names = {"BUFFER", "TRANSPARENT"})
    @DisplayName("of a serial port that is pulled and plugged in again leaves them too")
    void serial(AccessMode mode) throws Exception {
        Path port = folder.resolve("tty-" + mode.word());
        try (SimServer modem = modem();
                PulledPort cable = PulledPort.to(modem.address(), port, socat());
                LiveController controller = controller()) {
            LinkAddress link = new LinkAddress("serial", port.toString(), Map.of("baud", "115200"));
            survives(controller, link, mode, cable::pull, cable::plug);
        }
    }

    private interface Cable {
        void act() throws IOException;
    }

    private void survives(LiveController controller, LinkAddress link, AccessMode mode, Cable out, Cable in)
            throws Exception {
        List<Phase> phases = Collections.synchronizedList(new ArrayList<>());
        controller
                .connect(WholeSession.profile(link, started(), mode), Level.RUN)
                .get(60, TimeUnit.SECONDS);
        controller.subscribe("gap/#", 1).get(30, TimeUnit.SECONDS);
        Session session = controller.session();
        controller.observe(state -> phases.add(state.phase()));

        out.act();
        await().atMost(WholeSession.LIMIT).until(() -> controller.state().phase() == Phase.BRINGING_UP);
        assertThat(controller.state().steps().getFirst().status()).isEqualTo(Step.Status.RUNNING);
        assertThat(controller.state().steps().getFirst().value()).endsWith("; it is tried again");
        in.act();
        await().atMost(WholeSession.LIMIT).until(() -> controller.state().phase() == Phase.READY);
        assertThat(controller.session()).isSameAs(session);
        assertThat(controller.state().steps()).extracting(Step::status).containsOnly(Step.Status.DONE);

        controller.publish("gap/a", Bytes.utf8("after the gap"), 1, false).get(30, TimeUnit.SECONDS);
        assertThat(session.await(
                        view -> Stream.ofNullable(view.packets().get(0))
                                .flatMap(List::stream)
                                .anyMatch(LinkGapTest::cameBack),
                        WholeSession.LIMIT))
                .isPresent();
        controller.disconnect().get(60, TimeUnit.SECONDS);

        Snapshot end = session.settled();
        assertThat(phases).doesNotContain(Phase.FAILED).contains(Phase.CLOSED);
        // A server that takes a connection and closes it again makes a gap of more than one piece.
        assertThat(linkChanges(session.journal()).stream().distinct())
                .containsExactly("OPENED", "LOST", "REGAINED", "CLOSED");
        assertThat(actions(session.journal())).contains("socket.kept");
        assertThat(end.view().sockets()).hasSize(1);
        assertThat(end.view().sockets().getFirst().closedBy()).isIn(ClosedBy.HOST, ClosedBy.PEER);
        assertThat(end.view().conversations()).hasSize(1);
        assertThat(end.view().conversations().get(0).problems()).isEmpty();
        assertThat(end.view().packets().get(0))
                .allSatisfy(packet -> assertThat(packet.problem()).isEmpty());
        assertThat(end.findings()).isEmpty();
    }

    private static boolean cameBack(MqttPacket packet) {
        return packet.type() == MqttPacketType.PUBLISH
                && packet.direction() == Direction.RX
                && packet.topic().equals("gap/a");
    }

    @Test
    @DisplayName("in which the modem pushed bytes that nobody heard ends the socket, and says how many are missing")
    void bytesLost() throws Exception {
        try (SimServer modem = modem();
                CutCable cable = CutCable.to(modem.address());
                LiveController controller = controller();
                SimServer other = modem();
                LiveController second = controller()) {
            controller
                    .connect(WholeSession.profile(cable.link(), started(), AccessMode.PUSH), Level.RUN)
                    .get(60, TimeUnit.SECONDS);
            controller.subscribe("lost/#", 0).get(30, TimeUnit.SECONDS);
            second.connect(another(other), Level.RUN).get(60, TimeUnit.SECONDS);
            second.subscribe("lost/#", 0).get(30, TimeUnit.SECONDS);

            cable.cut();
            await().atMost(WholeSession.LIMIT).until(() -> controller.state().phase() == Phase.BRINGING_UP);
            second.publish("lost/a", Bytes.utf8("nobody hears this"), 0, false).get(30, TimeUnit.SECONDS);
            assertThat(second.session()
                            .await(
                                    view -> Stream.ofNullable(view.packets().get(0))
                                            .flatMap(List::stream)
                                            .anyMatch(packet -> packet.topic().equals("lost/a")
                                                    && packet.direction() == Direction.RX),
                                    WholeSession.LIMIT))
                    .isPresent();
            cable.join();

            await().atMost(WholeSession.LIMIT).until(() -> controller.state().phase() == Phase.FAILED);
            assertThat(controller.state().failure().orElseThrow())
                    .matches("socket 0 did not survive the gap of the link: \\d+ bytes that the modem handed out did"
                            + " not arrive; connect again");
            assertThat(controller.session().settled().findings())
                    .extracting(Finding::code)
                    .contains("link-gap")
                    .doesNotContain("bytes-lost-from-modem", "no-flow-control");
            controller.retry().get(60, TimeUnit.SECONDS);
            assertThat(controller.state().phase()).isEqualTo(Phase.READY);
        }
    }

    @Test
    @DisplayName("on the way up begins that anew by itself")
    void onTheWayUp() throws Exception {
        try (SimServer modem = modem();
                CutCable cable = CutCable.to(modem.address());
                LiveController controller = controller()) {
            cable.cutAfter("AT+QICSGP");
            controller
                    .connect(WholeSession.profile(cable.link(), started(), AccessMode.BUFFER), Level.RUN)
                    .get(60, TimeUnit.SECONDS);
            assertThat(controller.state().phase()).isEqualTo(Phase.READY);
            assertThat(controller.state().steps()).extracting(Step::status).containsOnly(Step.Status.DONE);
            assertThat(linkChanges(controller.session().journal())).containsExactly("OPENED", "LOST", "REGAINED");
        }
    }

    @Test
    @DisplayName("keeps nobody who disconnects")
    void disconnectMeanwhile() throws Exception {
        try (SimServer modem = modem();
                CutCable cable = CutCable.to(modem.address());
                LiveController controller = controller()) {
            controller
                    .connect(WholeSession.profile(cable.link(), started(), AccessMode.BUFFER), Level.RUN)
                    .get(60, TimeUnit.SECONDS);
            cable.cut();
            await().atMost(WholeSession.LIMIT).until(() -> controller.state().phase() == Phase.BRINGING_UP);
            controller.disconnect().get(5, TimeUnit.SECONDS);
            assertThat(controller.state().phase()).isEqualTo(Phase.CLOSED);
        }
    }

    private static ConnectionProfile another(SimServer modem) {
        LinkAddress link = new LinkAddress("tcp", "127.0.0.1:" + modem.address().getPort(), Map.of());
        ConnectionProfile usual = WholeSession.profile(link, started(), AccessMode.PUSH);
        return new ConnectionProfile(
                "another",
                link,
                usual.apn(),
                usual.host(),
                usual.port(),
                usual.accessMode(),
                usual.chunk(),
                usual.tls(),
                Optional.of(new ConnectionProfile.Mqtt("another", Duration.ofSeconds(60), true)),
                usual.limit());
    }

    private static Bench started() {
        Bench present = bench;
        assertThat(present).isNotNull();
        return present;
    }

    private static SimServer modem() throws Exception {
        return started().serve(LinkAddress.parse("tcp://127.0.0.1:0"), UartOptions.UNLIMITED, List.of());
    }

    private static LiveController controller() {
        return LiveController.standard(NOT_SIMULATED, JournalKeeper.inMemory(), "parley test");
    }

    private static String socat() {
        Optional<Path> program = Programs.find("socat");
        if (program.isEmpty()) {
            System.out.println("skipped: socat is not installed, so there is no pseudo-terminal to pull");
        }
        org.junit.jupiter.api.Assumptions.assumeTrue(program.isPresent(), "socat is not installed");
        return program.get().toString();
    }

    private static List<String> linkChanges(Journal journal) {
        return events(journal)
                .filter(Event.LinkChange.class::isInstance)
                .map(event -> ((Event.LinkChange) event).state().name())
                .toList();
    }

    private static List<String> actions(Journal journal) {
        return events(journal)
                .filter(Event.Action.class::isInstance)
                .map(event -> ((Event.Action) event).name())
                .toList();
    }

    private static Stream<Event> events(Journal journal) {
        return LongStream.rangeClosed(1, journal.events()).mapToObj(journal::event);
    }
}
