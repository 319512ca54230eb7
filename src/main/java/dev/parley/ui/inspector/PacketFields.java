package dev.parley.ui.inspector;

import dev.parley.journal.Field;
import dev.parley.mqtt.MqttPacket;
import dev.parley.ui.shared.Carriage;
import dev.parley.ui.shared.Figures;
import java.util.ArrayList;
import java.util.List;

/** The fields of an MQTT packet, as far as the decoder names them. */
final class PacketFields {
    private PacketFields() {}

    static Field of(MqttPacket packet) {
        int end = packet.bytes().length();
        List<Field> fields = new ArrayList<>();
        fields.add(Field.leaf("type", packet.type().name() + " (" + packet.type().number() + ")", 0, Math.min(1, end)));
        if (!packet.topic().isEmpty()) {
            fields.add(Field.leaf("topic", packet.topic(), 0, 0));
        }
        packet.qos().ifPresent(qos -> fields.add(Field.leaf("QoS", Integer.toString(qos), 0, 0)));
        packet.packetId().ifPresent(id -> fields.add(Field.leaf("packet identifier", Integer.toString(id), 0, 0)));
        packet.code().ifPresent(code -> fields.add(Field.leaf("code", Integer.toString(code), 0, 0)));
        if (Carriage.isMessage(packet)) {
            fields.add(Field.leaf("retain", Boolean.toString(packet.retain()), 0, Math.min(1, end)));
            int length = packet.payload().length();
            fields.add(Field.leaf("payload", Figures.bytesInWords(length), end - length, end));
        }
        packet.problem().ifPresent(problem -> fields.add(Field.leaf("breaks the specification", problem, 0, 0)));
        return new Field(Carriage.title(packet), "", 0, end, fields);
    }
}
