package dev.parley.mqtt;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.GrowingList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Decodes one connection's MQTT 3.1.1 or 5, both ways; which one, its CONNECT says.
 *
 * <p>The result does not depend on the pieces the bytes come in, and no bytes make it throw. A packet that breaks the
 * specification is listed with its {@link MqttPacket#problem}. Where not even the packets' borders can be told, {@link
 * #problems} says so and that direction is not followed any more. {@link Direction#TX} is the client. One owner feeds it; the
 * lists it hands out may be read by any thread.
 */
public final class MqttDecoder {
    private static final int MQTT_311 = 4;

    /** One direction: the bytes of the packet in the making. */
    private static final class Side {
        private byte[] buffer = new byte[64];
        private int filled;
        private int size;
        private long from;
        private boolean any;
        private boolean lost;

        private void append(Bytes bytes) {
            if (filled + bytes.length() > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.max(filled + bytes.length(), 2 * buffer.length));
            }
            bytes.copyTo(buffer, filled);
            filled += bytes.length();
        }
    }

    private final GrowingList<MqttPacket> packets = new GrowingList<>();
    private final List<String> problems = new ArrayList<>();
    private final Side client = new Side();
    private final Side server = new Side();
    private final ConversationRules rules = new ConversationRules();
    private int level = MQTT_311;

    /**
     * Takes bytes of the plaintext stream.
     *
     * @param nanos when they crossed the link, since the session began
     */
    public void accept(Direction direction, Bytes bytes, long nanos) {
        Side side = direction == Direction.TX ? client : server;
        int at = 0;
        while (at < bytes.length() && !side.lost) {
            if (side.size == 0) {
                side.append(bytes.slice(at, at + 1));
                at++;
                header(direction, side);
            } else {
                int take = Math.min(bytes.length() - at, side.size - side.filled);
                side.append(bytes.slice(at, at + take));
                at += take;
            }
            if (side.size > 0 && side.filled == side.size && !side.lost) {
                packet(direction, side, nanos);
            }
        }
    }

    /** All packets so far, in wire order: a picture that stays as it is. */
    public List<MqttPacket> packets() {
        return packets.picture();
    }

    /** Why a direction cannot be followed any more, in words; empty if both can. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Looks at the byte just taken: the packet's type, or a digit of its length. */
    private void header(Direction direction, Side side) {
        int last = side.buffer[side.filled - 1] & 0xff;
        if (side.filled == 1) {
            Optional<MqttPacketType> type = MqttPacketType.of(last >> 4);
            if (type.isEmpty()) {
                lose(direction, side, "begins with " + Integer.toHexString(last) + ", which is no packet type");
            } else if (!side.any && !opens(direction, type.get())) {
                lose(
                        direction,
                        side,
                        "begins with " + Integer.toHexString(last) + ", not with "
                                + (direction == Direction.TX ? "CONNECT" : "CONNACK") + ": this is no MQTT");
            }
        } else if ((last & 0x80) == 0) {
            side.size = side.filled + PacketReading.remaining(Bytes.copyOf(side.buffer, 1, side.filled - 1));
        } else if (side.filled == 5) {
            lose(direction, side, "has a length of more than four bytes");
        }
    }

    private static boolean opens(Direction direction, MqttPacketType type) {
        return direction == Direction.TX
                ? type == MqttPacketType.CONNECT
                : type == MqttPacketType.CONNACK || type == MqttPacketType.AUTH || type == MqttPacketType.DISCONNECT;
    }

    private void lose(Direction direction, Side side, String why) {
        side.lost = true;
        problems.add("the " + (direction == Direction.TX ? "client" : "server") + "'s packet at byte " + side.from + " "
                + why + "; this direction cannot be followed from here");
    }

    private void packet(Direction direction, Side side, long nanos) {
        Bytes bytes = Bytes.copyOf(side.buffer, 0, side.size);
        MqttPacketType type = MqttPacketType.of(bytes.u8(0) >> 4).orElseThrow();
        // An answer may be told before CONNECT is; only MQTT 5 has more than two bytes in it.
        int spoken = type == MqttPacketType.CONNACK && packets.size() == 0 && side.size > 4 ? 5 : level;
        PacketReading reading = new PacketReading(direction, type, spoken, bytes);
        level = reading.level();
        String topic = rules.check(direction, reading, side.size);
        MqttPacket packet = reading.packet(packets.size(), bytes, side.from, nanos, topic);
        packets.add(packet);
        rules.took(packet);
        side.any = true;
        side.from += side.size;
        side.filled = 0;
        side.size = 0;
    }
}
