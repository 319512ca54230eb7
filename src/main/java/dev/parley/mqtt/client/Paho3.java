package dev.parley.mqtt.client;

import dev.parley.journal.Bytes;
import dev.parley.mqtt.client.MqttFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;

/** Paho's client for MQTT 3.1.1. */
final class Paho3 implements PahoClient {
    private static final Duration DISCONNECT_LIMIT = Duration.ofSeconds(2);
    private static final int MOST_IN_FLIGHT = 1000;
    private static final int REFUSED = 0x80;

    /** Paho logs through java.util.logging, whose default prints to the console; what it has to say is told by exceptions. */
    private static final Logger LOG = Logger.getLogger("org.eclipse.paho.client.mqttv3");

    static {
        LOG.setLevel(Level.OFF);
    }

    private final MqttAsyncClient paho;
    private final Failures failures;
    private final OpenStreams streams;

    /** A client that is not connected yet; fails if the client identifier is not possible. */
    Paho3(OpenStreams streams, MqttOptions options, KeptMessages kept, Heard heard) throws MqttFailure {
        failures = new Failures(4, options.limit());
        this.streams = streams;
        try {
            paho = new MqttAsyncClient(streams.uri(), options.clientId(), kept.three());
        } catch (MqttException e) {
            throw failures.of("CONNECT", e.getReasonCode(), e);
        } catch (IllegalArgumentException e) {
            throw failures.invalid("CONNECT", e);
        }
        paho.setCallback(new Callback(heard));
    }

    private interface Operation {
        void run() throws MqttException, MqttFailure;
    }

    private void doing(String what, Operation operation) throws MqttFailure {
        try {
            operation.run();
        } catch (MqttException e) {
            throw failures.of(what, e.getReasonCode(), e);
        } catch (IllegalArgumentException e) {
            throw failures.invalid(what, e);
        }
    }

    private void await(IMqttToken token) throws MqttException {
        token.waitForCompletion(failures.limit().toMillis());
    }

    @Override
    public ConnectResult connect(MqttOptions options) throws MqttFailure {
        MqttConnectOptions connect = new MqttConnectOptions();
        List<ConnectResult> result = new ArrayList<>();
        doing("CONNECT", () -> {
            connect.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
            connect.setAutomaticReconnect(false);
            connect.setCleanSession(options.cleanSession());
            connect.setKeepAliveInterval((int) options.keepAlive().toSeconds());
            connect.setMaxInflight(MOST_IN_FLIGHT);
            options.userName().ifPresent(connect::setUserName);
            options.password().ifPresent(password -> connect.setPassword(password.copy()));
            options.will()
                    .ifPresent(
                            will -> connect.setWill(will.topic(), will.payload().toArray(), will.qos(), will.retain()));
            CompletableFuture<Void> answered = new CompletableFuture<>();
            IMqttToken token = paho.connect(connect, null, new Answer(answered));
            if (!streams.await(answered, failures.limit())) {
                throw new MqttException(MqttException.REASON_CODE_CONNECTION_LOST);
            }
            token.waitForCompletion(1);
            result.add(new ConnectResult(token.getSessionPresent()));
        });
        return result.getFirst();
    }

    @Override
    public List<Integer> subscribe(List<Subscription> subscriptions) throws MqttFailure {
        String what = "SUBSCRIBE to \"" + subscriptions.getFirst().filter() + "\"";
        List<Integer> codes = new ArrayList<>();
        doing(what, () -> {
            for (Subscription subscription : subscriptions) {
                if (subscription.noLocal() || subscription.retainAsPublished() || subscription.retainHandling() != 0) {
                    throw new MqttFailure(
                            Kind.INVALID, what + " has options that only MQTT 5 knows: connect with MQTT 5.", null);
                }
            }
            IMqttToken token = paho.subscribe(
                    subscriptions.stream().map(Subscription::filter).toArray(String[]::new),
                    subscriptions.stream().mapToInt(Subscription::qos).toArray());
            await(token);
            for (int granted : token.getGrantedQos()) {
                codes.add(granted > 2 ? REFUSED : granted);
            }
        });
        return codes;
    }

    @Override
    public void unsubscribe(String filter) throws MqttFailure {
        doing("UNSUBSCRIBE from \"" + filter + "\"", () -> await(paho.unsubscribe(filter)));
    }

    @Override
    public void publish(String topic, Bytes payload, int qos, boolean retain, MessageProperties properties)
            throws MqttFailure {
        String what = "PUBLISH to \"" + topic + "\"";
        doing(what, () -> {
            if (!properties.isNone()) {
                throw new MqttFailure(
                        Kind.INVALID, what + " has properties that only MQTT 5 knows: connect with MQTT 5.", null);
            }
            await(paho.publish(topic, payload.toArray(), qos, retain));
        });
    }

    @Override
    public void disconnect() {
        try {
            if (paho.isConnected()) {
                paho.disconnect(0).waitForCompletion(DISCONNECT_LIMIT.toMillis());
            }
        } catch (MqttException lostMeanwhile) {
            // Ended by force afterwards.
        }
    }

    @Override
    public void release() {
        try {
            paho.disconnectForcibly(0, 1, false);
            paho.close();
        } catch (MqttException alreadyDisconnected) {
            // That is what was wanted.
        }
    }

    private record Answer(CompletableFuture<Void> came) implements IMqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            came.complete(null);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable why) {
            // The token says it.
            came.complete(null);
        }
    }

    private record Callback(Heard heard) implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            heard.message(
                    topic,
                    Bytes.copyOf(message.getPayload()),
                    message.getQos(),
                    message.isRetained(),
                    message.isDuplicate());
        }

        @Override
        public void connectionLost(Throwable cause) {
            heard.lost(Failures.ending(cause));
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // Whoever published waits for the token itself.
        }
    }
}
