package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Journal;
import dev.parley.link.LinkAddress;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.mqtt.client.MqttClient;
import dev.parley.mqtt.client.MqttOptions;
import dev.parley.mqtt.client.UserProperty;
import dev.parley.sim.SimLinks;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.sim.modem.Routes;
import dev.parley.socket.AccessMode;
import dev.parley.tls.client.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("MQTT 5 over plain TCP through the simulated modem, to mosquitto")
@Timeout(120)
class Mqtt5SessionTest {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    private static Path folder;

    private static int port;
    private static @Nullable Process broker;

    @BeforeAll
    static void startBroker() throws Exception {
        Optional<Path> program = Programs.find("mosquitto");
        if (program.isEmpty()) {
            System.out.println("skipped: mosquitto is not installed");
        }
        assumeTrue(program.isPresent(), "mosquitto is not installed");
        port = Programs.freePort();
        Path config = Files.writeString(
                folder.resolve("mosquitto.conf"),
                "listener " + port + " 127.0.0.1\nallow_anonymous true\npersistence false\nuser "
                        + System.getProperty("user.name") + "\n");
        broker = new ProcessBuilder(program.get().toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        await().atMost(LIMIT).until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    @AfterAll
    static void endBroker() throws InterruptedException {
        if (broker != null) {
            broker.destroy();
            broker.waitFor(5, TimeUnit.SECONDS);
        }
    }

    private static ConnectionProfile profile() throws Exception {
        return new ConnectionProfile(
                "mosquitto",
                LinkAddress.parse("sim:"),
                "",
                "127.0.0.1",
                port,
                AccessMode.PUSH,
                1460,
                Optional.empty(),
                Optional.of(new ConnectionProfile.Mqtt("five", Duration.ofSeconds(60), true)
                        .withFive(Optional.of(
                                new MqttOptions.Five(0, 100, 10, List.of(new UserProperty("site", "north")))))
                        .withReconnect(Optional.of(new Backoff(Duration.ofMillis(100), Duration.ofMillis(100), 5)))),
                LIMIT);
    }

    private static List<MqttPacket> packets(SessionController controller) {
        return controller.session().settled().view().packets().values().stream()
                .flatMap(List::stream)
                .toList();
    }

    @Test
    @DisplayName("brings messages back, breaks no rule, and comes up again with its subscription after a loss")
    void sessionAndReconnect() throws Exception {
        try (SessionController controller = LiveController.standard(
                new SimLinks(ModemSetup.standard(), Routes.none(), 1),
                header -> Journal.inMemory(header, System::nanoTime),
                "parley test")) {
            controller.connect(profile(), ControllerState.Level.RUN).get(60, TimeUnit.SECONDS);
            controller.subscribe("five/#", 2).get(60, TimeUnit.SECONDS);
            controller.publish("five/a", Bytes.utf8("hello"), 2, false).get(60, TimeUnit.SECONDS);
            await().atMost(LIMIT)
                    .until(() -> packets(controller).stream()
                            .anyMatch(packet -> packet.type() == MqttPacketType.PUBLISH
                                    && packet.direction() == Direction.RX
                                    && packet.topic().equals("five/a")));
            assertThat(packets(controller)).allMatch(packet -> packet.level() == 5);
            assertThat(packets(controller)).allMatch(packet -> packet.problem().isEmpty());

            // another client with the same identifier takes the connection over
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            MqttClient twin = MqttClient.over(
                    socket.getInputStream(), socket.getOutputStream(), socket, new MqttClient.Listener() {
                        @Override
                        public void message(String topic, Bytes payload, int qos, boolean retain, boolean dup) {}

                        @Override
                        public void lost(String why) {}
                    });
            twin.connect(new MqttOptions(
                    "five", Duration.ofSeconds(30), true, Optional.empty(), Optional.empty(), Optional.empty(), LIMIT));

            await().atMost(LIMIT).until(() -> count(controller, MqttPacketType.SUBACK) == 2);
            await().atMost(LIMIT).until(() -> controller.state().phase() == ControllerState.Phase.READY);
            twin.close();
            assertThat(count(controller, MqttPacketType.CONNECT)).isEqualTo(2);
            controller.publish("five/b", Bytes.utf8("again"), 1, false).get(60, TimeUnit.SECONDS);
        }
    }

    private static long count(SessionController controller, MqttPacketType type) {
        return packets(controller).stream()
                .filter(packet -> packet.type() == type)
                .count();
    }
}
