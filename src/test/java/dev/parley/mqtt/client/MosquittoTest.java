package dev.parley.mqtt.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.journal.Bytes;
import dev.parley.tls.client.Gate;
import dev.parley.tls.client.Programs;
import dev.parley.tls.client.SocketTransport;
import dev.parley.tls.client.TestPki;
import dev.parley.tls.client.TlsClientConfig;
import dev.parley.tls.client.TlsClientDriver;
import dev.parley.tls.client.TlsStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("MQTT through TLS, against mosquitto with mutual authentication")
@Timeout(60)
class MosquittoTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @TempDir
    private static Path directory;

    private static final TestPki PKI = new TestPki();
    private static int port;
    private static Path trusted = Path.of("");
    private static @Nullable Process broker;

    @BeforeAll
    static void startBroker() throws Exception {
        Optional<Path> program = Programs.find("mosquitto");
        assumeThat(program).as("skipped: mosquitto is not installed").isPresent();
        port = Programs.freePort();
        trusted = TestPki.certificateFile(directory, "ca.pem", PKI.authority);
        Path config = Files.writeString(
                directory.resolve("mosquitto.conf"),
                String.join(
                        "\n",
                        "listener " + port + " 127.0.0.1",
                        "cafile " + trusted,
                        "certfile " + TestPki.certificateFile(directory, "server.pem", PKI.server),
                        "keyfile " + TestPki.keyFile(directory, "server.key", PKI.server.keys()),
                        "require_certificate true",
                        "allow_anonymous true",
                        "persistence false",
                        "user " + System.getProperty("user.name"),
                        ""));
        broker = new ProcessBuilder(program.get().toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("mosquitto.log").toFile())
                .start();
        Awaitility.await().atMost(LIMIT).until(MosquittoTest::listens);
    }

    private static boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterAll
    static void stopBroker() throws InterruptedException {
        if (broker != null) {
            broker.destroy();
            broker.waitFor(5, TimeUnit.SECONDS);
        }
    }

    private record Message(String topic, Bytes payload, int qos, boolean retain) {}

    /** A client with what it heard. */
    private record Heard(MqttClient client, BlockingQueue<Message> messages, BlockingQueue<String> losses) {
        Message next() throws InterruptedException {
            Message message = messages.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(message).as("a message within %s", LIMIT).isNotNull();
            return message;
        }
    }

    private static Heard connect(String clientId) throws IOException {
        TlsStream stream = new TlsClientDriver(
                        new TlsClientConfig(
                                "localhost",
                                true,
                                List.of(),
                                Optional.of(trusted),
                                Optional.of(PKI.deviceCredentials()),
                                Optional.empty(),
                                LIMIT,
                                LIMIT),
                        new SocketTransport(port),
                        new Gate(Gate.Level.RUN, stop -> {}),
                        (label, clientRandom, secret) -> {})
                .handshake();
        BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
        BlockingQueue<String> losses = new LinkedBlockingQueue<>();
        MqttClient client = MqttClient.over(stream.input(), stream.output(), stream, new MqttClient.Listener() {
            @Override
            public void message(String topic, Bytes payload, int qos, boolean retain, boolean dup) {
                messages.add(new Message(topic, payload, qos, retain));
            }

            @Override
            public void lost(String why) {
                losses.add(why);
            }
        });
        ConnectResult result = client.connect(new MqttOptions(
                clientId, Duration.ofSeconds(30), true, Optional.empty(), Optional.empty(), Optional.empty(), LIMIT));
        assertThat(result.sessionPresent()).isFalse();
        return new Heard(client, messages, losses);
    }

    @Test
    @DisplayName("subscribes, publishes and hears the echo with QoS 0, 1 and 2, whatever the payload")
    void echo() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Heard heard = connect("echo");
        for (int qos = 0; qos <= 2; qos++) {
            String topic = "parley/echo/" + qos;
            assertThat(heard.client().subscribe(topic, qos)).isEqualTo(qos);
            for (int size : new int[] {0, 1, 127, 1460, 40_000}) {
                byte[] payload = new byte[size];
                random.nextBytes(payload);
                heard.client().publish(topic, Bytes.wrap(payload), qos, false);
                assertThat(heard.next())
                        .as("seed %d", seed)
                        .isEqualTo(new Message(topic, Bytes.copyOf(payload), qos, false));
            }
            heard.client().unsubscribe(topic);
        }
        heard.client().publish("parley/echo/1", Bytes.utf8("nobody listens"), 1, false);
        heard.client().subscribe("parley/end", 1);
        heard.client().publish("parley/end", Bytes.utf8("end"), 1, false);
        assertThat(heard.next().topic()).isEqualTo("parley/end");
        heard.client().close();
        assertThat(heard.losses()).as("an own close is no loss").isEmpty();
    }

    @Test
    @DisplayName("several clients at once each have their own connection")
    void several() throws Exception {
        List<CompletableFuture<Heard>> starting = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String id = "client" + i;
            CompletableFuture<Heard> future = new CompletableFuture<>();
            starting.add(future);
            Thread.ofVirtual().start(() -> {
                try {
                    Heard heard = connect(id);
                    heard.client().subscribe("parley/own/" + id, 1);
                    future.complete(heard);
                } catch (IOException e) {
                    future.completeExceptionally(e);
                }
            });
        }
        for (int i = 0; i < starting.size(); i++) {
            Heard heard = starting.get(i).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            heard.client().publish("parley/own/client" + i, Bytes.utf8("for " + i), 1, false);
            assertThat(heard.next().payload()).isEqualTo(Bytes.utf8("for " + i));
        }
        for (CompletableFuture<Heard> future : starting) {
            future.join().client().close();
            assertThat(future.join().messages()).isEmpty();
            assertThat(future.join().losses()).isEmpty();
        }
    }

    @Test
    @DisplayName("tells that the broker took the connection over for a client with the same identifier")
    void takenOver() throws Exception {
        Heard first = connect("twin");
        Heard second = connect("twin");
        assertThat(first.losses().poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).startsWith("The MQTT connection ended: ");
        first.client().close();
        second.client().close();
    }
}
