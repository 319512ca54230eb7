package dev.parley.ui.mqtt;

import dev.parley.flow.Figures;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.mqtt.MqttPacket;
import dev.parley.ui.shared.Carriage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** One application message, as the table shows it. */
record MqttRow(int socket, MqttPacket packet) {
    /** A row shows no more bytes of a payload than these; the detail below shows more. */
    private static final int MOST = 256;

    /** The messages, or all packets, of all sockets, in the order of their times. */
    static List<MqttRow> of(Map<Integer, List<MqttPacket>> packets, boolean all) {
        List<MqttRow> rows = new ArrayList<>();
        packets.forEach((socket, line) -> line.stream()
                .filter(packet -> all || Carriage.isMessage(packet))
                .forEach(packet -> rows.add(new MqttRow(socket, packet))));
        rows.sort(Comparator.comparingLong(row -> row.packet().nanos()));
        return rows;
    }

    /**
     * From where on {@code now} is not as {@code shown}. In push mode an answer may be read before the modem has said that it took what is
     * answered; the packet then goes before it, where its bytes stand.
     */
    static int sameFrom(List<MqttRow> shown, List<MqttRow> now) {
        int same = Math.min(shown.size(), now.size());
        while (same > 0 && !shown.get(same - 1).equals(now.get(same - 1))) {
            same--;
        }
        return same;
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

    /** The topic of a message; of another packet its name, and its topic or identifier. */
    String topic() {
        if (Carriage.isMessage(packet)) {
            return packet.topic();
        }
        return Carriage.title(packet)
                + (packet.packetId().isPresent() && packet.topic().isEmpty()
                        ? " " + packet.packetId().getAsInt()
                        : "");
    }

    boolean matches(String text) {
        return topic().contains(text) || payload().contains(text);
    }

    /** What breaks the specification; else the payload as text where it is text, else in hex; of another packet its code in words. */
    String payload() {
        if (packet.problem().isPresent()) {
            return packet.problem().get();
        }
        if (!Carriage.isMessage(packet)) {
            return packet.codeInWords();
        }
        Bytes payload = packet.payload();
        if (payload.length() > MOST) {
            Bytes head = payload.slice(0, MOST);
            String text = head.utf8();
            return (text.chars().anyMatch(c -> c < 0x20 && c != '\n' && c != '\r' && c != '\t') ? head.hex() : text)
                    + "…";
        }
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
