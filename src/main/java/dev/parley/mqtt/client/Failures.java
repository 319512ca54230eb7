package dev.parley.mqtt.client;

import dev.parley.mqtt.MqttCode;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.mqtt.client.MqttFailure.Kind;
import java.io.EOFException;
import java.time.Duration;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.jspecify.annotations.Nullable;

/** What Paho's exceptions say, as one sentence. The clients for 3.1.1 and for 5 number their own reasons alike. */
record Failures(int level, Duration limit) {
    private static final int SERVER_DISCONNECTED = 32_204;
    private static final int PACKET_TOO_LARGE = 51_002;
    private static final int FIRST_OF_PAHO = 32_000;

    /** The failure of {@code what}; {@code code} is Paho's, or the broker's. */
    MqttFailure of(String what, int code, Exception e) {
        return switch (code) {
            case MqttException.REASON_CODE_CLIENT_TIMEOUT ->
                new MqttFailure(
                        Kind.TIMED_OUT,
                        what + " was not answered by the broker within " + limit.toMillis() + " ms.",
                        e);
            case MqttException.REASON_CODE_CLIENT_NOT_CONNECTED,
                    MqttException.REASON_CODE_CLIENT_DISCONNECTING,
                    MqttException.REASON_CODE_CLIENT_CLOSED,
                    MqttException.REASON_CODE_CLIENT_ALREADY_DISCONNECTED ->
                new MqttFailure(Kind.NOT_CONNECTED, what + " needs a connection, and it has ended.", e);
            case MqttException.REASON_CODE_CONNECTION_LOST,
                    MqttException.REASON_CODE_CLIENT_EXCEPTION,
                    MqttException.REASON_CODE_WRITE_TIMEOUT,
                    SERVER_DISCONNECTED ->
                new MqttFailure(Kind.CLOSED, what + " was not answered: " + ending(e) + ".", e);
            case PACKET_TOO_LARGE ->
                new MqttFailure(Kind.INVALID, what + " is larger than the broker takes (maximum packet size).", e);
            default -> {
                boolean refusal = code > 0 && (level >= 5 ? code >= 0x80 && code < FIRST_OF_PAHO : code <= 5);
                yield refusal && what.equals("CONNECT")
                        ? new MqttFailure(
                                Kind.CONNECT_REFUSED,
                                code,
                                "The broker refused CONNECT with code " + code + ": "
                                        + words(MqttPacketType.CONNACK, code) + ".",
                                e)
                        : new MqttFailure(Kind.FAILED, what + " failed: " + e.getMessage() + ".", e);
            }
        };
    }

    MqttFailure invalid(String what, RuntimeException e) {
        return new MqttFailure(Kind.INVALID, what + " is not possible: " + e.getMessage() + ".", e);
    }

    /** The broker answered with a reason code that refuses (MQTT 5 section 2.4). */
    MqttFailure refused(String what, MqttPacketType answer, int code) {
        return new MqttFailure(
                Kind.REFUSED, code, what + " was refused by the broker: " + words(answer, code) + ".", null);
    }

    private String words(MqttPacketType type, int code) {
        String words = MqttCode.meaning(type, level, code);
        return words.startsWith("refused: ") ? words.substring("refused: ".length()) : words;
    }

    /** Why a connection ended, without a full stop. */
    static String ending(Throwable e) {
        @Nullable Throwable cause = e.getCause();
        if (cause == null) {
            return e instanceof MqttException mqtt && mqtt.getReasonCode() == MqttException.REASON_CODE_CLIENT_TIMEOUT
                    ? "the broker did not answer a ping within the keep alive time"
                    : String.valueOf(e.getMessage());
        }
        if (cause instanceof EOFException) {
            return "the broker closed the connection";
        }
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
