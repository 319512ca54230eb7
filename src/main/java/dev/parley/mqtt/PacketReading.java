package dev.parley.mqtt;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Field;
import dev.parley.journal.FieldReader;
import dev.parley.journal.FieldReader.CutOffException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One reading of a whole packet: its fields, and what the packet list shows of it (MQTT 3.1.1 chapter 3; of MQTT 5 the properties
 * are passed over by their length, and the reason codes read).
 */
final class PacketReading {
    private static final int USER_NAME = 0x80;
    private static final int PASSWORD = 0x40;
    private static final int WILL_RETAIN = 0x20;
    private static final int WILL = 0x04;
    private static final int CLEAN = 0x02;

    private final MqttPacketType type;
    private final int flags;
    private final List<String> problems = new ArrayList<>();
    private int level;
    private String topic = "";
    private OptionalInt qos = OptionalInt.empty();
    private OptionalInt packetId = OptionalInt.empty();
    private OptionalInt code = OptionalInt.empty();
    private Bytes payload = Bytes.empty();
    private final List<Field> fields;

    /**
     * Reads {@code bytes}, one whole packet.
     *
     * @param level the protocol level of the connection; a CONNECT tells its own
     */
    PacketReading(MqttPacketType type, int level, Bytes bytes) {
        this.type = type;
        this.level = level;
        this.flags = bytes.u8(0) & 0x0f;
        checkFlags();
        FieldReader reader = new FieldReader(bytes, offset -> offset);
        this.fields = reader.fields(this::packet);
        problems.addAll(reader.problems());
    }

    Field tree(int size) {
        return new Field(type.name(), size + " bytes", 0, size, fields);
    }

    MqttPacket packet(int index, Direction direction, Bytes bytes, long from, long nanos, Optional<String> outer) {
        return new MqttPacket(
                index,
                direction,
                type,
                type == MqttPacketType.PUBLISH && (flags & 8) != 0,
                type == MqttPacketType.PUBLISH && (flags & 1) != 0,
                topic,
                qos,
                packetId,
                code,
                payload,
                bytes,
                from,
                from + bytes.length(),
                nanos,
                outer.or(() -> problems.stream().findFirst()),
                level);
    }

    int level() {
        return level;
    }

    private void checkFlags() {
        int required =
                switch (type) {
                    case PUBREL, SUBSCRIBE, UNSUBSCRIBE -> 2;
                    default -> 0;
                };
        if (type == MqttPacketType.PUBLISH) {
            if ((flags & 6) == 6) {
                problems.add("QoS 3 does not exist");
            } else if ((flags & 8) != 0 && (flags & 6) == 0) {
                problems.add("DUP is set on a message of QoS 0");
            }
        } else if (flags != required) {
            problems.add("the flags of the fixed header are " + flags + ", not " + required);
        }
        if (type == MqttPacketType.AUTH && level < 5) {
            problems.add("AUTH exists in MQTT 5 only");
        }
    }

    private String packet(FieldReader in) throws CutOffException {
        in.group("fixed_header", fixedHeader(in), header -> {
            header.u8("packet_type", value -> type + " (" + (value >> 4) + ")" + flagWords(value & 0x0f));
            header.opaque("remaining_length", header.left(), length -> remaining(length) + " bytes follow");
            return "";
        });
        switch (type) {
            case CONNECT -> connect(in);
            case CONNACK -> {
                in.u8("acknowledge_flags", value -> {
                    if ((value & 0xfe) != 0) {
                        problems.add("reserved acknowledge flags are set");
                    }
                    return (value & 1) == 1 ? "session present" : "no session present";
                });
                code(in);
                properties(in);
            }
            case PUBLISH -> publish(in);
            case PUBACK, PUBREC, PUBREL, PUBCOMP -> {
                identifier(in);
                if (level >= 5 && in.left() > 0) {
                    code(in);
                    propertiesIfAny(in);
                }
            }
            case SUBSCRIBE -> subscribe(in);
            case SUBACK -> {
                identifier(in);
                properties(in);
                codes(in, "return_code");
                qos = code.isPresent() && code.getAsInt() <= 2 ? code : OptionalInt.empty();
            }
            case UNSUBSCRIBE -> {
                identifier(in);
                properties(in);
                if (in.left() == 0) {
                    problems.add("there is no topic filter in it");
                }
                while (in.left() > 0) {
                    filter(in);
                }
            }
            case UNSUBACK -> {
                identifier(in);
                if (level >= 5) {
                    properties(in);
                    codes(in, "reason_code");
                }
            }
            case DISCONNECT, AUTH -> {
                if (level >= 5 && in.left() > 0) {
                    code(in);
                    propertiesIfAny(in);
                }
            }
            case PINGREQ, PINGRESP -> {
                // nothing but the fixed header
            }
        }
        return "";
    }

