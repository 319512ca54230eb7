package dev.parley.mqtt.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.journal.Bytes;
import dev.parley.mqtt.client.MqttFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The MQTT client")
@Timeout(30)
class MqttClientTest {
    private static final Bytes ACCEPTED = Bytes.of(0x20, 2, 0, 0);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ServerSocket listening = listen();
    private final BlockingQueue<String> losses = new LinkedBlockingQueue<>();
    private final BlockingQueue<Bytes> packets = new LinkedBlockingQueue<>();
    private @Nullable MqttClient client;
    private @Nullable Socket socket;

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A broker that answers the n-th packet with the n-th answer; an empty answer closes; after the last it is silent. */
    private void broker(Bytes... answers) {
        Thread.ofVirtual().start(() -> {
            try (Socket peer = listening.accept()) {
                for (Bytes answer : answers) {
                    packets.add(packet(peer.getInputStream()));
                    if (answer.isEmpty()) {
                        return;
                    }
                    peer.getOutputStream().write(answer.toArray());
                }
                while (true) {
                    packets.add(packet(peer.getInputStream()));
                }
            } catch (IOException clientIsGone) {
                // The test is over.
            }
        });
    }

    private static Bytes packet(InputStream in) throws IOException {
        int type = in.read();
        int length = in.read();
        if (length < 0) {
            throw new IOException("closed");
        }
        return Bytes.of(type, length).plus(Bytes.wrap(in.readNBytes(length)));
    }

    @BeforeEach
    void makeClient() throws IOException {
        client = client(new MqttClient.Listener() {
            @Override
            public void message(String topic, Bytes payload, int qos, boolean retain, boolean dup) {}

            @Override
            public void lost(String why) {
                losses.add(why);
            }
        });
    }

    private MqttClient client(MqttClient.Listener listener) throws IOException {
        Socket mine = new Socket(listening.getInetAddress(), listening.getLocalPort());
        socket = mine;
        return MqttClient.over(mine.getInputStream(), mine.getOutputStream(), mine, listener);
    }

    @AfterEach
    void close() throws IOException {
        if (client != null) {
            client.close();
        }
        listening.close();
    }

    private MqttClient client() {
        if (client == null) {
            throw new AssertionError("no client");
        }
        return client;
    }

    private static MqttOptions options(Duration limit) {
        return new MqttOptions(
                "dev", Duration.ofSeconds(60), true, Optional.empty(), Optional.empty(), Optional.empty(), limit);
    }

    private static MqttFailure failing(Operation operation) {
        MqttFailure failure = catchThrowableOfType(MqttFailure.class, operation::run);
        assertThat(failure).as("it fails").isNotNull();
        assertThat(failure.getMessage()).as("one sentence").matches("[^\\n]+\\.");
        return failure;
    }

    @FunctionalInterface
    private interface Operation {
        void run() throws MqttFailure;
    }

    @Test
    @DisplayName("sends the CONNECT of MQTT 3.1.1 with what it was told, byte for byte")
    void connectPacket() throws Exception {
        broker(Bytes.of(0x20, 2, 1, 0));
        ConnectResult result = client().connect(new MqttOptions(
                "dev",
                Duration.ofSeconds(0x1234),
                false,
                Optional.of("ann"),
                Optional.of(Password.of("pw".toCharArray())),
                Optional.of(new MqttOptions.Will("t", Bytes.of(1, 2), 1, true)),
                LIMIT));
        assertThat(result.sessionPresent()).isTrue();
        assertThat(packets.poll(5, TimeUnit.SECONDS))
                .isEqualTo(Bytes.concat(List.of(
                        Bytes.of(0x10, 0x1f, 0, 4),
                        Bytes.latin1("MQTT"),
                        Bytes.of(4, 0b1110_1100, 0x12, 0x34, 0, 3),
                        Bytes.latin1("dev"),
                        Bytes.of(0, 1),
                        Bytes.latin1("t"),
                        Bytes.of(0, 2, 1, 2, 0, 3),
                        Bytes.latin1("ann"),
                        Bytes.of(0, 2),
                        Bytes.latin1("pw"))));
    }

    @ParameterizedTest(name = "code {0}: {1}")
    @DisplayName("tells a refused CONNECT in words")
    @CsvSource({
        "1, protocol version",
        "2, client identifier",
        "3, service is not available",
        "4, user name or password",
        "5, not authorized",
    })
    void refused(int code, String words) throws Exception {
        broker(Bytes.of(0x20, 2, 0, code));
        MqttFailure failure = failing(() -> client().connect(options(LIMIT)));
        assertThat(failure.kind()).isEqualTo(Kind.CONNECT_REFUSED);
        assertThat(failure.code()).hasValue(code);
        assertThat(failure).hasMessageContaining(words);
        assertThat(socket).matches(Socket::isClosed, "is closed");
    }

