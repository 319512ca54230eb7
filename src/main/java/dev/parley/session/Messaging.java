package dev.parley.session;

import dev.parley.journal.Bytes;
import dev.parley.modem.ModemException;
import dev.parley.modem.ModemMqttClient;
import dev.parley.mqtt.client.MessageProperties;
import dev.parley.mqtt.client.MqttClient;
import dev.parley.mqtt.client.Subscription;
import java.io.IOException;
import java.util.List;

/** An MQTT client that is connected: the host's or the modem's. Operations wait for the broker's answer. */
sealed interface Messaging {
    void subscribe(List<Subscription> subscriptions) throws IOException;

    void unsubscribe(String filter) throws IOException;

    void publish(String topic, Bytes payload, int qos, boolean retain, MessageProperties properties) throws IOException;

    /** Ends in good order; never throws. */
    void close();

    /** Ends without a word to the broker; never throws. */
    void abort();

    /** Parley's own client. */
    record OfHost(MqttClient client) implements Messaging {
        @Override
        public void subscribe(List<Subscription> subscriptions) throws IOException {
            client.subscribe(subscriptions);
        }

        @Override
        public void unsubscribe(String filter) throws IOException {
            client.unsubscribe(filter);
        }

        @Override
        public void publish(String topic, Bytes payload, int qos, boolean retain, MessageProperties properties)
                throws IOException {
            client.publish(topic, payload, qos, retain, properties);
        }

        @Override
        public void close() {
            client.close();
        }

        @Override
        public void abort() {
            client.abort();
        }
    }

    /** The one in the modem: MQTT 3.1.1, so nothing of MQTT 5 can be said. */
    record OfModem(ModemMqttClient client) implements Messaging {
        @Override
        public void subscribe(List<Subscription> subscriptions) throws IOException {
            for (Subscription one : subscriptions) {
                if (!one.equals(Subscription.to(one.filter(), one.qos()))) {
                    throw new IOException("The modem's MQTT client speaks 3.1.1: the subscription to \"" + one.filter()
                            + "\" has options of MQTT 5, which need the host's (stack host or modem-tls).");
                }
                client.subscribe(one.filter(), one.qos());
            }
        }

        @Override
        public void unsubscribe(String filter) throws ModemException {
            client.unsubscribe(filter);
        }

        @Override
        public void publish(String topic, Bytes payload, int qos, boolean retain, MessageProperties properties)
                throws IOException {
            if (!properties.equals(MessageProperties.none())) {
                throw new IOException("The modem's MQTT client speaks 3.1.1: properties of MQTT 5 need the host's"
                        + " (stack host or modem-tls).");
            }
            client.publish(topic, payload, qos, retain);
        }

        @Override
        public void close() {
            client.close();
        }

        @Override
        public void abort() {
            client.abort();
        }
    }
}
