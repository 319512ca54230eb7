package dev.parley.mqtt;

import static dev.parley.mqtt.MqttDecoderTest.packet;
import static dev.parley.mqtt.MqttDecoderTest.string;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** MQTT 5: properties and reason codes field by field, and the rules that bind one packet to those before it. */
class Mqtt5DecoderTest {
    private static final Bytes CONNECT = packet(
            0x10,
            string("MQTT"),
            Bytes.of(5, 0x2e, 0, 30),
            properties(
                    Bytes.of(0x11, 0, 0, 0x0e, 0x10),
                    Bytes.of(0x21, 0, 2),
                    Bytes.of(0x22, 0, 1),
                    pair("site", "north"),
                    Bytes.of(0x15).plus(string("SCRAM")),
                    Bytes.of(0x16).plus(string("proof!"))),
            string("five"),
            properties(Bytes.of(0x18, 0, 0, 0, 5), Bytes.of(0x03).plus(string("text/plain"))),
            string("will/t"),
            string("gone"));
    private static final Bytes CONNACK = packet(
            0x20,
            Bytes.of(0, 0),
            properties(Bytes.of(0x24, 1), Bytes.of(0x25, 0), Bytes.of(0x22, 0, 5), Bytes.of(0x21, 0, 2)));

    private static Bytes properties(Bytes... all) {
        Bytes together = Bytes.concat(List.of(all));
        return Bytes.of(together.length()).plus(together);
    }

    private static Bytes pair(String name, String value) {
        return Bytes.of(0x26).plus(string(name)).plus(string(value));
    }

    private static Bytes publish(int first, String topic, int id, Bytes properties, String payload) {
        return (first & 6) == 0
                ? packet(first, string(topic), properties, Bytes.utf8(payload))
                : packet(first, string(topic), Bytes.of(id >> 8, id & 0xff), properties, Bytes.utf8(payload));
    }

    /** A conversation: even entries of {@code sent} from the client, each behind the usual CONNECT and CONNACK. */
    private static List<MqttPacket> after(Object... directionsAndPackets) {
        MqttDecoder decoder = new MqttDecoder();
        decoder.accept(Direction.TX, CONNECT, 1);
        decoder.accept(Direction.RX, CONNACK, 2);
        for (int i = 0; i < directionsAndPackets.length; i += 2) {
            decoder.accept((Direction) directionsAndPackets[i], (Bytes) directionsAndPackets[i + 1], 3 + i);
        }
        return decoder.packets().subList(2, decoder.packets().size());
    }

    private static String problem(Object... directionsAndPackets) {
        return after(directionsAndPackets).getLast().problem().orElse("none");
    }

    @Test
    void aConnectIsReadPropertyByPropertyWithoutItsSecret() {
        MqttDecoder decoder = new MqttDecoder();
        decoder.accept(Direction.TX, CONNECT, 1);
        MqttPacket connect = decoder.packets().getFirst();
        Field tree = MqttDissector.dissect(connect);

        assertThat(connect.problem()).isEmpty();
        assertThat(value(tree, "session_expiry_interval")).isEqualTo("3600 s");
        assertThat(value(tree, "receive_maximum")).isEqualTo("2");
        assertThat(value(tree, "user_property")).isEqualTo("site = north");
        assertThat(value(tree, "authentication_method")).isEqualTo("SCRAM");
        assertThat(value(tree, "authentication_data")).isEqualTo("<6 bytes>");
        assertThat(value(tree, "will_delay_interval")).isEqualTo("5 s");
        assertThat(value(tree, "content_type")).isEqualTo("text/plain");
        assertThat(value(tree, "connect_flags")).startsWith("clean start, will QoS 1 retained");
        assertThat(tree.toString())
                .doesNotContain("proof!")
                .doesNotContain(Bytes.utf8("proof!").hex());
    }

    @Test
    void reasonCodesAreToldWhereverTheyStand() {
        List<MqttPacket> packets = after(
                Direction.TX,
                packet(0x82, Bytes.of(0, 1, 0), string("a"), Bytes.of(1), string("b"), Bytes.of(0x2d)),
                Direction.RX,
                packet(0x90, Bytes.of(0, 1), properties(Bytes.of(0x1f).plus(string("not for you"))), Bytes.of(1, 0x87)),
                Direction.RX,
                packet(0xf0, Bytes.of(0x18), properties(Bytes.of(0x15).plus(string("SCRAM")))),
                Direction.RX,
                packet(0xe0, Bytes.of(0x9d), properties(Bytes.of(0x1c).plus(string("other:8883")))));
        assertThat(packets).allMatch(packet -> packet.problem().isEmpty());
        assertThat(packets)
                .extracting(MqttPacket::codeInWords)
                .containsExactly("", "not authorized", "continue authentication", "server moved");
        assertThat(value(MqttDissector.dissect(packets.get(1)), "reason_string"))
                .isEqualTo("not for you");
        assertThat(value(MqttDissector.dissect(packets.get(3)), "server_reference"))
                .isEqualTo("other:8883");
    }

