package dev.parley.mqtt.client;

import dev.parley.journal.Bytes;
import dev.parley.mqtt.client.MqttFailure.Kind;
import java.io.EOFException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT 3.1.1 client over streams that are already open, for one connection: it does not reconnect.
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

    private static final Duration DISCONNECT_LIMIT = Duration.ofSeconds(2);
    private static final int MOST_IN_FLIGHT = 1000;

    /** Paho logs through java.util.logging, whose default prints to the console; what it has to say is told by exceptions. */
    private static final Logger PAHO_LOG = Logger.getLogger("org.eclipse.paho.client.mqttv3");

    static {
        PAHO_LOG.setLevel(Level.OFF);
    }

    private final InputStream in;
    private final OutputStream out;
    private final AutoCloseable close;
    private final Listener listener;
    private final ExecutorService listening;

    private final Object state = new Object();
    /** Guarded by {@link #state}. */
    private @Nullable MqttAsyncClient paho;
    /** Guarded by {@link #state}. */
    private boolean closed;

    private volatile Duration limit = DISCONNECT_LIMIT;

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

    /**
     * Sends CONNECT and waits for CONNACK; once only.
     *
     * @throws MqttFailure if the broker refuses, closes or does not answer; the streams are closed then
     */
    public ConnectResult connect(MqttOptions options) throws MqttFailure {
        limit = options.limit();
        String uri = StreamModuleFactory.register(in, out, close);
        MqttAsyncClient client;
        try {
            synchronized (state) {
                if (closed || paho != null) {
                    throw new MqttFailure(
                            Kind.NOT_CONNECTED,
                            "The MQTT client was " + (closed ? "closed" : "connected already")
                                    + ": it serves one connection.",
                            null);
                }
                client = new MqttAsyncClient(uri, options.clientId(), new MemoryPersistence());
                paho = client;
            }
            client.setCallback(new Callback());
            IMqttToken token = client.connect(connectOptions(options));
            token.waitForCompletion(limit.toMillis());
            return new ConnectResult(token.getSessionPresent());
        } catch (MqttException | IllegalArgumentException e) {
            MqttFailure failure = failure("CONNECT", e);
            close();
            throw failure;
        } finally {
            StreamModuleFactory.forget(uri);
        }
    }

    private static MqttConnectOptions connectOptions(MqttOptions options) {
        MqttConnectOptions connect = new MqttConnectOptions();
        connect.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        connect.setAutomaticReconnect(false);
        connect.setCleanSession(options.cleanSession());
        connect.setKeepAliveInterval((int) options.keepAlive().toSeconds());
        connect.setMaxInflight(MOST_IN_FLIGHT);
        options.userName().ifPresent(connect::setUserName);
        options.password().ifPresent(password -> connect.setPassword(password.copy()));
        options.will()
                .ifPresent(will -> connect.setWill(will.topic(), will.payload().toArray(), will.qos(), will.retain()));
        return connect;
    }

    /**
     * Subscribes and waits for SUBACK.
     *
     * @param qos the highest QoS wanted, 0 to 2
     * @return the QoS granted
     * @throws MqttFailure if the broker refuses, does not answer or is gone
     */
    public int subscribe(String filter, int qos) throws MqttFailure {
        String what = "SUBSCRIBE to \"" + filter + "\"";
        try {
            IMqttToken token = connected(what).subscribe(filter, qos);
            token.waitForCompletion(limit.toMillis());
            int[] granted = token.getGrantedQos();
            if (granted.length != 1 || granted[0] > 2) {
                throw new MqttFailure(
                        Kind.SUBSCRIPTION_REFUSED,
                        MqttException.REASON_CODE_SUBSCRIBE_FAILED,
                        "The broker refused the subscription to \"" + filter
                                + "\" (SUBACK 0x80): the client may not read it, or the filter is not supported.",
                        null);
            }
            return granted[0];
        } catch (MqttException | IllegalArgumentException e) {
            throw failure(what, e);
        }
    }

    /**
     * Unsubscribes and waits for UNSUBACK.
     *
     * @throws MqttFailure if the broker does not answer or is gone
     */
    public void unsubscribe(String filter) throws MqttFailure {
        String what = "UNSUBSCRIBE from \"" + filter + "\"";
        try {
            connected(what).unsubscribe(filter).waitForCompletion(limit.toMillis());
        } catch (MqttException | IllegalArgumentException e) {
            throw failure(what, e);
        }
    }

    /**
     * Publishes and waits: for QoS 0 until it is sent, for QoS 1 for PUBACK, for QoS 2 for PUBCOMP.
     *
     * @param qos 0 to 2
     * @throws MqttFailure if the topic is not allowed, or the broker does not answer or is gone
     */
    public void publish(String topic, Bytes payload, int qos, boolean retain) throws MqttFailure {
        String what = "PUBLISH to \"" + topic + "\"";
        try {
            connected(what).publish(topic, payload.toArray(), qos, retain).waitForCompletion(limit.toMillis());
        } catch (MqttException | IllegalArgumentException e) {
            throw failure(what, e);
        }
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
        @Nullable MqttAsyncClient client;
        synchronized (state) {
            if (closed) {
                return;
            }
            closed = true;
            client = paho;
        }
        if (client != null && says) {
            disconnect(client);
        }
        try {
            close.close();
        } catch (Exception alreadyGone) {
            // The connection ends here whatever closing it says.
        }
        if (client != null) {
            release(client);
        }
        listening.shutdown();
    }

    private static void disconnect(MqttAsyncClient client) {
        try {
            if (client.isConnected()) {
                client.disconnect(0).waitForCompletion(DISCONNECT_LIMIT.toMillis());
            }
        } catch (MqttException lostMeanwhile) {
            // Ended by force afterwards.
        }
    }

    private static void release(MqttAsyncClient client) {
        try {
            client.disconnectForcibly(0, 1, false);
            client.close();
        } catch (MqttException alreadyDisconnected) {
            // That is what was wanted.
        }
    }

    private MqttAsyncClient connected(String what) throws MqttFailure {
        synchronized (state) {
            if (paho == null || closed) {
                throw new MqttFailure(Kind.NOT_CONNECTED, what + " needs a connection, and there is none.", null);
            }
            return paho;
        }
    }

    private MqttFailure failure(String what, Exception e) {
        if (!(e instanceof MqttException mqtt)) {
            return new MqttFailure(Kind.INVALID, what + " is not possible: " + e.getMessage() + ".", e);
        }
        int code = mqtt.getReasonCode();
        return switch (code) {
            case 1, 2, 3, 4, 5 ->
                new MqttFailure(
                        Kind.CONNECT_REFUSED,
                        code,
                        "The broker refused CONNECT with code " + code + ": " + refusal(code) + ".",
                        e);
            case MqttException.REASON_CODE_CLIENT_TIMEOUT ->
                new MqttFailure(
                        Kind.TIMED_OUT,
                        what + " was not answered by the broker within " + limit.toMillis() + " ms.",
                        e);
            case MqttException.REASON_CODE_CLIENT_NOT_CONNECTED,
                    MqttException.REASON_CODE_CLIENT_DISCONNECTING,
                    MqttException.REASON_CODE_CLIENT_CLOSED,
                    MqttException.REASON_CODE_CLIENT_ALREADY_DISCONNECTED ->
                new MqttFailure(Kind.NOT_CONNECTED, what + " needs a connection, and it has ended.", e);
            case MqttException.REASON_CODE_CONNECTION_LOST,
                    MqttException.REASON_CODE_CLIENT_EXCEPTION,
                    MqttException.REASON_CODE_WRITE_TIMEOUT ->
                new MqttFailure(Kind.CLOSED, what + " was not answered: " + ending(mqtt) + ".", e);
            default -> new MqttFailure(Kind.FAILED, what + " failed: " + mqtt.getMessage() + ".", e);
        };
    }

    /** MQTT 3.1.1 table 3.1. */
    private static String refusal(int code) {
        return switch (code) {
            case 1 -> "it does not support the protocol version 3.1.1";
            case 2 -> "it does not allow this client identifier";
            case 3 -> "its MQTT service is unavailable";
            case 4 -> "the user name or password is wrong";
            default -> "the client is not authorized to connect";
        };
    }

    /** Why a connection ended, without a full stop. */
    private static String ending(Throwable e) {
        @Nullable Throwable cause = e.getCause();
        if (cause == null) {
            return e instanceof MqttException mqtt && mqtt.getReasonCode() == MqttException.REASON_CODE_CLIENT_TIMEOUT
                    ? "the broker did not answer a ping within the keep alive time"
                    : String.valueOf(e.getMessage());
        }
        if (cause instanceof EOFException) {
            return "the broker closed the connection";
        }
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private void tell(Runnable event) {
        try {
            listening.execute(event);
        } catch (RejectedExecutionException closedMeanwhile) {
            // Nobody listens any more.
        }
    }

    /** Paho's threads must not be held up: everything is handed on. */
    private final class Callback implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            Bytes payload = Bytes.copyOf(message.getPayload());
            int qos = message.getQos();
            boolean retain = message.isRetained();
            boolean dup = message.isDuplicate();
            tell(() -> listener.message(topic, payload, qos, retain, dup));
        }

        @Override
        public void connectionLost(Throwable cause) {
            synchronized (state) {
                if (closed) {
                    return;
                }
            }
            String why = "The MQTT connection ended: " + ending(cause) + ".";
            tell(() -> listener.lost(why));
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // Whoever published waits for the token itself.
        }
    }
}
