package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Journal;
import dev.parley.link.LinkAddress;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.mqtt.client.MqttOptions;
import dev.parley.sim.HandFault;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Through the simulated modem, to the built-in broker, with a kept session")
@Timeout(150)
class CutDeliveryTest {
    private static final int MESSAGES = 1000;
    private static final int AT_ONCE = 50;
    private static final int END = 0xffff;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private Endpoint endpoint;
    private SessionController controller;

    @BeforeEach
    void start() throws Exception {
        ModemSetup modem = new ModemSetup(
                ModemOptions.standard().toBuilder()
                        .latency(Duration.ZERO, Duration.ZERO)
                        .sendLatency(Duration.ZERO)
                        .build(),
                List.of());
        endpoint = Endpoint.start(
                EndpointSetup.standard().withService(EndpointSetup.Service.PLAIN),
                TestPki.in(folder.resolve("pki"), Clock.systemUTC()),
                Clock.systemUTC(),
                1);
        controller = LiveController.standard(
                new SimLinks(modem, Routes.none().with("broker.example", 1883, endpoint.address()), 1),
                header -> Journal.inMemory(header, System::nanoTime),
                "parley test");
    }

    @AfterEach
    void end() {
        controller.close();
        endpoint.close();
    }

    @ParameterizedTest(name = "MQTT {0}, QoS {1}")
    @CsvSource({"3.1.1, 1", "3.1.1, 2", "5, 1", "5, 2"})
    @DisplayName("of a thousand messages across a connection that is cut twice none that was accepted is lost, and with"
            + " QoS 2 none is doubled")
    void cutTwice(String version, int qos) throws Exception {
        connect(version);
        controller.subscribe("cut/#", qos).get(60, TimeUnit.SECONDS);
        Set<Integer> failed = new HashSet<>();
        for (int from = 0; from < MESSAGES; from += AT_ONCE) {
            Map<Integer, Future<Void>> underWay = new LinkedHashMap<>();
            for (int i = from; i < from + AT_ONCE; i++) {
                underWay.put(i, publish(i, qos));
            }
            if (from == MESSAGES / 4 || from == MESSAGES / 2) {
                endpoint.strike(((HandFault.OfEndpoint) HandFault.read("endpoint close")).fault());
            }
            underWay.forEach((number, one) -> {
                if (!succeeded(one)) {
                    failed.add(number);
                }
            });
            await().atMost(LIMIT).until(() -> controller.state().phase() == ControllerState.Phase.READY);
        }
        publish(END, qos).get(60, TimeUnit.SECONDS);
        await().atMost(LIMIT).until(() -> numbers().contains(END));
        Set<Integer> missing = new HashSet<>();
        for (int i = 0; i < MESSAGES; i++) {
            missing.add(i);
        }
        numbers().forEach(missing::remove);
        assertThat(failed).as("what did not arrive was refused, and told so").containsAll(missing);
        for (int number : missing) {
            publish(number, qos).get(60, TimeUnit.SECONDS);
        }
        await().atMost(LIMIT).until(() -> new HashSet<>(numbers()).size() == MESSAGES + 1);

        assertThat(numbers().size()).as("few twice").isLessThan(MESSAGES + 1 + 2 * AT_ONCE);
        if (qos == 2) {
            assertThat(arrived().filter(packet -> !packet.dup()).map(CutDeliveryTest::number))
                    .doesNotHaveDuplicates();
        }
        assertThat(all().filter(packet -> packet.type() == MqttPacketType.CONNECT))
                .as("connected anew after each cut")
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    @DisplayName("a payload of 128 KB goes there and comes back whole")
    void large() throws Exception {
        byte[] much = new byte[128 * 1024];
        for (int i = 0; i < much.length; i++) {
            much[i] = (byte) (i * 31 + (i >> 8));
        }
        connect("3.1.1");
        controller.subscribe("large", 1).get(60, TimeUnit.SECONDS);
        controller.publish("large", Bytes.copyOf(much), 1, false).get(100, TimeUnit.SECONDS);
        await().atMost(LIMIT).until(() -> arrived().findAny().isPresent());
        assertThat(arrived()).extracting(MqttPacket::payload).containsExactly(Bytes.copyOf(much));
    }

    private void connect(String version) throws Exception {
        ConnectionProfile.Mqtt mqtt = new ConnectionProfile.Mqtt("kept", Duration.ofSeconds(60), false)
                .withReconnect(Optional.of(new Backoff(Duration.ofMillis(100), Duration.ofMillis(100), 10)));
        ConnectionProfile profile = new ConnectionProfile(
                "kept",
                LinkAddress.parse("sim:"),
                "",
                "broker.example",
                1883,
                AccessMode.PUSH,
                1460,
                Optional.empty(),
                Optional.of(
                        version.equals("5")
                                ? mqtt.withFive(Optional.of(new MqttOptions.Five(600, 100, 0, List.of())))
                                : mqtt),
                LIMIT);
        controller.connect(profile, ControllerState.Level.RUN).get(60, TimeUnit.SECONDS);
    }

    private Future<Void> publish(int number, int qos) {
        return controller.publish("cut/x", Bytes.of(number >> 8, number & 0xff), qos, false);
    }

    private static boolean succeeded(Future<Void> one) {
        try {
            one.get(60, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException refused) {
            return false;
        } catch (Exception e) {
            throw new AssertionError("a publish neither ended nor failed", e);
        }
    }

    private Stream<MqttPacket> all() {
        return controller.session().settled().view().packets().values().stream().flatMap(List::stream);
    }

    private Stream<MqttPacket> arrived() {
        return all().filter(packet -> packet.type() == MqttPacketType.PUBLISH && packet.direction() == Direction.RX);
    }

    private static int number(MqttPacket packet) {
        return packet.payload().u16(0);
    }

    private List<Integer> numbers() {
        return arrived().map(CutDeliveryTest::number).toList();
    }
}
