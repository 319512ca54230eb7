package dev.parley.mqtt;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One MQTT control packet.
 *
 * @param index number on its connection, from 0, both directions together in wire order
 * @param from first byte in the plaintext stream of its direction; {@code to - from} is its size with the fixed header
 * @param topic the topic of PUBLISH, the first topic filter of SUBSCRIBE and UNSUBSCRIBE, else empty
 * @param qos 0 to 2 for PUBLISH and SUBSCRIBE (asked), SUBACK (granted); else nothing
 * @param packetId the packet identifier, where the packet has one
 * @param code the return or reason code of CONNACK, PUBACK, SUBACK, DISCONNECT and so on, where it has one
 * @param payload the application message of PUBLISH, else empty
 * @param bytes the whole packet; where it is told, the line that tells of it
 * @param problem what in it breaks the specification, in words, or nothing
 * @param level the connection's protocol level: 3 for MQTT 3.1, 4 for 3.1.1, 5 for 5
 * @param filters the topic filters of SUBSCRIBE and UNSUBSCRIBE, in order, else empty
 * @param told true where nobody saw the packet: a modem that speaks MQTT itself told of it
 */
public record MqttPacket(
        int index,
        Direction direction,
        MqttPacketType type,
        boolean dup,
        boolean retain,
        String topic,
        OptionalInt qos,
        OptionalInt packetId,
        OptionalInt code,
        Bytes payload,
        Bytes bytes,
        long from,
        long to,
        long nanos,
        Optional<String> problem,
        int level,
        List<Filter> filters,
        boolean told) {
    /** A topic filter, with the QoS that SUBSCRIBE asks for. */
    public record Filter(String filter, OptionalInt qos) {}

    public MqttPacket {
        filters = List.copyOf(filters);
    }

    /** A packet of MQTT 3.1.1 that was seen, and is no SUBSCRIBE or UNSUBSCRIBE. */
    public MqttPacket(
            int index,
            Direction direction,
            MqttPacketType type,
            boolean dup,
            boolean retain,
            String topic,
            OptionalInt qos,
            OptionalInt packetId,
            OptionalInt code,
            Bytes payload,
            Bytes bytes,
            long from,
            long to,
            long nanos,
            Optional<String> problem) {
        this(
                index, direction, type, dup, retain, topic, qos, packetId, code, payload, bytes, from, to, nanos,
                problem, 4, List.of(), false);
    }

    /** What the packet's code says in words; empty if it has none. */
    public String codeInWords() {
        return code.isPresent() ? MqttCode.meaning(type, level, code.getAsInt()) : "";
    }

    public int size() {
        return (int) (to - from);
    }

    /** Without the bytes, which may hold a password: this text may reach a log. */
    @Override
    public String toString() {
        return "MqttPacket[" + index + " " + direction.word() + " " + type + ", " + size() + " bytes]";
    }
}