    private void connect(FieldReader in) throws CutOffException {
        String name = string(in, "protocol_name");
        level = in.u8("protocol_level", value -> protocol(value) + " (" + value + ")");
        if (!(name.equals("MQTT") && (level == 4 || level == 5)) && !(name.equals("MQIsdp") && level == 3)) {
            problems.add("protocol \"" + name + "\" level " + level + " is no MQTT that is known");
        }
        int bits = in.u8("connect_flags", PacketReading::connectFlags);
        if ((bits & 1) != 0) {
            problems.add("the reserved connect flag is set");
        }
        if ((bits & WILL) == 0 && (bits & 0x38) != 0) {
            problems.add("will QoS or will retain is set without a will");
        }
        if ((bits & 0x18) == 0x18) {
            problems.add("will QoS 3 does not exist");
        }
        if (level < 5 && (bits & PASSWORD) != 0 && (bits & USER_NAME) == 0) {
            problems.add("there is a password without a user name");
        }
        in.u16("keep_alive", seconds -> seconds == 0 ? "off" : seconds + " s");
        properties(in);
        String clientId = string(in, "client_id");
        if (clientId.isEmpty() && level == 4 && (bits & CLEAN) == 0) {
            problems.add("an empty client identifier needs a clean session");
        }
        if ((bits & WILL) != 0) {
            properties(in);
            string(in, "will_topic");
            int length = in.u16("will_message_length", Integer::toString);
            in.opaque("will_message", length, PacketReading::size);
        }
        if ((bits & USER_NAME) != 0) {
            string(in, "user_name");
        }
        if ((bits & PASSWORD) != 0) {
            int length = in.u16("password_length", Integer::toString);
            in.opaque("password", length, bytes -> "<" + bytes.length() + " bytes>");
        }
    }

    private void publish(FieldReader in) throws CutOffException {
        topic = string(in, "topic_name");
        if (topic.isEmpty() && level < 5) {
            problems.add("the topic is empty");
        }
        if (topic.contains("#") || topic.contains("+")) {
            problems.add("there is a wildcard in the topic of a message");
        }
        qos = OptionalInt.of(flags >> 1 & 3);
        if (qos.getAsInt() > 0) {
            identifier(in);
        }
        properties(in);
        payload = in.opaque("payload", in.left(), PacketReading::size);
    }

    private void subscribe(FieldReader in) throws CutOffException {
        identifier(in);
        properties(in);
        if (in.left() == 0) {
            problems.add("there is no topic filter in it");
        }
        while (in.left() > 0) {
            filter(in);
            int options = in.u8("requested_qos", value -> "QoS " + (value & 3) + (level >= 5 ? options(value) : ""));
            if (qos.isEmpty()) {
                qos = OptionalInt.of(options & 3);
            }
            if ((options & 3) == 3 || (level < 5 && options > 2)) {
                problems.add("the requested QoS byte is " + options);
            }
        }
    }

    private void filter(FieldReader in) throws CutOffException {
        String filter = string(in, "topic_filter");
        if (filter.isEmpty()) {
            problems.add("a topic filter is empty");
        }
        if (topic.isEmpty()) {
            topic = filter;
        }
    }

