package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Journal;
import dev.parley.link.LinkAddress;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.mqtt.client.MqttOptions;
import dev.parley.sim.SimLinks;
import dev.parley.sim.endpoint.Endpoint;
import dev.parley.sim.endpoint.EndpointSetup;
import dev.parley.sim.endpoint.TestPki;
import dev.parley.sim.modem.ModemOptions;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.sim.modem.Routes;
import dev.parley.socket.AccessMode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A thousand messages there and back through the simulated modem, to the built-in broker")
@Timeout(120)
class ManyMessagesTest {
    private static final int MESSAGES = 1000;
    private static final int AT_ONCE = 100;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    @ParameterizedTest(name = "MQTT {0}, QoS {1}")
    @CsvSource({"3.1.1, 0", "3.1.1, 1", "3.1.1, 2", "5, 0", "5, 1", "5, 2"})
    @DisplayName("none is lost and none doubled, and no packet breaks a rule")
    void allComeBack(String version, int qos) throws Exception {
        ModemSetup modem = new ModemSetup(
                ModemOptions.standard().toBuilder()
                        .latency(Duration.ZERO, Duration.ZERO)
                        .sendLatency(Duration.ZERO)
                        .build(),
                List.of());
        try (Endpoint endpoint = Endpoint.start(
                        EndpointSetup.standard().withService(EndpointSetup.Service.PLAIN),
                        TestPki.in(folder.resolve("pki"), Clock.systemUTC()),
                        Clock.systemUTC(),
                        1);
                SessionController controller = LiveController.standard(
                        new SimLinks(modem, Routes.none().with("broker.example", 1883, endpoint.address()), 1),
                        header -> Journal.inMemory(header, System::nanoTime),
                        "parley test")) {
            controller.connect(profile(version), ControllerState.Level.RUN).get(60, TimeUnit.SECONDS);
            controller.subscribe("many/#", qos).get(60, TimeUnit.SECONDS);
            List<Future<Void>> underWay = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                underWay.add(controller.publish("many/x", Bytes.of(i >> 8, i & 0xff), qos, false));
                if (underWay.size() == AT_ONCE) {
                    for (Future<Void> one : underWay) {
                        one.get(60, TimeUnit.SECONDS);
                    }
                    underWay.clear();
                }
            }
            assertThat(controller
                            .session()
                            .await(
                                    view -> came(view.packets().values().stream()
                                                    .flatMap(List::stream))
                                            >= MESSAGES,
                                    LIMIT))
                    .isPresent();
            controller.disconnect().get(60, TimeUnit.SECONDS);
            List<MqttPacket> packets =
                    controller.session().settled().view().packets().get(0);
            assertThat(packets.stream()
                            .filter(ManyMessagesTest::isCome)
                            .map(packet -> packet.payload().u16(0)))
                    .hasSize(MESSAGES)
                    .doesNotHaveDuplicates();
            assertThat(packets).allMatch(packet -> packet.problem().isEmpty());
        }
    }

    private static long came(Stream<MqttPacket> packets) {
        return packets.filter(ManyMessagesTest::isCome).count();
    }

    private static boolean isCome(MqttPacket packet) {
        return packet.type() == MqttPacketType.PUBLISH && packet.direction() == Direction.RX;
    }

    private static ConnectionProfile profile(String version) throws Exception {
        ConnectionProfile.Mqtt mqtt = new ConnectionProfile.Mqtt("many", Duration.ofSeconds(60), true);
        return new ConnectionProfile(
                "many",
                LinkAddress.parse("sim:"),
                "",
                "broker.example",
                1883,
                AccessMode.PUSH,
                1460,
                Optional.empty(),
                Optional.of(version.equals("5") ? mqtt.withFive(Optional.of(MqttOptions.Five.standard())) : mqtt),
                LIMIT);
    }
}
