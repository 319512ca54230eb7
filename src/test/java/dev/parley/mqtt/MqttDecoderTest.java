package dev.parley.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** MQTT packets from bytes, as the specification has them, broken ones, and nonsense. */
class MqttDecoderTest {
    private static final Bytes CONNECT = packet(
            0x10, string("MQTT"), Bytes.of(4, 0b1100_0010, 0, 60), string("thing-1"), string("user"), string("s3cret"));
    private static final Bytes CONNACK = Bytes.of(0x20, 2, 0, 0);
    private static final Bytes SUBSCRIBE = packet(0x82, Bytes.of(0, 1), string("a/#"), Bytes.of(1));
    private static final Bytes SUBACK = Bytes.of(0x90, 3, 0, 1, 1);
    private static final Bytes PUBLISH = packet(0x32, string("a/b"), Bytes.of(0, 2), Bytes.utf8("21.5"));
    private static final Bytes PUBACK = Bytes.of(0x40, 2, 0, 2);

    static Bytes packet(int first, Bytes... parts) {
        Bytes body = Bytes.concat(List.of(parts));
        List<Integer> header = new ArrayList<>(List.of(first));
        int left = body.length();
        do {
            int digit = left & 0x7f;
            left >>= 7;
            header.add(left > 0 ? digit | 0x80 : digit);
        } while (left > 0);
        return Bytes.of(header.stream().mapToInt(Integer::intValue).toArray()).plus(body);
    }

    static Bytes string(String text) {
        Bytes utf8 = Bytes.utf8(text);
        return Bytes.of(utf8.length() >> 8, utf8.length() & 0xff).plus(utf8);
    }

    @Test
    void aSessionIsReadPacketByPacket() {
        MqttDecoder decoder = new MqttDecoder();
        decoder.accept(Direction.TX, CONNECT, 1);
        decoder.accept(Direction.RX, CONNACK, 2);
        decoder.accept(Direction.TX, SUBSCRIBE, 3);
        decoder.accept(Direction.RX, SUBACK, 4);
        decoder.accept(Direction.TX, PUBLISH, 5);
        decoder.accept(Direction.RX, PUBACK, 6);
        decoder.accept(Direction.TX, Bytes.of(0xc0, 0), 7);
        decoder.accept(Direction.RX, Bytes.of(0xd0, 0), 8);
        decoder.accept(Direction.TX, Bytes.of(0xe0, 0), 9);

        List<MqttPacket> packets = decoder.packets();
        assertThat(packets)
                .extracting(MqttPacket::type)
                .containsExactly(
                        MqttPacketType.CONNECT,
                        MqttPacketType.CONNACK,
                        MqttPacketType.SUBSCRIBE,
                        MqttPacketType.SUBACK,
                        MqttPacketType.PUBLISH,
                        MqttPacketType.PUBACK,
                        MqttPacketType.PINGREQ,
                        MqttPacketType.PINGRESP,
                        MqttPacketType.DISCONNECT);
        assertThat(packets).allMatch(packet -> packet.problem().isEmpty());
        assertThat(packets.get(1).codeInWords()).isEqualTo("connection accepted");
        assertThat(packets.get(2).topic()).isEqualTo("a/#");
        assertThat(packets.get(2).qos()).isEqualTo(OptionalInt.of(1));
        assertThat(packets.get(3).codeInWords()).isEqualTo("granted, QoS 1");
        MqttPacket publish = packets.get(4);
        assertThat(publish.topic()).isEqualTo("a/b");
        assertThat(publish.payload().utf8()).isEqualTo("21.5");
        assertThat(publish.packetId()).isEqualTo(OptionalInt.of(2));
        assertThat(publish.from()).isEqualTo(CONNECT.length() + SUBSCRIBE.length());
        assertThat(publish.size()).isEqualTo(PUBLISH.length());
        assertThat(publish.nanos()).isEqualTo(5);
    }