    private void identifier(FieldReader in) throws CutOffException {
        packetId = OptionalInt.of(in.u16("packet_identifier", Integer::toString));
        if (packetId.getAsInt() == 0) {
            problems.add("the packet identifier is 0");
        }
    }

    private void code(FieldReader in) throws CutOffException {
        code = OptionalInt.of(in.u8(
                level >= 5 ? "reason_code" : "return_code",
                value -> MqttCode.meaning(type, level, value) + " (" + value + ")"));
    }

    /** Codes to the end; the packet's code is the first that refuses, else the first. */
    private void codes(FieldReader in, String name) throws CutOffException {
        if (in.left() == 0) {
            problems.add("there is no code in it");
        }
        while (in.left() > 0) {
            int one = in.u8(name, value -> MqttCode.meaning(type, level, value) + " (" + value + ")");
            if (code.isEmpty() || (code.getAsInt() < 0x80 && one >= 0x80)) {
                code = OptionalInt.of(one);
            }
        }
    }

    private void propertiesIfAny(FieldReader in) throws CutOffException {
        if (in.left() > 0) {
            properties(in);
        }
    }

    /** The properties of MQTT 5 (section 2.2.2), as a whole. */
    private void properties(FieldReader in) throws CutOffException {
        if (level < 5) {
            return;
        }
        int digits = 1;
        while (digits < 4 && digits < in.left() && (in.peek(digits).u8(digits - 1) & 0x80) != 0) {
            digits++;
        }
        Bytes length = in.opaque("properties_length", digits, value -> remaining(value) + " bytes");
        int bytes = remaining(length);
        if (bytes > 0) {
            in.opaque("properties", bytes, PacketReading::size);
        }
    }

    private String string(FieldReader in, String name) throws CutOffException {
        int length = in.u16(name + "_length", Integer::toString);
        Bytes bytes = in.opaque(name, length, Bytes::utf8);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toArray()))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                problems.add("there is a null character in " + name.replace('_', ' '));
            }
            return text;
        } catch (CharacterCodingException malformed) {
            problems.add("the " + name.replace('_', ' ') + " is not UTF-8");
            return bytes.utf8();
        }
    }

    /** How many bytes the fixed header has: the packet is whole, so its length field is. */
    private static int fixedHeader(FieldReader in) {
        int length = 2;
        while (length < 5 && length < in.left() && (in.peek(length).u8(length - 1) & 0x80) != 0) {
            length++;
        }
        return length;
    }

    /** A variable byte integer: seven bits a byte, the lowest first (MQTT 3.1.1 section 2.2.3). */
    static int remaining(Bytes length) {
        int value = 0;
        for (int i = 0; i < Math.min(4, length.length()); i++) {
            value |= (length.u8(i) & 0x7f) << (7 * i);
        }
        return value;
    }

    private String flagWords(int value) {
        if (type != MqttPacketType.PUBLISH) {
            return "";
        }
        return ", QoS " + (value >> 1 & 3) + ((value & 8) != 0 ? ", DUP" : "") + ((value & 1) != 0 ? ", RETAIN" : "");
    }

    private static String connectFlags(int bits) {
        List<String> words = new ArrayList<>();
        words.add((bits & CLEAN) != 0 ? "clean session" : "keep session");
        if ((bits & WILL) != 0) {
            words.add("will QoS " + (bits >> 3 & 3) + ((bits & WILL_RETAIN) != 0 ? " retained" : ""));
        }
        if ((bits & USER_NAME) != 0) {
            words.add("user name");
        }
        if ((bits & PASSWORD) != 0) {
            words.add("password");
        }
        return String.join(", ", words);
    }

    private static String options(int value) {
        return ((value & 4) != 0 ? ", no local" : "") + ((value & 8) != 0 ? ", retain as published" : "");
    }

    private static String protocol(int level) {
        return switch (level) {
            case 3 -> "MQTT 3.1";
            case 4 -> "MQTT 3.1.1";
            case 5 -> "MQTT 5";
            default -> "unknown";
        };
    }

    private static String size(Bytes bytes) {
        return bytes.length() + " bytes";
    }
}
