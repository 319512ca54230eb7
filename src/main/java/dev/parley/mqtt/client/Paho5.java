package dev.parley.mqtt.client;

import dev.parley.journal.Bytes;
import dev.parley.mqtt.MqttCode;
import dev.parley.mqtt.MqttPacketType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/** Paho's client for MQTT 5. */
final class Paho5 implements PahoClient {
    private static final Duration DISCONNECT_LIMIT = Duration.ofSeconds(2);
    private static final int REFUSAL = 0x80;

    /** As with 3.1.1: what Paho has to say is told by exceptions. */
    private static final Logger LOG = Logger.getLogger("org.eclipse.paho.mqttv5.client");

    static {
        LOG.setLevel(Level.OFF);
    }

    private final MqttAsyncClient paho;
    private final Failures failures;
    private final OpenStreams streams;
    private final KeptMessages kept;

    /** A client that is not connected yet; fails if the client identifier is not possible. */
    Paho5(OpenStreams streams, MqttOptions options, KeptMessages kept, Heard heard) throws MqttFailure {
        failures = new Failures(5, options.limit());
        this.kept = kept;
        this.streams = streams;
        try {
            paho = new MqttAsyncClient(streams.uri(), options.clientId(), kept.five());
        } catch (MqttException e) {
            throw failures.of("CONNECT", e.getReasonCode(), e);
        } catch (IllegalArgumentException e) {
            throw failures.invalid("CONNECT", e);
        }
        paho.setCallback(new Callback(heard));
    }

    private interface Operation<T> {
        T run() throws MqttException, MqttFailure;
    }

    private <T> T doing(String what, Operation<T> operation) throws MqttFailure {
        try {
            return operation.run();
        } catch (MqttException e) {
            throw failures.of(what, e.getReasonCode(), e);
        } catch (IllegalArgumentException e) {
            throw failures.invalid(what, e);
        }
    }

    private IMqttToken await(IMqttToken token) throws MqttException {
        token.waitForCompletion(failures.limit().toMillis());
        return token;
    }

    @Override
    public ConnectResult connect(MqttOptions options) throws MqttFailure {
        return doing("CONNECT", () -> {
            CompletableFuture<Void> answered = new CompletableFuture<>();
            IMqttToken token = paho.connect(connectOptions(options), null, new Answer(answered));
            if (!streams.await(answered, failures.limit())) {
                throw new MqttException(MqttClientException.REASON_CODE_CONNECTION_LOST);
            }
            token.waitForCompletion(1);
            @Nullable MqttProperties properties = token.getResponseProperties();
            return properties == null
                    ? new ConnectResult(token.getSessionPresent())
                    : new ConnectResult(
                            token.getSessionPresent(),
                            Optional.ofNullable(properties.getAssignedClientIdentifier()),
                            properties.getServerKeepAlive() == null
                                    ? OptionalInt.empty()
                                    : OptionalInt.of(properties.getServerKeepAlive()),
                            properties.getTopicAliasMaximum() == null ? 0 : properties.getTopicAliasMaximum());
        });
    }

    private static MqttConnectionOptions connectOptions(MqttOptions options) {
        MqttOptions.Five five = options.five().orElseThrow();
        MqttConnectionOptions connect = new MqttConnectionOptions();
        connect.setAutomaticReconnect(false);
        connect.setUseSubscriptionIdentifiers(false);
        connect.setCleanStart(options.cleanSession());
        connect.setKeepAliveInterval((int) options.keepAlive().toSeconds());
        connect.setSessionExpiryInterval(five.sessionExpirySeconds());
        connect.setReceiveMaximum(five.receiveMaximum());
        connect.setTopicAliasMaximum(five.topicAliases());
        connect.setUserProperties(paho(five.userProperties()));
        options.userName().ifPresent(connect::setUserName);
        options.password().ifPresent(password -> connect.setPassword(password.bytes()));
        options.will()
                .ifPresent(will -> connect.setWill(
                        will.topic(),
                        new MqttMessage(will.payload().toArray(), will.qos(), will.retain(), new MqttProperties())));
        return connect;
    }

    private static List<org.eclipse.paho.mqttv5.common.packet.UserProperty> paho(List<UserProperty> properties) {
        return new ArrayList<>(properties.stream()
                .map(one -> new org.eclipse.paho.mqttv5.common.packet.UserProperty(one.name(), one.value()))
                .toList());
    }

    @Override
    public List<Integer> subscribe(List<Subscription> subscriptions) throws MqttFailure {
        String what = "SUBSCRIBE to \"" + subscriptions.getFirst().filter() + "\"";
        return doing(what, () -> {
            MqttSubscription[] lines = subscriptions.stream()
                    .map(wanted -> {
                        MqttSubscription line = new MqttSubscription(wanted.filter(), wanted.qos());
                        line.setNoLocal(wanted.noLocal());
                        line.setRetainAsPublished(wanted.retainAsPublished());
                        line.setRetainHandling(wanted.retainHandling());
                        return line;
                    })
                    .toArray(MqttSubscription[]::new);
            return codes(await(paho.subscribe(lines)));
        });
    }

    private static List<Integer> codes(IMqttToken token) {
        List<Integer> codes = new ArrayList<>();
        int @Nullable [] given = token.getReasonCodes();
        if (given != null) {
            for (int code : given) {
                codes.add(code & 0xff);
            }
        }
        return codes;
    }

    @Override
    public void unsubscribe(String filter) throws MqttFailure {
        String what = "UNSUBSCRIBE from \"" + filter + "\"";
        check(what, MqttPacketType.UNSUBACK, doing(what, () -> codes(await(paho.unsubscribe(filter)))));
    }

    @Override
    public void publish(String topic, Bytes payload, int qos, boolean retain, MessageProperties about)
            throws MqttFailure {
        String what = "PUBLISH to \"" + topic + "\"";
        MqttProperties properties = new MqttProperties();
        about.expirySeconds().ifPresent(properties::setMessageExpiryInterval);
        about.contentType().ifPresent(properties::setContentType);
        about.responseTopic().ifPresent(properties::setResponseTopic);
        properties.setUserProperties(paho(about.userProperties()));
        MqttMessage message = new MqttMessage(payload.toArray(), qos, retain, properties);
        List<Integer> answer =
                doing(what, () -> codes(await(kept.publishing(topic, () -> paho.publish(topic, message)))));
        check(what, MqttPacketType.PUBACK, answer);
    }

    private void check(String what, MqttPacketType answer, List<Integer> codes) throws MqttFailure {
        for (int code : codes) {
            if (code >= REFUSAL) {
                throw failures.refused(what, answer, code);
            }
        }
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

    private record Answer(CompletableFuture<Void> came) implements MqttActionListener {
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
        public void disconnected(MqttDisconnectResponse response) {
            @Nullable MqttException exception = response.getException();
            int code = response.getReturnCode();
            String why;
            if (code >= REFUSAL && code <= 0xff) {
                String more = response.getReasonString() == null ? "" : " (" + response.getReasonString() + ")";
                why = "the broker sent DISCONNECT: " + MqttCode.meaning(MqttPacketType.DISCONNECT, 5, code) + more;
            } else {
                why = exception == null ? "the broker closed the connection" : Failures.ending(exception);
            }
            heard.lost(why);
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            // It ends the connection, and that is told.
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // Whoever published waits for the token itself.
        }

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {
            // connect() waits for it.
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            // No authentication method is offered.
        }
    }
}
