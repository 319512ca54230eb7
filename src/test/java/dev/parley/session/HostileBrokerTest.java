package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.journal.Bytes;
import dev.parley.journal.Journal;
import dev.parley.mqtt.MqttPacket;
import dev.parley.socket.ModemSocket;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A hostile broker neither holds the session up nor costs it a byte of its journal")
@Timeout(90)
class HostileBrokerTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    enum Attack {
        RANDOM,
        HUGE_LENGTH,
        ENDLESS_LENGTH,
        WRONG_IDENTIFIERS,
        DEEP_TOPIC,
        FLOOD,
        NO_CONNACK;

        /** What the broker says after CONNECT. */
        Bytes bytes() {
            Random random = new Random(name().hashCode());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            if (this != NO_CONNACK) {
                out.writeBytes(HostileBroker.CONNACK.toArray());
            }
            switch (this) {
                case RANDOM, NO_CONNACK -> {
                    byte[] noise = new byte[20_000];
                    random.nextBytes(noise);
                    out.writeBytes(noise);
                }
                case HUGE_LENGTH -> {
                    out.writeBytes(new byte[] {0x30, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 0, 1, 't'});
                    out.writeBytes(new byte[20_000]);
                }
                case ENDLESS_LENGTH ->
                    out.writeBytes(new byte[] {0x30, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1});
                case WRONG_IDENTIFIERS -> {
                    for (int i = 0; i < 500; i++) {
                        int type = List.of(0x40, 0x50, 0x62, 0x70, 0xb0).get(i % 5);
                        out.writeBytes(
                                new byte[] {(byte) type, 2, (byte) random.nextInt(256), (byte) random.nextInt(256)});
                    }
                    out.writeBytes(new byte[] {(byte) 0x90, 3, 9, 9, 0x55, 0x34, 4, 0, 1, 't', 0, 0});
                }
                case DEEP_TOPIC -> {
                    byte[] topic = "/".repeat(12_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                    int length = topic.length + 2;
                    out.writeBytes(new byte[] {
                        0x30,
                        (byte) ((length & 0x7f) | 0x80),
                        (byte) (length >> 7),
                        (byte) (topic.length >> 8),
                        (byte) topic.length
                    });
                    out.writeBytes(topic);
                }
                case FLOOD -> {
                    for (int i = 0; i < 10_000; i++) {
                        out.writeBytes(new byte[] {0x30, 5, 0, 1, 't', 'h', 'i'});
                    }
                }
            }
            return Bytes.wrap(out.toByteArray());
        }
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Attack.class)
    @DisplayName(
            "whatever it sends is in the journal, is decoded as far as it goes, and the session ends when asked to")
    void survives(Attack attack) throws Exception {
        Bytes says = attack.bytes();
        Path file = folder.resolve("hostile.parley");
        try (HostileBroker broker = HostileBroker.saying(says);
                SessionController controller =
                        broker.controller(header -> Journal.create(file, header, System::nanoTime))) {
            Future<Void> connected = controller.connect(HostileBroker.profile(), ControllerState.Level.RUN);
            try {
                connected.get(20, TimeUnit.SECONDS);
            } catch (ExecutionException refused) {
                assertThat(refused.getCause())
                        .isInstanceOf(SessionException.class)
                        .hasMessageEndingWith(".");
            }
            await().atMost(LIMIT).until(() -> received(controller) > 0);
            // The client hangs up over most of this; what the modem had by then is kept.
            controller.disconnect().get(60, TimeUnit.SECONDS);
            Snapshot live = controller.session().settled();
            List<MqttPacket> packets = live.view().packets().getOrDefault(0, List.of());
            if (attack == Attack.WRONG_IDENTIFIERS || attack == Attack.FLOOD || attack == Attack.DEEP_TOPIC) {
                assertThat(packets).hasSizeGreaterThan(1);
            }
            if (attack == Attack.WRONG_IDENTIFIERS) {
                assertThat(packets).anyMatch(packet -> packet.problem().isPresent());
            }
        }
        try (Session again = Session.open(file)) {
            Snapshot read = again.settled();
            assertThat(read.damage()).isEmpty();
            ModemSocket socket = read.view().sockets().getFirst();
            Bytes kept = HostileBroker.carried(socket, again.journal());
            assertThat(kept.length()).isPositive();
            assertThat((long) kept.length()).isEqualTo(socket.received());
            assertThat(kept).isEqualTo(says.slice(0, kept.length()));
        }
    }

    private static long received(SessionController controller) {
        return controller.session().settled().view().sockets().stream()
                .mapToLong(socket -> socket.received())
                .sum();
    }
}