    @Test
    @DisplayName("tells a broker that closes instead of answering from one that is silent")
    void noAnswer() throws Exception {
        broker(Bytes.empty());
        MqttFailure closed = failing(() -> client().connect(options(LIMIT)));
        assertThat(closed.kind()).isEqualTo(Kind.CLOSED);
        assertThat(closed).hasMessage("CONNECT was not answered: the broker closed the connection.");

        makeClient();
        broker();
        MqttFailure silent = failing(() -> client().connect(options(Duration.ofMillis(300))));
        assertThat(silent.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(silent).hasMessage("CONNECT was not answered by the broker within 300 ms.");
        assertThat(socket).matches(Socket::isClosed, "is closed");
    }

    @Test
    @DisplayName("tells a refused subscription, and the QoS that was granted instead of the one asked for")
    void subscriptions() throws Exception {
        broker(ACCEPTED, Bytes.of(0x90, 3, 0, 1, 0x80), Bytes.of(0x90, 3, 0, 2, 1));
        client().connect(options(LIMIT));
        MqttFailure failure = failing(() -> client().subscribe("secret/#", 1));
        assertThat(failure.kind()).isEqualTo(Kind.SUBSCRIPTION_REFUSED);
        assertThat(failure.code()).hasValue(0x80);
        assertThat(failure).hasMessageContaining("\"secret/#\"");
        assertThat(client().subscribe("open", 2)).isEqualTo(1);
    }

    @Test
    @DisplayName("does not send what MQTT does not allow")
    void invalid() throws Exception {
        broker(ACCEPTED);
        client().connect(options(LIMIT));
        packets.take();
        assertThat(failing(() -> client().publish("a/#", Bytes.empty(), 0, false))
                        .kind())
                .isEqualTo(Kind.INVALID);
        assertThat(failing(() -> client().subscribe("a#", 0)).kind()).isEqualTo(Kind.INVALID);
        assertThat(failing(() -> client().publish("a", Bytes.empty(), 3, false)).kind())
                .isEqualTo(Kind.INVALID);
        assertThat(packets).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MqttOptions(
                        "", Duration.ofSeconds(1), false, Optional.empty(), Optional.empty(), Optional.empty(), LIMIT));
    }

    @Test
    @DisplayName("tells that the connection is lost, to the listener and to whoever waits")
    void lost() throws Exception {
        broker(ACCEPTED, Bytes.empty());
        client().connect(options(LIMIT));
        assertThat(failing(() -> client().publish("a", Bytes.of(1), 1, false)).kind())
                .isEqualTo(Kind.CLOSED);
        assertThat(losses.poll(5, TimeUnit.SECONDS))
                .isEqualTo("The MQTT connection ended: the broker closed the connection.");
        assertThat(failing(() -> client().publish("a", Bytes.of(1), 0, false)).kind())
                .isEqualTo(Kind.NOT_CONNECTED);
    }

    @Test
    @DisplayName("needs a connection, and makes only one")
    void once() throws Exception {
        assertThat(failing(() -> client().subscribe("a", 0)).kind()).isEqualTo(Kind.NOT_CONNECTED);
        broker(ACCEPTED);
        client().connect(options(LIMIT));
        assertThat(failing(() -> client().connect(options(LIMIT))).kind()).isEqualTo(Kind.NOT_CONNECTED);
        client().close();
        assertThat(failing(() -> client().publish("a", Bytes.empty(), 0, false)).kind())
                .isEqualTo(Kind.NOT_CONNECTED);
        packets.take();
        assertThat(packets.poll(5, TimeUnit.SECONDS)).as("DISCONNECT").isEqualTo(Bytes.of(0xe0, 0));
        assertThat(losses).isEmpty();
    }

    @Test
    @DisplayName("goes on while its listener takes its time, and may be called and closed by it")
    void listenerTakesItsTime() throws Exception {
        int messages = 50;
        CompletableFuture<MqttClient> released = new CompletableFuture<>();
        List<Integer> heard = new CopyOnWriteArrayList<>();
        CompletableFuture<Integer> granted = new CompletableFuture<>();
        MqttClient slow = client(new MqttClient.Listener() {
            @Override
            public void message(String topic, Bytes payload, int qos, boolean retain, boolean dup) {
                MqttClient itself = released.join();
                heard.add(payload.u8(0));
                if (heard.size() == messages) {
                    try {
                        granted.complete(itself.subscribe("more", 1));
                    } catch (MqttFailure e) {
                        granted.completeExceptionally(e);
                    }
                    itself.close();
                }
            }

            @Override
            public void lost(String why) {}
        });
        // The first connection that is accepted is that of the client nobody uses here.
        listening.accept().close();
        Bytes burst = ACCEPTED;
        for (int i = 0; i < messages; i++) {
            burst = burst.plus(Bytes.of(0x30, 4, 0, 1, 't', i));
        }
        broker(burst, Bytes.of(0x90, 3, 0, 1, 1), Bytes.of(0x90, 3, 0, 2, 2));
        slow.connect(options(Duration.ofSeconds(5)));
        assertThat(slow.subscribe("while it is busy", 1)).isEqualTo(1);
        assertThat(heard).isEmpty();
        released.complete(slow);
        assertThat(granted.get(5, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(heard)
                .as("in order")
                .isEqualTo(IntStream.range(0, messages).boxed().toList());
        packets.take();
        packets.take();
        packets.take();
        assertThat(packets.poll(5, TimeUnit.SECONDS)).as("DISCONNECT").isEqualTo(Bytes.of(0xe0, 0));
    }

    @Test
    @DisplayName("logs nothing, and hides its password")
    void quiet() throws Exception {
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        Logger paho = Logger.getLogger("org.eclipse.paho.client.mqttv3.internal.ClientState");
        root.addHandler(handler);
        try {
            broker(ACCEPTED);
            client().connect(options(LIMIT));
            paho.severe("what Paho says when a ping is not answered");
            assertThat(logged).isEmpty();
        } finally {
            root.removeHandler(handler);
        }
        assertThat(Password.of("geheim".toCharArray())).hasToString("Password[hidden]");
    }
}
