package dev.parley.mqtt;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Field;
import dev.parley.journal.FieldReader;
import dev.parley.journal.FieldReader.CutOffException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One reading of a whole packet by itself: its fields, what the packet list shows of it, and what in it breaks the specification
 * (chapter 3 of MQTT 3.1.1 and of MQTT 5). What depends on other packets is {@link ConversationRules}'.
 */
final class PacketReading {
    private static final int USER_NAME = 0x80;
    private static final int PASSWORD = 0x40;
    private static final int WILL_RETAIN = 0x20;
    private static final int WILL = 0x04;
    private static final int CLEAN = 0x02;

    private final MqttPacketType type;
    private final int flags;
    private final Direction sender;
    private final Verdict verdict = new Verdict();
    private final Map<Property, Long> numbers = Property.none();
    private int level;
    private String topic = "";
    private OptionalInt qos = OptionalInt.empty();
    private OptionalInt packetId = OptionalInt.empty();
    private OptionalInt code = OptionalInt.empty();
    private Bytes payload = Bytes.empty();
    private final List<MqttPacket.Filter> filters = new ArrayList<>();
    private int entries;
    private boolean flag;
    private boolean keeping;
    private final List<Field> fields;

    /**
     * Reads {@code bytes}, one whole packet.
     *
     * @param level the protocol level of the connection; a CONNECT tells its own
     */
    PacketReading(Direction sender, MqttPacketType type, int level, Bytes bytes) {
        this.sender = sender;
        this.type = type;
        this.level = level;
        this.flags = bytes.u8(0) & 0x0f;
        checkFlags();
        FieldReader reader = new FieldReader(bytes, offset -> offset);
        this.fields = reader.fields(this::packet);
        verdict.all(reader.problems());
    }

    Field tree(int size) {
        return new Field(type.name(), size + " bytes", 0, size, fields);
    }

    MqttPacket packet(int index, Bytes bytes, long from, long nanos, String resolvedTopic) {
        return new MqttPacket(
                index,
                sender,
                type,
                type == MqttPacketType.PUBLISH && (flags & 8) != 0,
                type == MqttPacketType.PUBLISH && (flags & 1) != 0,
                resolvedTopic,
                qos,
                packetId,
                code,
                payload,
                bytes,
                from,
                from + bytes.length(),
                nanos,
                verdict.words(),
                level,
                filters,
                false);
    }

    int level() {
        return level;
    }

    MqttPacketType type() {
        return type;
    }

    Verdict verdict() {
        return verdict;
    }

    String topic() {
        return topic;
    }

    int qos() {
        return qos.orElse(0);
    }

    int packetId() {
        return packetId.orElse(0);
    }

    int code() {
        return code.orElse(0);
    }

    /** DUP of a PUBLISH. */
    boolean isDuplicate() {
        return type == MqttPacketType.PUBLISH && (flags & 8) != 0;
    }

    /** RETAIN of a PUBLISH. */
    boolean isRetained() {
        return type == MqttPacketType.PUBLISH && (flags & 1) != 0;
    }

    /** Clean session or clean start of a CONNECT. */
    boolean isClean() {
        return !keeping;
    }

    /** Session present of a CONNACK. */
    boolean flag() {
        return flag;
    }

    /** An authentication method in a CONNECT. */
    boolean hasMethod() {
        return numbers.containsKey(Property.AUTHENTICATION_METHOD);
    }

    /** How many topic filters or codes there are in a SUBSCRIBE, SUBACK, UNSUBSCRIBE or UNSUBACK. */
    int entries() {
        return entries;
    }

