package dev.parley.mqtt.client;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.Optional;

/**
 * What an MQTT 3.1.1 client says in CONNECT, and how long it waits.
 *
 * @param clientId the client identifier; may be empty with {@code cleanSession} only (MQTT 3.1.1 section 3.1.3.1)
 * @param keepAlive whole seconds up to 65535; zero: none
 * @param limit how long each operation waits for the broker's answer
 */
public record MqttOptions(
        String clientId,
        Duration keepAlive,
        boolean cleanSession,
        Optional<String> userName,
        Optional<Password> password,
        Optional<Will> will,
        Duration limit) {
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
        if (clientId.isEmpty() && !cleanSession) {
            throw new IllegalArgumentException("an empty client identifier needs a clean session");
        }
    }

    /**
     * The message the broker is to publish when the client is gone without DISCONNECT.
     *
     * @param qos 0 to 2
     */
    public record Will(String topic, Bytes payload, int qos, boolean retain) {}
}
