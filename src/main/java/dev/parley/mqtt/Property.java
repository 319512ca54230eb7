package dev.parley.mqtt;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The properties of MQTT 5 (section 2.2.2.2, table 2-4): identifier, form, and the packets that may have them. */
enum Property {
    PAYLOAD_FORMAT_INDICATOR(0x01, Form.BYTE, true, MqttPacketType.PUBLISH),
    MESSAGE_EXPIRY_INTERVAL(0x02, Form.U32, true, MqttPacketType.PUBLISH),
    CONTENT_TYPE(0x03, Form.STRING, true, MqttPacketType.PUBLISH),
    RESPONSE_TOPIC(0x08, Form.STRING, true, MqttPacketType.PUBLISH),
    CORRELATION_DATA(0x09, Form.BINARY, true, MqttPacketType.PUBLISH),
    SUBSCRIPTION_IDENTIFIER(0x0b, Form.VARIABLE, false, MqttPacketType.PUBLISH, MqttPacketType.SUBSCRIBE),
    SESSION_EXPIRY_INTERVAL(
            0x11, Form.U32, false, MqttPacketType.CONNECT, MqttPacketType.CONNACK, MqttPacketType.DISCONNECT),
    ASSIGNED_CLIENT_IDENTIFIER(0x12, Form.STRING, false, MqttPacketType.CONNACK),
    SERVER_KEEP_ALIVE(0x13, Form.U16, false, MqttPacketType.CONNACK),
    AUTHENTICATION_METHOD(
            0x15, Form.STRING, false, MqttPacketType.CONNECT, MqttPacketType.CONNACK, MqttPacketType.AUTH),
    AUTHENTICATION_DATA(0x16, Form.SECRET, false, MqttPacketType.CONNECT, MqttPacketType.CONNACK, MqttPacketType.AUTH),
    REQUEST_PROBLEM_INFORMATION(0x17, Form.BYTE, false, MqttPacketType.CONNECT),
    WILL_DELAY_INTERVAL(0x18, Form.U32, true),
    REQUEST_RESPONSE_INFORMATION(0x19, Form.BYTE, false, MqttPacketType.CONNECT),
    RESPONSE_INFORMATION(0x1a, Form.STRING, false, MqttPacketType.CONNACK),
    SERVER_REFERENCE(0x1c, Form.STRING, false, MqttPacketType.CONNACK, MqttPacketType.DISCONNECT),
    REASON_STRING(
            0x1f,
            Form.STRING,
            false,
            MqttPacketType.CONNACK,
            MqttPacketType.PUBACK,
            MqttPacketType.PUBREC,
            MqttPacketType.PUBREL,
            MqttPacketType.PUBCOMP,
            MqttPacketType.SUBACK,
            MqttPacketType.UNSUBACK,
            MqttPacketType.DISCONNECT,
            MqttPacketType.AUTH),
    RECEIVE_MAXIMUM(0x21, Form.U16, false, MqttPacketType.CONNECT, MqttPacketType.CONNACK),
    TOPIC_ALIAS_MAXIMUM(0x22, Form.U16, false, MqttPacketType.CONNECT, MqttPacketType.CONNACK),
    TOPIC_ALIAS(0x23, Form.U16, false, MqttPacketType.PUBLISH),
    MAXIMUM_QOS(0x24, Form.BYTE, false, MqttPacketType.CONNACK),
    RETAIN_AVAILABLE(0x25, Form.BYTE, false, MqttPacketType.CONNACK),
    USER_PROPERTY(
            0x26,
            Form.PAIR,
            true,
            MqttPacketType.CONNECT,
            MqttPacketType.CONNACK,
            MqttPacketType.PUBLISH,
            MqttPacketType.PUBACK,
            MqttPacketType.PUBREC,
            MqttPacketType.PUBREL,
            MqttPacketType.PUBCOMP,
            MqttPacketType.SUBSCRIBE,
            MqttPacketType.SUBACK,
            MqttPacketType.UNSUBSCRIBE,
            MqttPacketType.UNSUBACK,
            MqttPacketType.DISCONNECT,
            MqttPacketType.AUTH),
    MAXIMUM_PACKET_SIZE(0x27, Form.U32, false, MqttPacketType.CONNECT, MqttPacketType.CONNACK),
    WILDCARD_SUBSCRIPTION_AVAILABLE(0x28, Form.BYTE, false, MqttPacketType.CONNACK),
    SUBSCRIPTION_IDENTIFIER_AVAILABLE(0x29, Form.BYTE, false, MqttPacketType.CONNACK),
    SHARED_SUBSCRIPTION_AVAILABLE(0x2a, Form.BYTE, false, MqttPacketType.CONNACK);

