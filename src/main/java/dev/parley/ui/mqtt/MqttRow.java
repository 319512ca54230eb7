package dev.parley.ui.mqtt;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.mqtt.MqttPacket;
import dev.parley.ui.shared.Carriage;
import dev.parley.ui.shared.Figures;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** One application message, as the table shows it. */
record MqttRow(int socket, MqttPacket packet) {
    /** The messages of all sockets, in the order of their times. */
    static List<MqttRow> of(Map<Integer, List<MqttPacket>> packets) {
        List<MqttRow> rows = new ArrayList<>();
        packets.forEach((socket, line) ->
                line.stream().filter(Carriage::isMessage).forEach(packet -> rows.add(new MqttRow(socket, packet))));
        rows.sort(Comparator.comparingLong(row -> row.packet().nanos()));
        return rows;
    }

    String time() {
        return Figures.time(packet.nanos());
    }

    String direction() {
        return packet.direction() == Direction.TX ? "↑ out" : "↓ in";
    }

    String qos() {
        return (packet.qos().isPresent() ? Integer.toString(packet.qos().getAsInt()) : "")
                + (packet.retain() ? " R" : "")
                + (packet.dup() ? " D" : "");
    }

    String size() {
        return Figures.bytes(packet.size());
    }

    /** The payload as text where it is text, else in hex. */
    String payload() {
        Bytes payload = packet.payload();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload.toArray()))
                    .toString();
            return text.chars().anyMatch(c -> c < 0x20 && c != '\n' && c != '\r' && c != '\t')
                    ? payload.hex()
                    : text.replace('\n', ' ').replace('\r', ' ');
        } catch (CharacterCodingException notText) {
            return payload.hex();
        }
    }
}
