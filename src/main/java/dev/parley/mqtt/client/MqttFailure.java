package dev.parley.mqtt.client;

import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** An MQTT operation that failed; the message is one sentence that says what happened and to what. */
public final class MqttFailure extends IOException {
    /** What went wrong. */
    public enum Kind {
        /** The broker answered CONNECT with a code other than 0; {@link #code} has it. */
        CONNECT_REFUSED,
        /** The broker answered SUBSCRIBE with 0x80. */
        SUBSCRIPTION_REFUSED,
        /** MQTT 5: the broker answered PUBLISH or UNSUBSCRIBE with a reason code that refuses. */
        REFUSED,
        /** The connection ended. */
        CLOSED,
        /** The broker did not answer in time. */
        TIMED_OUT,
        /** The client is not connected, not any more, or already. */
        NOT_CONNECTED,
        /** A topic, filter or value that MQTT does not allow. */
        INVALID,
        /** Anything else. */
        FAILED
    }

    private final Kind kind;
    private final int code;

    MqttFailure(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, -1, message, cause);
    }

    MqttFailure(Kind kind, int code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
    }

    public Kind kind() {
        return kind;
    }

    /** The return code of CONNACK (MQTT 3.1.1 table 3.1) or SUBACK, where the broker gave one. */
    public OptionalInt code() {
        return code < 0 ? OptionalInt.empty() : OptionalInt.of(code);
    }
}