    OptionalLong number(Property property) {
        Long value = numbers.get(property);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private void checkFlags() {
        int required =
                switch (type) {
                    case PUBREL, SUBSCRIBE, UNSUBSCRIBE -> 2;
                    default -> 0;
                };
        if (type == MqttPacketType.PUBLISH) {
            if ((flags & 6) == 6) {
                verdict.broken("QoS 3 does not exist", "3.3.1-4");
            } else if ((flags & 8) != 0 && (flags & 6) == 0) {
                verdict.broken("DUP is set on a message of QoS 0", "3.3.1-2");
            }
        } else if (flags != required) {
            verdict.broken(
                    "the flags of the fixed header are " + flags + ", not " + required, level, "2.2.2-2", "2.1.3-1");
        }
        if (type == MqttPacketType.AUTH && level < 5) {
            verdict.broken("AUTH exists in MQTT 5 only");
        }
    }

    private String packet(FieldReader in) throws CutOffException {
        in.group("fixed_header", fixedHeader(in), header -> {
            header.u8("packet_type", value -> type + " (" + (value >> 4) + ")" + flagWords(value & 0x0f));
            Bytes length =
                    header.opaque("remaining_length", header.left(), digits -> remaining(digits) + " bytes follow");
            if (length.length() > 1 && length.u8(length.length() - 1) == 0) {
                verdict.broken("the remaining length is longer than it need be", level, "", "1.5.5-1");
            }
            return "";
        });
        switch (type) {
            case CONNECT -> connect(in);
            case CONNACK -> {
                int acknowledge = in.u8("acknowledge_flags", value -> {
                    if ((value & 0xfe) != 0) {
                        verdict.broken("reserved acknowledge flags are set", level, "", "3.2.2-1");
                    }
                    return (value & 1) == 1 ? "session present" : "no session present";
                });
                flag = (acknowledge & 1) == 1;
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
                    verdict.broken("there is no topic filter in it", "3.10.3-2");
                }
                while (in.left() > 0) {
                    filters.add(new MqttPacket.Filter(filter(in), OptionalInt.empty()));
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
            verdict.broken("protocol \"" + name + "\" level " + level + " is no MQTT that is known", "3.1.2-2");
        }
        int bits = in.u8("connect_flags", value -> connectFlags(value, level));
        keeping = (bits & CLEAN) == 0;
        if ((bits & 1) != 0) {
            verdict.broken("the reserved connect flag is set", "3.1.2-3");
        }
        if ((bits & WILL) == 0 && (bits & 0x38) != 0) {
            verdict.broken("will QoS or will retain is set without a will", "3.1.2-11");
        }
        if ((bits & 0x18) == 0x18) {
            verdict.broken("will QoS 3 does not exist", level, "3.1.2-14", "3.1.2-12");
        }
        if (level < 5 && (bits & PASSWORD) != 0 && (bits & USER_NAME) == 0) {
            verdict.broken("there is a password without a user name", "3.1.2-22");
        }
        in.u16("keep_alive", seconds -> seconds == 0 ? "off" : seconds + " s");
        properties(in);
        String clientId = string(in, "client_id");
        if (clientId.isEmpty() && level == 4 && (bits & CLEAN) == 0) {
            verdict.broken("an empty client identifier needs a clean session", "3.1.3-7");
        }
        if ((bits & WILL) != 0) {
            willProperties(in);
            Topics.checkName(string(in, "will_topic"), verdict);
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
            verdict.broken("the topic is empty", "4.7.3-1");
        }
        Topics.checkName(topic, verdict);
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
            verdict.broken("there is no topic filter in it", level, "3.8.3-3", "3.8.3-2");
        }
        while (in.left() > 0) {
            String filter = filter(in);
            int options = in.u8(
                    level >= 5 ? "subscription_options" : "requested_qos",
                    value -> "QoS " + (value & 3) + (level >= 5 ? options(value) : ""));
            filters.add(new MqttPacket.Filter(filter, OptionalInt.of(options & 3)));
            if (qos.isEmpty()) {
                qos = OptionalInt.of(options & 3);
            }
            if ((options & 3) == 3 || ((options & 0xfc) != 0 && level < 5)) {
                verdict.broken("the requested QoS byte is " + options, level, "3-8.3-4", "");
            } else if ((options & 0xc0) != 0) {
                verdict.broken("reserved subscription options are set", "3.8.3-5");
            } else if ((options & 0x30) == 0x30) {
                verdict.broken("retain handling 3 does not exist");
            }
            if (level >= 5 && (options & 4) != 0 && Topics.isShared(filter)) {
                verdict.broken("no local is set on a shared subscription", "3.8.3-4");
            }
        }
    }

    private String filter(FieldReader in) throws CutOffException {
        String filter = string(in, "topic_filter");
        Topics.checkFilter(filter, level, verdict);
        if (topic.isEmpty()) {
            topic = filter;
        }
        entries++;
        return filter;
    }

    private void identifier(FieldReader in) throws CutOffException {
        packetId = OptionalInt.of(in.u16("packet_identifier", Integer::toString));
        if (packetId.getAsInt() == 0) {
            verdict.broken(
                    "the packet identifier is 0", level, "2.3.1-1", sender == Direction.TX ? "2.2.1-3" : "2.2.1-4");
        }
    }

    private void code(FieldReader in) throws CutOffException {
        int one = code(in, level >= 5 ? "reason_code" : "return_code");
        code = OptionalInt.of(one);
    }

    private int code(FieldReader in, String name) throws CutOffException {
        int one = in.u8(name, value -> MqttCode.meaning(type, level, value) + " (" + value + ")");
        if (!MqttCode.isAllowed(type, level, sender, one)) {
            String words = type + " has the code " + one + ", which does not belong there";
            switch (type) {
                case CONNACK -> verdict.broken(words, level, "", "3.2.2-8");
                case PUBACK -> verdict.broken(words, "3.4.2-1");
                case PUBREC -> verdict.broken(words, "3.5.2-1");
                case PUBREL -> verdict.broken(words, "3.6.2-1");
                case PUBCOMP -> verdict.broken(words, "3.7.2-1");
                case SUBACK -> verdict.broken(words, "3.9.3-2");
                case UNSUBACK -> verdict.broken(words, "3.11.3-2");
                case DISCONNECT -> verdict.broken(words, "3.14.2-1");
                case AUTH -> verdict.broken(words, "3.15.2-1");
                case CONNECT, PUBLISH, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, PINGRESP -> verdict.broken(words);
            }
        }
        return one;
    }

    /** Codes to the end; the packet's code is the first that refuses, else the first. */
    private void codes(FieldReader in, String name) throws CutOffException {
        if (in.left() == 0) {
            verdict.broken("there is no code in it");
        }
        while (in.left() > 0) {
            int one = code(in, name);
            entries++;
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

    private void properties(FieldReader in) throws CutOffException {
        if (level >= 5) {
            new PropertyReading(type, false, verdict, numbers).read(in);
        }
    }

    private void willProperties(FieldReader in) throws CutOffException {
        if (level >= 5) {
            new PropertyReading(type, true, verdict, Property.none()).read(in);
        }
    }

    private String string(FieldReader in, String name) throws CutOffException {
        return Text.read(in, name, level, verdict);
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

    private static String connectFlags(int bits, int level) {
        List<String> words = new ArrayList<>();
        String session = level >= 5 ? "start" : "session";
        words.add((bits & CLEAN) != 0 ? "clean " + session : level >= 5 ? "take up the session" : "keep session");
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
        return ((value & 4) != 0 ? ", no local" : "")
                + ((value & 8) != 0 ? ", retain as published" : "")
                + switch (value >> 4 & 3) {
                    case 1 -> ", retained messages only if new";
                    case 2 -> ", no retained messages";
                    default -> "";
                };
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