    @Test
    void aConnectIsExplainedWithoutItsPassword() {
        MqttPacket connect = only(Direction.TX, CONNECT);
        Field tree = MqttDissector.dissect(connect);

        assertThat(value(tree, "protocol_level")).isEqualTo("MQTT 3.1.1 (4)");
        assertThat(value(tree, "connect_flags")).isEqualTo("clean session, user name, password");
        assertThat(value(tree, "keep_alive")).isEqualTo("60 s");
        assertThat(value(tree, "client_id")).isEqualTo("thing-1");
        assertThat(value(tree, "user_name")).isEqualTo("user");
        assertThat(value(tree, "password")).isEqualTo("<6 bytes>");
        assertThat(tree.toString() + connect).doesNotContain("s3cret");
        assertThat(covered(tree)).isEqualTo(CONNECT.length());
        assertThat(tree.children().getFirst().length()).isEqualTo(2);
    }

    @Test
    void returnCodesAreToldInWords() {
        assertThat(only(Direction.RX, Bytes.of(0x20, 2, 0, 5)).codeInWords())
                .isEqualTo("refused: the client is not authorized to connect");
        assertThat(MqttCode.meaning(MqttPacketType.SUBACK, 4, 0x80))
                .isEqualTo("refused: the server does not grant this subscription");
        assertThat(MqttCode.meaning(MqttPacketType.DISCONNECT, 5, 0x8d)).isEqualTo("keep alive time-out");
    }

    @Test
    void aLongPacketHasALengthOfSeveralBytes() {
        for (int size : new int[] {0, 119, 120, 16_376, 16_377, 2_097_145}) {
            Bytes publish = packet(0x30, string("t/t/t"), Bytes.wrap(new byte[size]));
            MqttDecoder decoder = new MqttDecoder();
            decoder.accept(Direction.TX, CONNECT, 0);
            decoder.accept(Direction.TX, publish, 1);
            MqttPacket packet = decoder.packets().getLast();
            assertThat(packet.payload().length()).isEqualTo(size);
            assertThat(packet.size()).isEqualTo(publish.length());
            assertThat(covered(MqttDissector.dissect(packet))).isEqualTo(publish.length());
        }
    }

    @Test
    void mqtt5IsRecognisedAndItsReasonCodesRead() {
        MqttDecoder decoder = new MqttDecoder();
        decoder.accept(
                Direction.TX, packet(0x10, string("MQTT"), Bytes.of(5, 2, 0, 30, 3, 0x21, 0, 20), string("five")), 1);
        decoder.accept(Direction.RX, Bytes.of(0x20, 6, 0, 0x87, 3, 0x24, 0x01, 0x00), 2);
        decoder.accept(Direction.TX, packet(0x32, string("t"), Bytes.of(0, 9, 2, 0x23, 0), Bytes.utf8("x")), 3);
        decoder.accept(Direction.RX, Bytes.of(0x40, 3, 0, 9, 0x10), 4);
        decoder.accept(Direction.RX, Bytes.of(0xe0, 2, 0x8e, 0), 5);

        List<MqttPacket> packets = decoder.packets();
        assertThat(packets.get(0).level()).isEqualTo(5);
        assertThat(packets.get(1).codeInWords()).isEqualTo("not authorized");
        assertThat(packets.get(4).codeInWords()).isEqualTo("session taken over");
        assertThat(packets.get(3).codeInWords()).isEqualTo("no matching subscribers");
        assertThat(value(MqttDissector.dissect(packets.get(0)), "client_id")).isEqualTo("five");
        assertThat(packets.get(2).packetId()).isEqualTo(OptionalInt.of(9));
        // the property 23 00 (topic alias) is cut short here: it is passed over as a whole
        assertThat(packets.get(2).payload().utf8()).isEqualTo("x");
    }

