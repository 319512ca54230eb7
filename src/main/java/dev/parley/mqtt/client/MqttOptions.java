package dev.parley.mqtt.client;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a client says in CONNECT, and how long it waits.
 *
 * @param clientId the client identifier; may be empty with {@code cleanSession} only (MQTT 3.1.1 section 3.1.3.1)
 * @param keepAlive whole seconds up to 65535; zero: none
 * @param cleanSession MQTT 5: clean start
 * @param limit how long each operation waits for the broker's answer
 * @param five what MQTT 5 says besides; nothing for MQTT 3.1.1
 */
public record MqttOptions(
        String clientId,
        Duration keepAlive,
        boolean cleanSession,
        Optional<String> userName,
        Optional<Password> password,
        Optional<Will> will,
        Duration limit,
        Optional<Five> five) {
    private static final Duration LONGEST_KEEP_ALIVE = Duration.ofSeconds(65_535);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if the keep alive is negative or longer than 65535 s, the limit shorter than 1 ms, or the
     *     client identifier empty without a clean session
     */
    public MqttOptions {
        if (keepAlive.isNegative() || keepAlive.compareTo(LONGEST_KEEP_ALIVE) > 0) {
            throw new IllegalArgumentException("the keep alive is 0 to 65535 s, not " + keepAlive.toSeconds() + " s");
        }
        if (limit.toMillis() < 1) {
            throw new IllegalArgumentException("the time limit is at least 1 ms, not " + limit);
        }
        if (clientId.isEmpty() && !cleanSession && five.isEmpty()) {
            throw new IllegalArgumentException("an empty client identifier needs a clean session");
        }
    }

    /** For MQTT 3.1.1. */
    public MqttOptions(
            String clientId,
            Duration keepAlive,
            boolean cleanSession,
            Optional<String> userName,
            Optional<Password> password,
            Optional<Will> will,
            Duration limit) {
        this(clientId, keepAlive, cleanSession, userName, password, will, limit, Optional.empty());
    }

    /** The same for MQTT 5. */
    public MqttOptions withFive(Five next) {
        return new MqttOptions(clientId, keepAlive, cleanSession, userName, password, will, limit, Optional.of(next));
    }

    /**
     * What CONNECT of MQTT 5 says besides (section 3.1.2.11).
     *
     * @param sessionExpirySeconds how long the broker keeps the session after the connection: 0 not at all, 4294967295 for ever
     * @param receiveMaximum how many unacknowledged messages of QoS 1 and 2 the broker may send at once, 1 to 65535
     * @param topicAliases how many topic aliases the broker may use, 0 to 65535
     */
    public record Five(
            long sessionExpirySeconds, int receiveMaximum, int topicAliases, List<UserProperty> userProperties) {
        public Five {
            userProperties = List.copyOf(userProperties);
            if (sessionExpirySeconds < 0 || sessionExpirySeconds > 0xffff_ffffL) {
                throw new IllegalArgumentException(
                        "the session expiry is 0 to 4294967295 s, not " + sessionExpirySeconds + " s");
            }
            if (receiveMaximum < 1 || receiveMaximum > 65_535) {
                throw new IllegalArgumentException("the receive maximum is 1 to 65535, not " + receiveMaximum);
            }
            if (topicAliases < 0 || topicAliases > 65_535) {
                throw new IllegalArgumentException("the topic alias maximum is 0 to 65535, not " + topicAliases);
            }
        }

        /** The session ends with the connection, and 10 topic aliases. */
        public static Five standard() {
            return new Five(0, 1000, 10, List.of());
        }
    }

    /**
     * The message the broker is to publish when the client is gone without DISCONNECT.
     *
     * @param qos 0 to 2
     */
    public record Will(String topic, Bytes payload, int qos, boolean retain) {}
}
