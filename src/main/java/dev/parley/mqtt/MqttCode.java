package dev.parley.mqtt;

import dev.parley.journal.Direction;
import java.util.HexFormat;

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

    /** True if the standard lets {@code sender} put that code into that packet (tables of MQTT 5 chapter 3; MQTT 3.1.1 3.2.2.3, 3.9.3). */
    static boolean isAllowed(MqttPacketType type, int level, Direction sender, int code) {
        if (level < 5) {
            return type == MqttPacketType.SUBACK ? code <= 2 || code == 0x80 : code <= 5;
        }
        return switch (type) {
            case CONNACK -> any(code, "00 80 81 82 83 84 85 86 87 88 89 8a 8c 90 95 97 99 9a 9b 9c 9d 9f");
            case PUBACK, PUBREC -> any(code, "00 10 80 83 87 90 91 97 99");
            case PUBREL, PUBCOMP -> any(code, "00 92");
            case SUBACK -> any(code, "00 01 02 80 83 87 8f 91 97 9e a1 a2");
            case UNSUBACK -> any(code, "00 11 80 83 87 8f 91");
            case DISCONNECT ->
                any(code, "00 80 81 82 83 90 93 94 95 96 97 98 99")
                        || (sender == Direction.TX
                                ? code == 0x04
                                : any(code, "87 89 8b 8d 8e 8f 9a 9b 9c 9d 9e 9f a0 a1 a2"));
            case AUTH -> code == 0x18 || code == (sender == Direction.TX ? 0x19 : 0x00);
            case CONNECT, PUBLISH, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, PINGRESP -> false;
        };
    }

    private static boolean any(int code, String codes) {
        return codes.contains(HexFormat.of().toHexDigits((byte) code));
    }
}
