package dev.parley.mqtt;

import dev.parley.journal.Field;

/** Explains the bytes of an MQTT packet field by field. A password is told by its length only. */
public final class MqttDissector {
    private MqttDissector() {}

    /** The field tree of {@code packet}; offsets count from its first byte. */
    public static Field dissect(MqttPacket packet) {
        return new PacketReading(packet.direction(), packet.type(), packet.level(), packet.bytes()).tree(packet.size());
    }
}