    @Test
    void aTopicAliasIsResolved() {
        Bytes none = Bytes.of(0);
        Bytes alias = properties(Bytes.of(0x23, 0, 3));
        List<MqttPacket> packets = after(
                Direction.TX, publish(0x30, "long/topic", 0, alias, "1"),
                Direction.TX, publish(0x30, "", 0, alias, "2"),
                Direction.TX, publish(0x30, "other", 0, none, "3"),
                Direction.TX, publish(0x30, "", 0, alias, "4"));
        assertThat(packets)
                .extracting(MqttPacket::topic)
                .containsExactly("long/topic", "long/topic", "other", "long/topic");
        assertThat(packets).allMatch(packet -> packet.problem().isEmpty());
        assertThat(problem(Direction.TX, publish(0x30, "", 0, properties(Bytes.of(0x23, 0, 4)), "x")))
                .isEqualTo("the topic alias 4 stands for no topic yet");
        assertThat(problem(Direction.TX, publish(0x30, "t", 0, properties(Bytes.of(0x23, 0, 6)), "x")))
                .endsWith("[MQTT-3.2.2-17]");
        assertThat(problem(Direction.RX, publish(0x30, "t", 0, properties(Bytes.of(0x23, 0, 2)), "x")))
                .endsWith("[MQTT-3.1.2-26]");
    }

    @Test
    void theLimitsOfConnectAndConnackHold() {
        Bytes none = Bytes.of(0);
        assertThat(problem(Direction.TX, publish(0x34, "t", 1, none, "x"))).endsWith("[MQTT-3.2.2-11]");
        assertThat(problem(Direction.TX, publish(0x31, "t", 0, none, "x"))).endsWith("[MQTT-3.2.2-14]");
        assertThat(problem(
                        Direction.TX, publish(0x32, "t", 1, none, "x"),
                        Direction.TX, publish(0x32, "t", 2, none, "x"),
                        Direction.TX, publish(0x32, "t", 3, none, "x")))
                .endsWith("[MQTT-3.3.4-7]");
        assertThat(problem(Direction.TX, publish(0x30, "t", 0, properties(Bytes.of(0x0b, 1)), "x")))
                .endsWith("[MQTT-3.3.4-6]");
        assertThat(problem(Direction.RX, packet(0xe0, Bytes.of(0), properties(Bytes.of(0x11, 0, 0, 0, 1)))))
                .endsWith("[MQTT-3.14.2-2]");
        assertThat(problem(Direction.TX, packet(0x40, Bytes.of(0, 7)))).endsWith("[MQTT-2.2.1-5]");
        assertThat(problem(
                        Direction.TX, packet(0x82, Bytes.of(0, 7, 0), string("a"), Bytes.of(0)),
                        Direction.RX, packet(0x90, Bytes.of(0, 7, 0, 0, 0))))
                .endsWith("[MQTT-3.8.4-6]");
        assertThat(problem(Direction.TX, Bytes.of(0xe0, 0), Direction.TX, Bytes.of(0xc0, 0)))
                .endsWith("[MQTT-3.14.4-1]");
        assertThat(problem(Direction.RX, CONNACK)).endsWith("[MQTT-3.2.0-2]");
    }

    @Test
    void propertiesThatAreWrongAreTold() {
        assertThat(problem(Direction.TX, publish(0x30, "t", 0, properties(Bytes.of(0x23, 0, 0)), "x")))
                .startsWith("the topic alias is 0 [MQTT-3.3.2-8]");
        assertThat(problem(Direction.TX, publish(0x30, "t", 0, properties(Bytes.of(0x11, 0, 0, 0, 1)), "x")))
                .isEqualTo("the property session expiry interval does not belong into PUBLISH");
        assertThat(problem(Direction.TX, publish(0x30, "t", 0, properties(Bytes.of(0x01, 1), Bytes.of(0x01, 1)), "x")))
                .isEqualTo("the property payload format indicator stands there twice");
        assertThat(problem(Direction.TX, publish(0x30, "t", 0, properties(Bytes.of(0x7f, 1)), "x")))
                .isEqualTo("there is no property 127");
        assertThat(problem(
                        Direction.TX,
                        publish(0x30, "t", 0, properties(Bytes.of(0x08).plus(string("a/#"))), "x")))
                .endsWith("[MQTT-3.3.2-14]");
        assertThat(problem(Direction.RX, packet(0x40, Bytes.of(0, 1, 0x8d)))).contains("[MQTT-3.4.2-1]");
    }

