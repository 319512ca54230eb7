package dev.parley.sim.endpoint;

import dev.parley.journal.Bytes;
import io.netty.handler.codec.mqtt.MqttProperties;

/**
 * An application message in the broker.
 *
 * @param retain as it goes out: true only for one that was retained, or where the subscription wants the flag as published
 * @param properties those of MQTT 5 that go along with it
 */
record BrokerMessage(String topic, Bytes payload, int qos, boolean retain, MqttProperties properties) {
    /** What the message becomes for a subscription: its QoS is the lesser of the two. */
    BrokerMessage as(BrokerSession.Subscription subscription) {
        return as(subscription, retain && subscription.retainAsPublished());
    }

    /** The same, with or without the RETAIN flag. */
    BrokerMessage as(BrokerSession.Subscription subscription, boolean retained) {
        MqttProperties with = properties;
        if (subscription.identifier() > 0) {
            with = copy();
            with.add(new MqttProperties.IntegerProperty(
                    MqttProperties.SUBSCRIPTION_IDENTIFIER, subscription.identifier()));
        }
        return new BrokerMessage(topic, payload, Math.min(qos, subscription.qos()), retained, with);
    }

    private MqttProperties copy() {
        return travelling(properties);
    }

    /** The properties without those that belong to one connection. */
    static MqttProperties travelling(MqttProperties all) {
        MqttProperties kept = new MqttProperties();
        all.listAll().stream()
                .filter(one -> one.propertyId() != MqttProperties.TOPIC_ALIAS
                        && one.propertyId() != MqttProperties.SUBSCRIPTION_IDENTIFIER
                        && one.propertyId() != MqttProperties.WILL_DELAY_INTERVAL)
                .forEach(kept::add);
        return kept;
    }
}
