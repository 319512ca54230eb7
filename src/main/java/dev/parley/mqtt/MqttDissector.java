package dev.parley.mqtt;

import dev.parley.journal.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Explains the bytes of an MQTT packet field by field. A password is told by its length only. */
public final class MqttDissector {
    private MqttDissector() {}

    /**
     * The field tree of {@code packet}; offsets count from its first byte. Of a packet that nobody saw it has what was told, each field
     * standing for the whole line.
     */
    public static Field dissect(MqttPacket packet) {
        if (packet.told()) {
            return told(packet);
        }
        return new PacketReading(packet.direction(), packet.type(), packet.level(), packet.bytes()).tree(packet.size());
    }

    private static Field told(MqttPacket packet) {
        int end = packet.bytes().length();
        List<Field> fields = new ArrayList<>();
        BiConsumer<String, String> known = (name, value) -> fields.add(Field.leaf(name, value, 0, end));
        packet.packetId().ifPresent(id -> known.accept("packet_identifier", Integer.toString(id)));
        if (packet.type() == MqttPacketType.PUBLISH) {
            known.accept("topic_name", packet.topic());
            packet.qos().ifPresent(qos -> known.accept("qos", "QoS " + qos));
            if (packet.retain()) {
                known.accept("retain", "retained");
            }
            known.accept("payload", packet.payload().length() + " bytes");
        }
        for (MqttPacket.Filter filter : packet.filters()) {
            known.accept(
                    "topic_filter",
                    filter.filter()
                            + (filter.qos().isPresent()
                                    ? ", QoS " + filter.qos().getAsInt()
                                    : ""));
        }
        packet.code().ifPresent(code -> known.accept("code", packet.codeInWords() + " (" + code + ")"));
        return new Field(
                packet.type().name(), "told by the modem, not seen; " + end + " bytes of its line", 0, end, fields);
    }
}
