package dev.parley.mqtt.client;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the broker answered to CONNECT.
 *
 * @param sessionPresent true if it kept subscriptions and messages of an earlier connection
 * @param assignedClientId MQTT 5: the client identifier it gave a client that had none
 * @param serverKeepAlive MQTT 5: the keep alive in seconds it wants instead of the client's
 * @param topicAliases how many topic aliases it takes
 */
public record ConnectResult(
        boolean sessionPresent, Optional<String> assignedClientId, OptionalInt serverKeepAlive, int topicAliases) {
    /** What MQTT 3.1.1 can say. */
    ConnectResult(boolean sessionPresent) {
        this(sessionPresent, Optional.empty(), OptionalInt.empty(), 0);
    }
}