    @Test
    void whatBreaksTheSpecificationIsTold() {
        assertThat(problem(Bytes.of(0x36, 5, 0, 1, 'a', 0, 1))).startsWith("QoS 3 does not exist [MQTT-3.3.1-4]");
        assertThat(problem(Bytes.of(0x80, 6, 0, 1, 0, 1, 'a', 0)))
                .isEqualTo("the flags of the fixed header are 0, not 2 [MQTT-2.2.2-2]");
        assertThat(problem(Bytes.of(0x30, 3, 0, 1, '#')))
                .isEqualTo("there is a wildcard in the topic of a message [MQTT-3.3.2-2]");
        assertThat(problem(Bytes.of(0x30, 4, 0, 9, 'a', 'b'))).isEqualTo("7 bytes are missing");
        assertThat(problem(Bytes.of(0xc0, 1, 0))).isEqualTo("1 bytes are more than expected");
        assertThat(problem(Bytes.of(0x30, 3, 0, 1, 0xff))).isEqualTo("the topic name is not UTF-8 [MQTT-1.5.3-1]");
        assertThat(problem(Bytes.of(0x20, 2, 0, 0))).isEqualTo("a client does not send CONNACK");
        assertThat(problem(Bytes.of(0x40, 2, 0, 0))).startsWith("the packet identifier is 0 [MQTT-2.3.1-1]");
    }

    @Test
    void whatIsNoMqttIsNotFollowed() {
        MqttDecoder http = new MqttDecoder();
        http.accept(Direction.TX, Bytes.latin1("GET / HTTP/1.1\r\n"), 1);
        assertThat(http.packets()).isEmpty();
        assertThat(http.problems())
                .containsExactly("the client's packet at byte 0 begins with 47, not with CONNECT: this is no MQTT;"
                        + " this direction cannot be followed from here");
        MqttDecoder endless = new MqttDecoder();
        endless.accept(Direction.TX, CONNECT, 1);
        endless.accept(Direction.TX, Bytes.of(0x30, 0xff, 0xff, 0xff, 0xff, 1), 2);
        endless.accept(Direction.TX, CONNECT, 3);
        assertThat(endless.packets()).hasSize(1);
        assertThat(endless.problems().getFirst()).contains("has a length of more than four bytes");
    }

    @Test
    void thePiecesTheBytesComeInMakeNoDifference() {
        Bytes sent = Bytes.concat(
                List.of(CONNECT, SUBSCRIBE, PUBLISH, packet(0x30, string("x"), Bytes.wrap(new byte[300])), PUBLISH));
        MqttDecoder whole = new MqttDecoder();
        whole.accept(Direction.TX, sent, 1);
        assertThat(whole.packets()).hasSize(5);
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            MqttDecoder cut = new MqttDecoder();
            int at = 0;
            while (at < sent.length()) {
                int next = Math.min(sent.length(), at + 1 + random.nextInt(seed % 2 == 0 ? 4 : 120));
                cut.accept(Direction.TX, sent.slice(at, next), 1);
                at = next;
            }
            assertThat(cut.packets()).as("seed %d", seed).isEqualTo(whole.packets());
        }
    }

    @Test
    void noBytesMakeItThrow() {
        Bytes good = Bytes.concat(List.of(CONNECT, SUBSCRIBE, PUBLISH, PUBACK));
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = good.toArray();
            int changes = 1 + random.nextInt(6);
            for (int i = 0; i < changes; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            MqttDecoder decoder = new MqttDecoder();
            try {
                decoder.accept(random.nextBoolean() ? Direction.TX : Direction.RX, Bytes.wrap(bytes), 1);
                for (MqttPacket packet : decoder.packets()) {
                    assertThat(covered(MqttDissector.dissect(packet))).isEqualTo(packet.size());
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static MqttPacket only(Direction direction, Bytes bytes) {
        MqttDecoder decoder = new MqttDecoder();
        decoder.accept(direction, bytes, 1);
        assertThat(decoder.packets()).hasSize(1);
        return decoder.packets().getFirst();
    }

    private static String problem(Bytes second) {
        MqttDecoder decoder = new MqttDecoder();
        decoder.accept(Direction.TX, CONNECT, 1);
        decoder.accept(Direction.TX, second, 2);
        return decoder.packets().getLast().problem().orElse("none");
    }

    private static String value(Field tree, String name) {
        if (tree.name().equals(name)) {
            return tree.value();
        }
        return tree.children().stream()
                .map(child -> value(child, name))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static int covered(Field tree) {
        int at = 0;
        for (Field field : tree.children()) {
            if (field.from() != at) {
                return -1;
            }
            at = field.to();
        }
        return at;
    }
}
