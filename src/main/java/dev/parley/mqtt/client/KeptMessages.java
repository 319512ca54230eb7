package dev.parley.mqtt.client;

import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A client's part of its MQTT session (MQTT 3.1.1 section 3.1.2.4, MQTT 5 section 4.1): messages of QoS 1 and 2 that are under way.
 * Give it to the next connection of the same client identifier without a clean session, and what a cut line left open is sent again.
 * In memory; serves one connection at a time.
 */
public final class KeptMessages {
    private final Map<String, Kept> messages = new ConcurrentHashMap<>();
    /** Which connection may change them: the threads of one that ended may still run a while. */
    private final AtomicLong owner = new AtomicLong();
    /** The topic of the message that this thread publishes: Paho puts it here on that thread. */
    private final ThreadLocal<String> publishing = ThreadLocal.withInitial(() -> "");

    /** Nothing is under way. */
    public KeptMessages() {}

    /** How many messages and acknowledgements are under way. */
    public int size() {
        return messages.size();
    }

    /** What is put by {@code publish} is kept under its whole topic. */
    <T, E extends Exception> T publishing(String topic, Publish<T, E> publish) throws E {
        publishing.set(topic);
        try {
            return publish.run();
        } finally {
            publishing.remove();
        }
    }

    interface Publish<T, E extends Exception> {
        T run() throws E;
    }

    org.eclipse.paho.client.mqttv3.MqttClientPersistence three() {
        return new Three();
    }

    org.eclipse.paho.mqttv5.client.MqttClientPersistence five() {
        return new Five();
    }

    /** One packet's bytes. */
    private record Kept(byte[] header, byte[] payload)
            implements org.eclipse.paho.client.mqttv3.MqttPersistable, org.eclipse.paho.mqttv5.common.MqttPersistable {
        static Kept of(
                byte[] header, int headerAt, int headerLength, byte @Nullable [] payload, int payloadAt, int length) {
            return new Kept(
                    java.util.Arrays.copyOfRange(header, headerAt, headerAt + headerLength),
                    payload == null
                            ? new byte[0]
                            : java.util.Arrays.copyOfRange(payload, payloadAt, payloadAt + length));
        }

        @Override
        public byte[] getHeaderBytes() {
            return header;
        }

        @Override
        public int getHeaderLength() {
            return header.length;
        }

        @Override
        public int getHeaderOffset() {
            return 0;
        }

        @Override
        public byte[] getPayloadBytes() {
            return payload;
        }

        @Override
        public int getPayloadLength() {
            return payload.length;
        }

        @Override
        public int getPayloadOffset() {
            return 0;
        }
    }

    /** What both of Paho's interfaces ask for; it calls them through these. */
    @SuppressWarnings({"EffectivelyPrivate", "UnusedMethod"})
    private class Common {
        private final long mine;

        Common() {
            synchronized (owner) {
                mine = owner.incrementAndGet();
            }
        }

        /** Keeps a packet, unless a later connection has taken the session over: it sends again what it found. */
        final void keep(String key, Kept kept) {
            synchronized (owner) {
                if (owner.get() == mine) {
                    messages.put(key, kept);
                }
            }
        }

        public final void open() {
            // Always open.
        }

        public final void close() {
            // Kept for the next connection.
        }

        public final void remove(String key) {
            synchronized (owner) {
                if (owner.get() == mine) {
                    messages.remove(key);
                }
            }
        }

        public final Enumeration<String> keys() {
            return Collections.enumeration(java.util.List.copyOf(messages.keySet()));
        }

        public final void clear() {
            synchronized (owner) {
                if (owner.get() == mine) {
                    messages.clear();
                }
            }
        }

        public final boolean containsKey(String key) {
            return messages.containsKey(key);
        }
    }

    private final class Three extends Common implements org.eclipse.paho.client.mqttv3.MqttClientPersistence {
        @Override
        public void open(String clientId, String uri) {
            open();
        }

        @Override
        public void put(String key, org.eclipse.paho.client.mqttv3.MqttPersistable message)
                throws org.eclipse.paho.client.mqttv3.MqttPersistenceException {
            keep(
                    key,
                    Kept.of(
                            message.getHeaderBytes(),
                            message.getHeaderOffset(),
                            message.getHeaderLength(),
                            message.getPayloadBytes(),
                            message.getPayloadOffset(),
                            message.getPayloadLength()));
        }

        @Override
        public org.eclipse.paho.client.mqttv3.@Nullable MqttPersistable get(String key) {
            return messages.get(key);
        }
    }

    private final class Five extends Common implements org.eclipse.paho.mqttv5.client.MqttClientPersistence {
        @Override
        public void open(String clientId) {
            open();
        }

        @Override
        public void put(String key, org.eclipse.paho.mqttv5.common.MqttPersistable message)
                throws org.eclipse.paho.mqttv5.common.MqttPersistenceException {
            Kept kept = Kept.of(
                    message.getHeaderBytes(),
                    message.getHeaderOffset(),
                    message.getHeaderLength(),
                    message.getPayloadBytes(),
                    message.getPayloadOffset(),
                    message.getPayloadLength());
            String topic = publishing.get();
            keep(
                    key,
                    topic.isEmpty()
                            ? kept
                            : new Kept(
                                    WithoutAlias.header(kept.header(), kept.payload().length, topic), kept.payload()));
        }

        @Override
        public org.eclipse.paho.mqttv5.common.@Nullable MqttPersistable get(String key) {
            return messages.get(key);
        }
    }
}
