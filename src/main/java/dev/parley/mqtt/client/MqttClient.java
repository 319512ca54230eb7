package dev.parley.mqtt.client;

import dev.parley.journal.Bytes;
import dev.parley.mqtt.MqttCode;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.mqtt.client.MqttFailure.Kind;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT client over streams that are already open, for one connection: it does not reconnect. {@link MqttOptions#five} chooses
 * between MQTT 3.1.1 and 5.
 *
 * <p>Operations wait for the broker's answer, each no longer than {@link MqttOptions#limit}. Any thread may call, the listener's
 * too.
 */
public final class MqttClient implements AutoCloseable {
    /** Hears what comes by itself, in order, on a thread of its own; it may block and may call the client. */
    public interface Listener {
        /** A message came. */
        void message(String topic, Bytes payload, int qos, boolean retain, boolean dup);

        /**
         * The connection ended though {@link MqttClient#close} was not called.
         *
         * @param why one sentence
         */
        void lost(String why);
    }

    private static final int REFUSED = 0x80;

    private final InputStream in;
    private final OutputStream out;
    private final AutoCloseable close;
    private final Listener listener;
    private final ExecutorService listening;

    private final Object state = new Object();
    /** Guarded by {@link #state}. */
    private @Nullable PahoClient paho;
    /** Guarded by {@link #state}. */
    private boolean closed;

    private MqttClient(InputStream in, OutputStream out, AutoCloseable close, Listener listener) {
        this.in = in;
        this.out = out;
        this.close = close;
        this.listener = listener;
        this.listening = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("mqtt-listener").factory());
    }

    /**
     * A client over open streams.
     *
     * @param close closes both streams and so ends reads and writes that wait; called when the connection ends, maybe twice
     */
    public static MqttClient over(InputStream in, OutputStream out, AutoCloseable close, Listener listener) {
        return new MqttClient(in, out, close, listener);
    }

    /** As {@link #connect(MqttOptions, KeptMessages)}, where nothing is kept for a later connection. */
    public ConnectResult connect(MqttOptions options) throws MqttFailure {
        return connect(options, new KeptMessages());
    }

    /**
     * Sends CONNECT and waits for CONNACK; once only.
     *
     * @param kept what earlier connections of this session left under way, and where this one leaves it
     * @throws MqttFailure if the broker refuses, closes or does not answer; the streams are closed then
     */
    public ConnectResult connect(MqttOptions options, KeptMessages kept) throws MqttFailure {
        OpenStreams streams = OpenStreams.register(in, out, close);
        try {
            PahoClient client;
            synchronized (state) {
                if (closed || paho != null) {
                    throw new MqttFailure(
                            Kind.NOT_CONNECTED,
                            "The MQTT client was " + (closed ? "closed" : "connected already")
                                    + ": it serves one connection.",
                            null);
                }
                client = options.five().isPresent()
                        ? new Paho5(streams, options, kept, new Heard())
                        : new Paho3(streams, options, kept, new Heard());
                paho = client;
            }
            return client.connect(options);
        } catch (MqttFailure failure) {
            close();
            throw failure;
        } finally {
            streams.forget();
        }
    }

    /**
     * Subscribes and waits for SUBACK.
     *
     * @param qos the highest QoS wanted, 0 to 2
     * @return the QoS granted
     * @throws MqttFailure if the broker refuses, does not answer or is gone
     */
    public int subscribe(String filter, int qos) throws MqttFailure {
        return subscribe(List.of(Subscription.to(filter, qos))).getFirst();
    }

    /**
     * Subscribes to several at once, in one SUBSCRIBE, and waits for SUBACK.
     *
     * @return the QoS granted for each
     * @throws MqttFailure if the broker refuses one of them, does not answer or is gone
     */
    public List<Integer> subscribe(List<Subscription> subscriptions) throws MqttFailure {
        List<Integer> codes = connected(
                        "SUBSCRIBE to \"" + subscriptions.getFirst().filter() + "\"")
                .subscribe(subscriptions);
        for (int i = 0; i < subscriptions.size(); i++) {
            int code = i < codes.size() ? codes.get(i) : REFUSED;
            if (code > 2) {
                throw new MqttFailure(
                        Kind.SUBSCRIPTION_REFUSED,
                        code,
                        "The broker refused the subscription to \""
                                + subscriptions.get(i).filter() + "\" (SUBACK 0x" + Integer.toHexString(code)
                                + (code == REFUSED
                                        ? "): the client may not read it, or the filter is not supported."
                                        : "): " + MqttCode.meaning(MqttPacketType.SUBACK, 5, code) + "."),
                        null);
            }
        }
        return codes;
    }

    /**
     * Unsubscribes and waits for UNSUBACK.
     *
     * @throws MqttFailure if the broker does not answer or is gone
     */
    public void unsubscribe(String filter) throws MqttFailure {
        connected("UNSUBSCRIBE from \"" + filter + "\"").unsubscribe(filter);
    }

    /** As {@link #publish(String, Bytes, int, boolean, MessageProperties)} with nothing more to say. */
    public void publish(String topic, Bytes payload, int qos, boolean retain) throws MqttFailure {
        publish(topic, payload, qos, retain, MessageProperties.none());
    }

    /**
     * Publishes and waits: for QoS 0 until it is sent, for QoS 1 for PUBACK, for QoS 2 for PUBCOMP.
     *
     * @param qos 0 to 2
     * @throws MqttFailure if the topic is not allowed, or the broker refuses, does not answer or is gone
     */
    public void publish(String topic, Bytes payload, int qos, boolean retain, MessageProperties properties)
            throws MqttFailure {
        connected("PUBLISH to \"" + topic + "\"").publish(topic, payload, qos, retain, properties);
    }

    /** Sends DISCONNECT if still connected, and closes the streams. The listener hears nothing more that is not on its way. */
    @Override
    public void close() {
        end(true);
    }

    /** Closes the streams without a word to the broker, which then publishes the client's will (MQTT 3.1.1 section 3.1.2.5). */
    public void abort() {
        end(false);
    }

    private void end(boolean says) {
        @Nullable PahoClient client;
        synchronized (state) {
            if (closed) {
                return;
            }
            closed = true;
            client = paho;
        }
        if (client != null && says) {
            client.disconnect();
        }
        try {
            close.close();
        } catch (Exception alreadyGone) {
            // The connection ends here whatever closing it says.
        }
        if (client != null) {
            client.release();
        }
        listening.shutdown();
    }

    private PahoClient connected(String what) throws MqttFailure {
        synchronized (state) {
            if (paho == null || closed) {
                throw new MqttFailure(Kind.NOT_CONNECTED, what + " needs a connection, and there is none.", null);
            }
            return paho;
        }
    }

    private void tell(Runnable event) {
        try {
            listening.execute(event);
        } catch (RejectedExecutionException closedMeanwhile) {
            // Nobody listens any more.
        }
    }

    /** Paho's threads must not be held up: everything is handed on. */
    private final class Heard implements PahoClient.Heard {
        @Override
        public void message(String topic, Bytes payload, int qos, boolean retain, boolean dup) {
            tell(() -> listener.message(topic, payload, qos, retain, dup));
        }

        @Override
        public void lost(String why) {
            synchronized (state) {
                if (closed) {
                    return;
                }
            }
            tell(() -> listener.lost("The MQTT connection ended: " + why + "."));
        }
    }
}
