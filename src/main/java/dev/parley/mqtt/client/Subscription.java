package dev.parley.mqtt.client;

/**
 * One line of a SUBSCRIBE.
 *
 * @param filter a topic filter, with MQTT 5 also a shared one: {@code $share/NAME/FILTER}
 * @param qos the highest QoS wanted, 0 to 2
 * @param noLocal MQTT 5: the broker does not send back what this client published itself
 * @param retainAsPublished MQTT 5: a message keeps its RETAIN flag
 * @param retainHandling MQTT 5: retained messages come 0 always, 1 only for a new subscription, 2 never
 */
public record Subscription(String filter, int qos, boolean noLocal, boolean retainAsPublished, int retainHandling) {
    /** Without the options of MQTT 5. */
    public static Subscription to(String filter, int qos) {
        return new Subscription(filter, qos, false, false, 0);
    }
}
