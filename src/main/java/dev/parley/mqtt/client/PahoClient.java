package dev.parley.mqtt.client;

import dev.parley.journal.Bytes;
import java.util.List;

/** One of Paho's clients, of one version, for one connection. Operations wait and throw what {@link Failures} makes of Paho's. */
interface PahoClient {
    ConnectResult connect(MqttOptions options) throws MqttFailure;

    /** Subscribes; the code for each, as SUBACK has it. */
    List<Integer> subscribe(List<Subscription> subscriptions) throws MqttFailure;

    void unsubscribe(String filter) throws MqttFailure;

    void publish(String topic, Bytes payload, int qos, boolean retain, MessageProperties properties) throws MqttFailure;

    /** Says DISCONNECT if there is still a connection; never throws. */
    void disconnect();

    /** Frees Paho's threads; never throws. */
    void release();

    /** What comes by itself, on Paho's threads, which must not be held up. */
    interface Heard {
        void message(String topic, Bytes payload, int qos, boolean retain, boolean dup);

        /** The connection ended; why, without a full stop. */
        void lost(String why);
    }
}
