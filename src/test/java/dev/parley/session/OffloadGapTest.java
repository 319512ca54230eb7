package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A gap of the link, with the modem's own TLS or MQTT")
@Timeout(120)
class OffloadGapTest {
    private static final LinkOpener NOT_SIMULATED = address -> {
        throw new LinkException(address + " is not expected here");
    };

    private static @Nullable Bench bench;

    @BeforeAll
    static void startBench() throws Exception {
        bench = Bench.start(Scenarios.standard(), WholeSession.certificates(), 1);
    }

    @AfterAll
    static void endBench() {
        started().close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Stack.class,
            names = {"MODEM_TLS", "MODEM_MQTT"})
    @DisplayName(
            "in which nothing was under way leaves the connection as it was; it says what MQTT in the modem may have"
                    + " lost")
    void quiet(Stack stack) throws Exception {
        try (SimServer modem = modem();
                CutCable cable = CutCable.to(modem.address());
                LiveController controller = controller()) {
            connect(controller, cable, stack, "quiet");
            done(controller.subscribe("quiet/#", 1));

            cut(cable, controller);
            cable.join();
            await().atMost(WholeSession.LIMIT).until(() -> controller.state().phase() == Phase.READY);

            done(controller.publish("quiet/a", Bytes.utf8("after the gap"), 1, false));
            arrived(controller, "quiet/a");
            assertThat(controller.state().steps()).extracting(Step::status).containsOnly(Step.Status.DONE);
            String kept = action(controller, "socket.kept").orElseThrow();
            if (stack == Stack.MODEM_TLS) {
                assertThat(kept).isEqualTo("TLS socket 0, no byte is missing");
            } else {
                assertThat(kept)
                        .matches("MQTT client 0 in the modem, still connected; messages that came for it in the gap of"
                                + " \\d+\\.\\d s were heard by nobody and are lost, .*");
                assertThat(controller.state().steps().getFirst().value()).endsWith(kept);
            }
            done(controller.disconnect());
        }
    }

    @Test
    @DisplayName(
            "loses no byte that the modem's TLS received meanwhile: it is read afterwards, though nobody heard of it")
    void receivedMeanwhile() throws Exception {
        try (SimServer modem = modem();
                CutCable cable = CutCable.to(modem.address());
                LiveController controller = controller();
                SimServer other = modem();
                CutCable another = CutCable.to(other.address());
                LiveController second = controller()) {
            connect(controller, cable, Stack.MODEM_TLS, "first");
            done(controller.subscribe("meanwhile/#", 0));
            connect(second, another, Stack.HOST, "second");

            cut(cable, controller);
            done(second.publish("meanwhile/a", Bytes.utf8("kept by the modem"), 1, false));
            cable.join();

            arrived(controller, "meanwhile/a");
            done(controller.disconnect());
        }
    }

    @ParameterizedTest
    @CsvSource({"MODEM_TLS,AT+QSSLCFG", "MODEM_TLS,AT+QSSLOPEN", "MODEM_MQTT,AT+QMTCFG", "MODEM_MQTT,AT+QMTOPEN"})
    @DisplayName("on the way up begins that anew by itself")
    void onTheWayUp(Stack stack, String command) throws Exception {
        try (SimServer modem = modem();
                CutCable cable = CutCable.to(modem.address());
                LiveController controller = controller()) {
            cable.cutAfter(command);
            connect(controller, cable, stack, "rising");
            assertThat(controller.state().phase()).isEqualTo(Phase.READY);
            assertThat(controller.state().steps()).extracting(Step::status).containsOnly(Step.Status.DONE);
            done(controller.disconnect());
        }
    }

    @Test
    @DisplayName("in the middle of a send of the modem's TLS does not send it twice, nor lose it")
    void midSend() throws Exception {
        try (SimServer modem = modem();
                CutCable cable = CutCable.to(modem.address());
                LiveController controller = controller()) {
            connect(controller, cable, Stack.MODEM_TLS, "sending");
            done(controller.subscribe("send/#", 1));
            cable.cutAfter("a payload to look for");
            done(controller.publish("send/a", Bytes.utf8("a payload to look for"), 0, false));
            done(controller.publish("send/b", Bytes.utf8("and another"), 1, false));
            arrived(controller, "send/b");
            assertThat(topics(controller)).containsExactly("send/a", "send/b");
            done(controller.disconnect());
        }
    }

