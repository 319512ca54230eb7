package dev.parley.mqtt.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.journal.Bytes;
import dev.parley.sim.endpoint.Endpoint;
import dev.parley.sim.endpoint.EndpointSetup;
import dev.parley.sim.endpoint.TestPki;
import dev.parley.tls.client.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A thousand messages both ways, against mosquitto and the built-in broker")
@Timeout(120)
class MqttDeliveryTest {
    private static final int MESSAGES = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static int mosquittoPort;
    private static int builtInPort;
    private static @Nullable Process mosquitto;
    private static @Nullable Endpoint builtIn;

    @BeforeAll
    static void startBrokers() throws Exception {
        Endpoint endpoint = Endpoint.start(
                EndpointSetup.standard().withService(EndpointSetup.Service.PLAIN),
                TestPki.in(directory.resolve("pki"), Clock.systemUTC()),
                Clock.systemUTC(),
                1);
        builtIn = endpoint;
        builtInPort = endpoint.address().getPort();
        Optional<Path> program = Programs.find("mosquitto");
        if (program.isEmpty()) {
            return;
        }
        mosquittoPort = Programs.freePort();
        Path config = Files.writeString(
                directory.resolve("mosquitto.conf"),
                "listener " + mosquittoPort + " 127.0.0.1\nallow_anonymous true\npersistence false\n"
                        + "max_queued_messages 5000\nmax_inflight_messages 1000\nuser "
                        + System.getProperty("user.name") + "\n");
        mosquitto = new ProcessBuilder(program.get().toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("mosquitto.log").toFile())
                .start();
        Awaitility.await().atMost(LIMIT).until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), mosquittoPort)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    @AfterAll
    static void stopBrokers() throws InterruptedException {
        if (mosquitto != null) {
            mosquitto.destroy();
            mosquitto.waitFor(5, TimeUnit.SECONDS);
        }
        if (builtIn != null) {
            builtIn.close();
        }
    }

    private static int port(String broker) {
        if (broker.equals("built-in")) {
            return builtInPort;
        }
        assumeThat(mosquitto).as("skipped: mosquitto is not installed").isNotNull();
        return mosquittoPort;
    }

    private final Queue<Integer> heard = new ConcurrentLinkedQueue<>();
    private final KeptMessages kept = new KeptMessages();

    private final class Line implements AutoCloseable {
        private final Socket socket;
        private final MqttClient client;
        private final ConnectResult result;

        Line(int port, String clientId, int version, boolean clean) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            // Each small answer would wait for the other side's delayed acknowledgement.
            socket.setTcpNoDelay(true);
            client = MqttClient.over(
                    socket.getInputStream(), socket.getOutputStream(), socket, new MqttClient.Listener() {
                        @Override
                        public void message(String topic, Bytes payload, int qos, boolean retain, boolean dup) {
                            heard.add(payload.length() == 4 ? (int) payload.u32(0) : -payload.length());
                        }

                        @Override
                        public void lost(String why) {}
                    });
            MqttOptions options = new MqttOptions(
                    clientId,
                    Duration.ofSeconds(30),
                    clean,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    LIMIT);
            result = client.connect(
                    version == 5 ? options.withFive(new MqttOptions.Five(600, 1000, 10, List.of())) : options, kept);
        }

        void publish(String topic, int number, int qos) throws IOException {
            client.publish(topic, Bytes.of(0, 0, number >> 8, number & 0xff), qos, false);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    @ParameterizedTest(name = "{0}, MQTT {1}, QoS {2}")
    @DisplayName("all arrive, each once")
    @CsvSource({
        "mosquitto, 4, 0",
        "mosquitto, 4, 1",
        "mosquitto, 4, 2",
        "mosquitto, 5, 0",
        "mosquitto, 5, 1",
        "mosquitto, 5, 2",
        "built-in, 4, 0",
        "built-in, 4, 1",
        "built-in, 4, 2",
        "built-in, 5, 0",
        "built-in, 5, 1",
        "built-in, 5, 2",
    })
    void allArrive(String broker, int version, int qos) throws Exception {
        String topic = "all/" + version + "/" + qos;
        try (Line line = new Line(port(broker), "all-" + version + "-" + qos, version, true)) {
            line.client.subscribe(topic + "/#", qos);
            for (int i = 0; i < MESSAGES; i++) {
                line.publish(topic + "/x", i, qos);
            }
            Awaitility.await().atMost(LIMIT).until(() -> heard.size() >= MESSAGES);
            line.client.unsubscribe(topic + "/#");
        }
        assertThat(heard)
                .containsExactlyElementsOf(IntStream.range(0, MESSAGES).boxed().toList());
    }

    @ParameterizedTest(name = "{0}, MQTT {1}, QoS {2}")
    @DisplayName("all arrive across a line that is cut twice, where the session is kept; QoS 2 each once")
    @CsvSource({
        "mosquitto, 4, 1",
        "mosquitto, 4, 2",
        "mosquitto, 5, 1",
        "mosquitto, 5, 2",
        "built-in, 4, 1",
        "built-in, 4, 2",
        "built-in, 5, 1",
        "built-in, 5, 2",
    })
    void acrossACut(String broker, int version, int qos) throws Exception {
        int port = port(broker);
        String id = "cut-" + version + "-" + qos;
        String topic = "cut/" + version + "/" + qos;
        Line line = new Line(port, id, version, false);
        line.client.subscribe(topic, qos);
        for (int i = 0; i < MESSAGES; i++) {
            if (i == MESSAGES / 3 || i == 2 * MESSAGES / 3) {
                Socket cut = line.socket;
                Thread.ofVirtual().start(() -> {
                    try {
                        cut.close();
                    } catch (IOException alreadyClosed) {
                        // Cut all the same.
                    }
                });
            }
            try {
                line.publish(topic, i, qos);
            } catch (MqttFailure failure) {
                line.close();
                line = new Line(port, id, version, false);
                assertThat(line.result.sessionPresent()).isTrue();
                if (failure.kind() == MqttFailure.Kind.NOT_CONNECTED) {
                    i--;
                }
            }
        }
        Awaitility.await().atMost(LIMIT).until(() -> heard.stream().distinct().count() == MESSAGES);
        line.close();
        assertThat(heard.stream().distinct()).hasSize(MESSAGES);
        if (qos == 2) {
            assertThat(heard).hasSize(MESSAGES);
        } else {
            assertThat(heard.size()).as("at least once, and few twice").isBetween(MESSAGES, MESSAGES + 20);
        }
        // the session is not left behind
        new Line(port, id, version, true).close();
    }

    @ParameterizedTest(name = "{0}, MQTT {1}")
    @DisplayName("128 KB arrive whole")
    @CsvSource({
        "mosquitto, 4",
        "mosquitto, 5",
        "built-in, 4",
        "built-in, 5",
    })
    void large(String broker, int version) throws Exception {
        try (Line line = new Line(port(broker), "large" + version, version, true)) {
            line.client.subscribe("large", 1);
            line.client.publish("large", Bytes.wrap(new byte[128 * 1024]), 1, false);
            Awaitility.await().atMost(LIMIT).until(() -> !heard.isEmpty());
        }
        assertThat(heard).containsExactly(-128 * 1024);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("MQTT 5: a shared subscription gives each message to one of two, and no-local keeps back one's own")
    @ValueSource(strings = {"mosquitto", "built-in"})
    void sharedAndNoLocal(String broker) throws Exception {
        int port = port(broker);
        try (Line one = new Line(port, "one", 5, true);
                Line two = new Line(port, "two", 5, true)) {
            one.client.subscribe("$share/both/shared/#", 1);
            two.client.subscribe("$share/both/shared/#", 1);
            for (int i = 0; i < 100; i++) {
                one.publish("shared/x", i, 1);
            }
            Awaitility.await().atMost(LIMIT).until(() -> heard.size() >= 100);
            one.client.subscribe(List.of(new Subscription("own", 1, true, false, 0), Subscription.to("end", 0)));
            one.client.publish(
                    "own",
                    Bytes.of(0, 0, 3, 0xe7),
                    1,
                    false,
                    new MessageProperties(
                            OptionalLong.of(60),
                            Optional.of("x"),
                            Optional.of("answer"),
                            List.of(new UserProperty("a", "b"))));
            one.publish("end", 1000, 0);
            Awaitility.await().atMost(LIMIT).until(() -> heard.contains(1000));
        }
        assertThat(heard).hasSize(101).doesNotContain(999);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("MQTT 5: a connection that another client took over ends, and that is told to disconnect is told")
    @ValueSource(strings = {"mosquitto", "built-in"})
    void takenOver(String broker) throws Exception {
        int port = port(broker);
        Queue<String> losses = new ConcurrentLinkedQueue<>();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        MqttClient first =
                MqttClient.over(socket.getInputStream(), socket.getOutputStream(), socket, new MqttClient.Listener() {
                    @Override
                    public void message(String topic, Bytes payload, int qos, boolean retain, boolean dup) {}

                    @Override
                    public void lost(String why) {
                        losses.add(why);
                    }
                });
        first.connect(new MqttOptions(
                        "twin5",
                        Duration.ofSeconds(30),
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        LIMIT)
                .withFive(MqttOptions.Five.standard()));
        try (Line _ = new Line(port, "twin5", 5, true)) {
            Awaitility.await().atMost(LIMIT).until(() -> !losses.isEmpty());
        }
        first.close();
        assertThat(losses).hasSize(1).first().asString().startsWith("The MQTT connection ended: ");
    }
}
