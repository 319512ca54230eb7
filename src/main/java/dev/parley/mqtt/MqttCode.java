package dev.parley.mqtt;

/** Return codes of MQTT 3.1.1 (sections 3.2.2.3 and 3.9.3) and reason codes of MQTT 5 (section 2.4), in words. */
public final class MqttCode {
    private MqttCode() {}

    /**
     * What a packet's code says, without a full stop.
     *
     * @param type the packet that has the code
     * @param level the protocol level of the connection: 3 for MQTT 3.1, 4 for 3.1.1, 5 for 5
     */
    public static String meaning(MqttPacketType type, int level, int code) {
        if (level >= 5) {
            return reason(type, code);
        }
        return switch (type) {
            case CONNACK -> connack(code);
            case SUBACK -> suback(code);
            default -> "a code that MQTT 3.1.1 does not have here";
        };
    }

    private static String connack(int code) {
        return switch (code) {
            case 0 -> "connection accepted";
            case 1 -> "refused: the server does not speak this protocol version";
            case 2 -> "refused: the client identifier is not allowed";
            case 3 -> "refused: the MQTT service is not available";
            case 4 -> "refused: user name or password is malformed";
            case 5 -> "refused: the client is not authorized to connect";
            default -> "a return code that is in no standard";
        };
    }

    private static String suback(int code) {
        return switch (code) {
            case 0 -> "granted, QoS 0";
            case 1 -> "granted, QoS 1";
            case 2 -> "granted, QoS 2";
            case 0x80 -> "refused: the server does not grant this subscription";
            default -> "a return code that is in no standard";
        };
    }

    private static String reason(MqttPacketType type, int code) {
        return switch (code) {
            case 0 ->
                switch (type) {
                    case SUBACK -> "granted, QoS 0";
                    case DISCONNECT -> "normal disconnection";
                    default -> "success";
                };
            case 0x01 -> "granted, QoS 1";
            case 0x02 -> "granted, QoS 2";
            case 0x04 -> "disconnect with will message";
            case 0x10 -> "no matching subscribers";
            case 0x11 -> "no subscription existed";
            case 0x18 -> "continue authentication";
            case 0x19 -> "re-authenticate";
            case 0x80 -> "unspecified error";
            case 0x81 -> "malformed packet";
            case 0x82 -> "protocol error";
            case 0x83 -> "implementation specific error";
            case 0x84 -> "unsupported protocol version";
            case 0x85 -> "client identifier not valid";
            case 0x86 -> "bad user name or password";
            case 0x87 -> "not authorized";
            case 0x88 -> "server unavailable";
            case 0x89 -> "server busy";
            case 0x8a -> "banned";
            case 0x8b -> "server shutting down";
            case 0x8c -> "bad authentication method";
            case 0x8d -> "keep alive time-out";
            case 0x8e -> "session taken over";
            case 0x8f -> "topic filter invalid";
            case 0x90 -> "topic name invalid";
            case 0x91 -> "packet identifier in use";
            case 0x92 -> "packet identifier not found";
            case 0x93 -> "receive maximum exceeded";
            case 0x94 -> "topic alias invalid";
            case 0x95 -> "packet too large";
            case 0x96 -> "message rate too high";
            case 0x97 -> "quota exceeded";
            case 0x98 -> "administrative action";
            case 0x99 -> "payload format invalid";
            case 0x9a -> "retain not supported";
            case 0x9b -> "QoS not supported";
            case 0x9c -> "use another server";
            case 0x9d -> "server moved";
            case 0x9e -> "shared subscriptions not supported";
            case 0x9f -> "connection rate exceeded";
            case 0xa0 -> "maximum connect time";
            case 0xa1 -> "subscription identifiers not supported";
            case 0xa2 -> "wildcard subscriptions not supported";
            default -> "a reason code that is in no standard";
        };
    }
}
