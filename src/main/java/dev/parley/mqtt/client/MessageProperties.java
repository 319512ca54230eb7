package dev.parley.mqtt.client;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What MQTT 5 says about a message (section 3.3.2.3); MQTT 3.1.1 cannot say it.
 *
 * @param expirySeconds how long the broker keeps the message, in seconds
 * @param contentType in words both ends know, for example a MIME type
 * @param responseTopic where an answer is awaited
 */
public record MessageProperties(
        OptionalLong expirySeconds,
        Optional<String> contentType,
        Optional<String> responseTopic,
        List<UserProperty> userProperties) {
    public MessageProperties {
        userProperties = List.copyOf(userProperties);
    }

    /** Nothing is said. */
    public static MessageProperties none() {
        return new MessageProperties(OptionalLong.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    boolean isNone() {
        return equals(none());
    }
}