    @Test
    void sharedSubscriptionsAndWildcardsAreChecked() {
        assertThat(subscribe("$share/group/a/+/b", 1)).isEqualTo("none");
        assertThat(subscribe("$share//a", 1)).endsWith("[MQTT-4.8.2-1]");
        assertThat(subscribe("$share/g+/a", 1)).endsWith("[MQTT-4.8.2-2]");
        assertThat(subscribe("$share/g/a", 5)).endsWith("[MQTT-3.8.3-4]");
        assertThat(subscribe("a/#/b", 1)).endsWith("[MQTT-4.7.1-1]");
        assertThat(subscribe("a+/b", 1)).endsWith("[MQTT-4.7.1-2]");
        assertThat(subscribe("", 1)).endsWith("[MQTT-4.7.3-1]");
        assertThat(subscribe("a", 0xc1)).endsWith("[MQTT-3.8.3-5]");
    }

    private static String subscribe(String filter, int options) {
        return problem(Direction.TX, packet(0x82, Bytes.of(0, 1, 0), string(filter), Bytes.of(options)));
    }

    @Test
    void filtersMatchAsBrokersMatchThem() {
        assertThat(Topics.matches("a/#", "a")).isTrue();
        assertThat(Topics.matches("a/#", "a/b/c")).isTrue();
        assertThat(Topics.matches("a/+/c", "a/b/c")).isTrue();
        assertThat(Topics.matches("a/+", "a/b/c")).isFalse();
        assertThat(Topics.matches("+/+", "/b")).isTrue();
        assertThat(Topics.matches("#", "$SYS/x")).isFalse();
        assertThat(Topics.matches("$SYS/#", "$SYS/x")).isTrue();
        assertThat(Topics.matches("$share/g/a/#", "a/b")).isTrue();
    }

    @Test
    void handshakesAreFollowedToTheirEnd() {
        MqttDecoder decoder = new MqttDecoder();
        decoder.accept(Direction.TX, packet(0x10, string("MQTT"), Bytes.of(4, 2, 0, 0), string("c")), 1);
        decoder.accept(Direction.RX, Bytes.of(0x20, 2, 0, 0), 2);
        decoder.accept(Direction.TX, packet(0x34, string("t"), Bytes.of(0, 7), Bytes.utf8("x")), 3);
        decoder.accept(Direction.RX, packet(0x32, string("u"), Bytes.of(0, 7), Bytes.utf8("y")), 4);
        decoder.accept(Direction.RX, Bytes.of(0x50, 2, 0, 7), 5);
        decoder.accept(Direction.TX, Bytes.of(0x62, 2, 0, 7), 6);
        decoder.accept(Direction.TX, packet(0x32, string("t"), Bytes.of(0, 8), Bytes.utf8("z")), 7);
        decoder.accept(Direction.TX, packet(0x3a, string("t"), Bytes.of(0, 8), Bytes.utf8("z")), 8);

        Handshakes handshakes = new Handshakes();
        decoder.packets().forEach(handshakes::accept);
        assertThat(handshakes.inFlight())
                .extracting(Handshake::words)
                .containsExactly(
                        "QoS 2, packet 7: released, waits for PUBCOMP",
                        "QoS 1, packet 7: waits for PUBACK",
                        "QoS 1, packet 8: waits for PUBACK, 1 repetition");
        assertThat(handshakes.of(4).orElseThrow().packets()).containsExactly(2, 4, 5);

        decoder.accept(Direction.RX, Bytes.of(0x70, 2, 0, 7), 9);
        decoder.accept(Direction.TX, Bytes.of(0x40, 2, 0, 7), 10);
        decoder.accept(Direction.RX, Bytes.of(0x40, 2, 0, 8), 11);
        decoder.packets().subList(8, 11).forEach(handshakes::accept);
        assertThat(handshakes.inFlight()).isEmpty();
        assertThat(handshakes.all()).extracting(Handshake::state).containsOnly(Handshake.State.COMPLETE);
        assertThat(decoder.packets()).allMatch(packet -> packet.problem().isEmpty());
    }