    @Test
    @DisplayName(
            "that swallows the result of a publish by the modem says that nobody knows, and the connection goes on")
    void midPublish() throws Exception {
        try (SimServer modem = modem();
                CutCable cable = CutCable.to(modem.address());
                LiveController controller = controller()) {
            connect(controller, cable, Stack.MODEM_MQTT, "publishing");
            cable.cutAfter("a payload to look for");
            Future<Void> publish = controller.publish("publish/a", Bytes.utf8("a payload to look for"), 1, false);
            await().atMost(Duration.ofSeconds(60)).until(publish::isDone);
            assertThat(publish.state()).isEqualTo(Future.State.FAILED);
            assertThat(publish.exceptionNow())
                    .hasMessageContaining("PUBLISH to \"publish/a\" was under way")
                    .hasMessageContaining("whether the broker has it is not known");
            done(controller.subscribe("publish/#", 1));
            done(controller.publish("publish/b", Bytes.utf8("goes on"), 1, false));
            arrived(controller, "publish/b");
            done(controller.disconnect());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Stack.class,
            names = {"MODEM_TLS", "MODEM_MQTT"})
    @DisplayName("in which the modem lost the connection ends it, and says so")
    void connectionGone(Stack stack) throws Exception {
        try (SimServer modem = modem();
                CutCable cable = CutCable.to(modem.address());
                LiveController controller = controller();
                SimServer other = modem();
                CutCable another = CutCable.to(other.address());
                LiveController second = controller()) {
            connect(controller, cable, stack, "twin");
            cut(cable, controller);
            // A broker ends the older connection of a client identifier (MQTT 3.1.1 section 3.1.4).
            connect(second, another, Stack.HOST, "twin");
            done(second.disconnect());
            cable.join();

            await().atMost(WholeSession.LIMIT).until(() -> controller.state().phase() == Phase.FAILED);
            assertThat(controller.state().failure().orElseThrow())
                    .containsPattern(
                            stack == Stack.MODEM_MQTT
                                    ? "MQTT client 0 in the modem did not survive the gap of the link: the modem no"
                                            + " longer has its connection"
                                    : "^The MQTT connection ended: the broker closed the connection\\.$");
            done(controller.retry());
            assertThat(controller.state().phase()).isEqualTo(Phase.READY);
            done(controller.disconnect());
        }
    }

    private static void cut(CutCable cable, LiveController controller) throws Exception {
        cable.cut();
        await().atMost(WholeSession.LIMIT).until(() -> controller.state().phase() == Phase.BRINGING_UP);
    }

    private static void connect(LiveController controller, CutCable cable, Stack stack, String clientId)
            throws Exception {
        ConnectionProfile profile = WholeSession.profile(cable.link(), started(), AccessMode.BUFFER)
                .withStack(stack)
                .withMqtt(Optional.of(new ConnectionProfile.Mqtt(clientId, Duration.ofSeconds(60), true)));
        controller.connect(profile, Level.RUN).get(60, TimeUnit.SECONDS);
    }

    private static void done(Future<Void> future) throws Exception {
        future.get(60, TimeUnit.SECONDS);
    }

    private static void arrived(LiveController controller, String topic) throws Exception {
        assertThat(controller
                        .session()
                        .await(
                                view -> received(view.packets())
                                        .anyMatch(packet -> packet.topic().equals(topic)),
                                WholeSession.LIMIT))
                .as(topic)
                .isPresent();
    }

    private static List<String> topics(LiveController controller) {
        return received(controller.session().settled().view().packets())
                .map(MqttPacket::topic)
                .toList();
    }

    private static Stream<MqttPacket> received(Map<Integer, List<MqttPacket>> packets) {
        return packets.values().stream()
                .flatMap(List::stream)
                .filter(packet -> packet.type() == MqttPacketType.PUBLISH && packet.direction() == Direction.RX);
    }

    private static Optional<String> action(LiveController controller, String name) {
        var journal = controller.session().journal();
        return LongStream.rangeClosed(1, journal.events())
                .mapToObj(journal::event)
                .filter(Event.Action.class::isInstance)
                .map(Event.Action.class::cast)
                .filter(action -> action.name().equals(name))
                .map(Event.Action::detail)
                .reduce((a, b) -> b);
    }

    private static Bench started() {
        return Objects.requireNonNull(bench);
    }

    private static SimServer modem() throws Exception {
        return started().serve(LinkAddress.parse("tcp://127.0.0.1:0"), UartOptions.UNLIMITED, List.of());
    }

    private static LiveController controller() {
        return LiveController.standard(NOT_SIMULATED, JournalKeeper.inMemory(), "parley test");
    }
}