    /** How a property's value is written (MQTT 5 section 1.5); a {@link #SECRET} is binary data that is never shown. */
    enum Form {
        BYTE,
        U16,
        U32,
        VARIABLE,
        STRING,
        BINARY,
        SECRET,
        PAIR
    }

    private static final Property[] BY_ID = new Property[0x2b];

    static {
        for (Property property : values()) {
            BY_ID[property.id] = property;
        }
    }

    private final int id;
    private final Form form;
    private final boolean will;
    private final Set<MqttPacketType> packets = EnumSet.noneOf(MqttPacketType.class);

    Property(int id, Form form, boolean will, MqttPacketType... packets) {
        this.id = id;
        this.form = form;
        this.will = will;
        this.packets.addAll(java.util.List.of(packets));
    }

    static Optional<Property> of(int id) {
        return id < 0 || id >= BY_ID.length ? Optional.empty() : Optional.ofNullable(BY_ID[id]);
    }

    Form form() {
        return form;
    }

    boolean isIn(MqttPacketType packet) {
        return packets.contains(packet);
    }

    boolean isInWill() {
        return will;
    }

    /** True if one packet may have it more than once. */
    boolean repeats(MqttPacketType packet) {
        return this == USER_PROPERTY || (this == SUBSCRIPTION_IDENTIFIER && packet == MqttPacketType.PUBLISH);
    }

    /** The name as a field tree has it. */
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** What a number means, in words. */
    String words(long value) {
        return switch (this) {
            case MESSAGE_EXPIRY_INTERVAL, WILL_DELAY_INTERVAL, SERVER_KEEP_ALIVE -> value + " s";
            case SESSION_EXPIRY_INTERVAL -> value == 0xffff_ffffL ? "never expires" : value + " s";
            case MAXIMUM_PACKET_SIZE -> value + " bytes";
            case PAYLOAD_FORMAT_INDICATOR -> value == 1 ? "UTF-8 text (1)" : "unspecified bytes (" + value + ")";
            case MAXIMUM_QOS -> "QoS " + value;
            case REQUEST_PROBLEM_INFORMATION,
                    REQUEST_RESPONSE_INFORMATION,
                    RETAIN_AVAILABLE,
                    WILDCARD_SUBSCRIPTION_AVAILABLE,
                    SUBSCRIPTION_IDENTIFIER_AVAILABLE,
                    SHARED_SUBSCRIPTION_AVAILABLE -> value == 1 ? "yes (1)" : "no (" + value + ")";
            case CONTENT_TYPE,
                    RESPONSE_TOPIC,
                    CORRELATION_DATA,
                    SUBSCRIPTION_IDENTIFIER,
                    ASSIGNED_CLIENT_IDENTIFIER,
                    AUTHENTICATION_METHOD,
                    AUTHENTICATION_DATA,
                    RESPONSE_INFORMATION,
                    SERVER_REFERENCE,
                    REASON_STRING,
                    RECEIVE_MAXIMUM,
                    TOPIC_ALIAS_MAXIMUM,
                    TOPIC_ALIAS,
                    USER_PROPERTY -> Long.toString(value);
        };
    }

    /** Why a number is not allowed, or nothing. */
    Optional<String> trouble(long value) {
        boolean wrong =
                switch (this) {
                    case PAYLOAD_FORMAT_INDICATOR,
                            REQUEST_PROBLEM_INFORMATION,
                            REQUEST_RESPONSE_INFORMATION,
                            MAXIMUM_QOS,
                            RETAIN_AVAILABLE,
                            WILDCARD_SUBSCRIPTION_AVAILABLE,
                            SUBSCRIPTION_IDENTIFIER_AVAILABLE,
                            SHARED_SUBSCRIPTION_AVAILABLE -> value > 1;
                    case RECEIVE_MAXIMUM, MAXIMUM_PACKET_SIZE, SUBSCRIPTION_IDENTIFIER, TOPIC_ALIAS -> value == 0;
                    case MESSAGE_EXPIRY_INTERVAL,
                            CONTENT_TYPE,
                            RESPONSE_TOPIC,
                            CORRELATION_DATA,
                            SESSION_EXPIRY_INTERVAL,
                            ASSIGNED_CLIENT_IDENTIFIER,
                            SERVER_KEEP_ALIVE,
                            AUTHENTICATION_METHOD,
                            AUTHENTICATION_DATA,
                            WILL_DELAY_INTERVAL,
                            RESPONSE_INFORMATION,
                            SERVER_REFERENCE,
                            REASON_STRING,
                            TOPIC_ALIAS_MAXIMUM,
                            USER_PROPERTY -> false;
                };
        return wrong ? Optional.of("the property " + word().replace('_', ' ') + " is " + value) : Optional.empty();
    }

    /** An empty map of numeric properties. */
    static Map<Property, Long> none() {
        return new EnumMap<>(Property.class);
    }
}