    @Test
    void anAnswerThatIsToldBeforeItsQuestionIsNoOffence() {
        Bytes none = Bytes.of(0);
        List<MqttPacket> packets = after(
                Direction.RX, packet(0x90, Bytes.of(0, 1, 0, 1)),
                Direction.TX, packet(0x82, Bytes.of(0, 1, 0), string("a"), Bytes.of(1)),
                Direction.RX, packet(0x40, Bytes.of(0, 2)),
                Direction.TX, publish(0x32, "a", 2, none, "x"),
                Direction.RX, publish(0x32, "a", 9, none, "x"),
                Direction.RX, publish(0x32, "a", 9, none, "y"),
                Direction.TX, packet(0x40, Bytes.of(0, 9)));
        assertThat(packets).allMatch(packet -> packet.problem().isEmpty());
        Handshakes handshakes = new Handshakes();
        packets.forEach(handshakes::accept);
        assertThat(handshakes.all()).extracting(Handshake::state).containsOnly(Handshake.State.COMPLETE);
        MqttDecoder early = new MqttDecoder();
        early.accept(Direction.RX, CONNACK, 1);
        early.accept(Direction.TX, CONNECT, 2);
        assertThat(early.packets()).allMatch(packet -> packet.problem().isEmpty());
    }

    @Test
    void aHandshakeOutOfStepIsTold() {
        Bytes none = Bytes.of(0);
        assertThat(problem(
                        Direction.TX, publish(0x32, "t", 7, none, "x"),
                        Direction.TX, publish(0x32, "t", 7, none, "y")))
                .endsWith("[MQTT-2.2.1-3]");
        assertThat(problem(Direction.RX, publish(0x34, "t", 7, none, "x"), Direction.TX, packet(0x40, Bytes.of(0, 7))))
                .contains("PUBACK does not fit")
                .endsWith("[MQTT-4.3.3-8]");
        assertThat(problem(
                        Direction.TX, publish(0x34, "t", 7, none, "x"),
                        Direction.RX, packet(0x50, Bytes.of(0, 7)),
                        Direction.TX, publish(0x3c, "t", 7, none, "x")))
                .endsWith("[MQTT-4.3.3-6]");
        assertThat(problem(Direction.TX, publish(0x34, "t", 7, none, "x"), Direction.TX, packet(0x62, Bytes.of(0, 7))))
                .endsWith("[MQTT-4.3.3-4]");
    }

    @Test
    void noBytesMakeItThrowAndEveryByteHasItsField() {
        Bytes good = Bytes.concat(List.of(
                CONNECT,
                publish(
                        0x32,
                        "t",
                        2,
                        properties(Bytes.of(0x26).plus(string("a")).plus(string("b"))),
                        "x"),
                packet(0x82, Bytes.of(0, 1), properties(Bytes.of(0x0b, 0x80, 1)), string("a/#"), Bytes.of(1)),
                packet(0xe0, Bytes.of(4), properties(Bytes.of(0x11, 0, 0, 0, 1)))));
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = good.toArray();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            bytes[8] = 5;
            MqttDecoder decoder = new MqttDecoder();
            Handshakes handshakes = new Handshakes();
            try {
                decoder.accept(Direction.TX, Bytes.wrap(bytes), 1);
                for (MqttPacket packet : decoder.packets()) {
                    handshakes.accept(packet);
                    Field tree = MqttDissector.dissect(packet);
                    assertThat(tree.children().getLast().to()).isEqualTo(packet.size());
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void whatAPacketCostsDoesNotGrowWithTheConversation() {
        List<Bytes> sent = new ArrayList<>();
        sent.add(packet(0x10, string("MQTT"), Bytes.of(5, 2, 0, 0, 0), string("c")));
        for (int i = 0; i < 60_000; i++) {
            sent.add(publish(0x32, "t", 1 + i, Bytes.of(0), "x"));
        }
        MqttDecoder decoder = new MqttDecoder();
        long begun = System.nanoTime();
        decoder.accept(Direction.TX, Bytes.concat(sent), 1);
        assertThat(decoder.packets()).hasSize(60_001);
        // 60,000 unacknowledged messages take well under a second; looking through them at each would take minutes
        assertThat(System.nanoTime() - begun).isLessThan(20_000_000_000L);
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
}
