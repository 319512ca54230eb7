package dev.parley.sim.endpoint;

import dev.parley.journal.Bytes;
import dev.parley.sim.endpoint.BrokerSession.Subscription;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client's connection to the broker. {@link #serve} reads on the caller's thread; the rest is called under the broker's lock. */
final class BrokerConnection {
    private static final int TOPIC_ALIASES = 10;
    private static final int USUAL_RECEIVE_MAXIMUM = 65_535;
    /** More would only fill the queue of a slow link. */
    private static final int MOST_UNDER_WAY = 1000;

    private static final int REFUSED = 0x80;
    private static final int NOTHING_MATCHED = 0x11;
    private static final int MALFORMED = 0x81;
    private static final int PROTOCOL_ERROR = 0x82;
    private static final int TAKEN_OVER = 0x8e;
    private static final int INVALID_FILTER = 0x8f;
    private static final int ALIAS_INVALID = 0x94;
    private static final int WITH_WILL = 0x04;

    private final Broker broker;
    private final TlsServerSide.Plaintext client;
    private final BrokerWire wire;
    private final Map<Integer, String> aliases = new HashMap<>();

    private @Nullable BrokerSession session;
    private Optional<BrokerMessage> will = Optional.empty();
    private boolean speaks5;
    private int receiveMaximum = MOST_UNDER_WAY;
    private boolean over;

    BrokerConnection(Broker broker, TlsServerSide.Plaintext client) {
        this.broker = broker;
        this.client = client;
        this.wire = new BrokerWire(client.output());
    }

    /** Serves the client until either ends the connection. */
    void serve() throws IOException {
        byte[] buffer = new byte[8192];
        try {
            for (int n = client.input().read(buffer); n >= 0; n = client.input().read(buffer)) {
                for (MqttMessage message : wire.decode(buffer, n)) {
                    broker.exclusively(() -> take(message));
                }
            }
        } finally {
            broker.exclusively(this::gone);
            wire.end();
        }
    }

    // Under the broker's lock

    int receiveMaximum() {
        return receiveMaximum;
    }

    /** Another connection of the same client identifier came (MQTT 5 section 3.1.4). */
    void takenOver() {
        end(TAKEN_OVER);
        gone();
    }

    private void gone() {
        over = true;
        BrokerSession mine = session;
        session = null;
        if (mine != null) {
            broker.leave(mine, this, mine.isKept());
            will.ifPresent(message -> broker.publish(message, mine.clientId()));
            will = Optional.empty();
        }
    }

    /** Ends the connection from the broker's side; MQTT 5 says why. The will is published (MQTT 3.1.1 section 3.1.2.5). */
    private void end(int reason) {
        if (!over) {
            over = true;
            if (speaks5 && session != null) {
                wire.say(new MqttMessage(
                        header(MqttMessageType.DISCONNECT),
                        new MqttReasonCodeAndPropertiesVariableHeader((byte) reason, MqttProperties.NO_PROPERTIES)));
            }
            wire.end();
            gone();
        }
    }

    private void take(MqttMessage message) {
        if (over) {
            return;
        }
        if (message.decoderResult().isFailure() || message.fixedHeader() == null) {
            end(MALFORMED);
            return;
        }
        if (message instanceof MqttConnectMessage connect) {
            if (session == null) {
                connect(connect);
            } else {
                end(PROTOCOL_ERROR);
            }
            return;
        }
        BrokerSession mine = session;
        if (mine == null) {
            end(PROTOCOL_ERROR);
            return;
        }
        switch (message.fixedHeader().messageType()) {
            case PUBLISH -> published((MqttPublishMessage) message, mine);
            case PUBACK, PUBCOMP -> mine.landed(identifier(message));
            case PUBREC -> recorded(message, mine);
            case PUBREL -> {
                mine.released(identifier(message));
                acknowledge(MqttMessageType.PUBCOMP, identifier(message));
            }
            case SUBSCRIBE -> subscribe((MqttSubscribeMessage) message, mine);
            case UNSUBSCRIBE -> unsubscribe((MqttUnsubscribeMessage) message, mine);
            case PINGREQ -> wire.say(MqttMessage.PINGRESP);
            case DISCONNECT -> disconnect(message, mine);
            case CONNECT, CONNACK, SUBACK, UNSUBACK, PINGRESP, AUTH -> end(PROTOCOL_ERROR);
        }
    }

    private void connect(MqttConnectMessage connect) {
        speaks5 = connect.variableHeader().version() >= 5;
        MqttProperties asked = connect.variableHeader().properties();
        boolean clean = connect.variableHeader().isCleanSession();
        String clientId = connect.payload().clientIdentifier();
        MqttProperties told = new MqttProperties();
        if (clientId.isEmpty()) {
            if (!clean && !speaks5) {
                wire.say(connack(MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED, false, told));
                end(0);
                return;
            }
            clientId = broker.newClientId();
            told.add(new MqttProperties.StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, clientId));
        }
        if (connect.variableHeader().isWillFlag()) {
            will = Optional.of(new BrokerMessage(
                    connect.payload().willTopic(),
                    Bytes.wrap(connect.payload().willMessageInBytes()),
                    connect.variableHeader().willQos(),
                    connect.variableHeader().isWillRetain(),
                    BrokerMessage.travelling(connect.payload().willProperties())));
        }
        long expiry = speaks5
                ? Integer.toUnsignedLong(number(asked, MqttProperties.SESSION_EXPIRY_INTERVAL, 0))
                : clean ? 0 : BrokerSession.FOR_EVER;
        receiveMaximum = Math.min(MOST_UNDER_WAY, number(asked, MqttProperties.RECEIVE_MAXIMUM, USUAL_RECEIVE_MAXIMUM));
        told.add(new MqttProperties.IntegerProperty(MqttProperties.TOPIC_ALIAS_MAXIMUM, TOPIC_ALIASES));
        BrokerSession mine = broker.take(clientId, clean, this);
        mine.expiresAfter(expiry);
        session = mine;
        int keepAlive = connect.variableHeader().keepAliveTimeSeconds();
        wire.start(Duration.ofMillis(keepAlive * 1500L), () -> broker.exclusively(() -> end(0x8d)));
        wire.say(connack(MqttConnectReturnCode.CONNECTION_ACCEPTED, mine.isPresent(), told));
        mine.resume();
    }

    private static int number(MqttProperties properties, int name, int otherwise) {
        return properties.getProperty(name) instanceof MqttProperties.IntegerProperty found ? found.value() : otherwise;
    }

    private static MqttConnAckMessage connack(MqttConnectReturnCode code, boolean present, MqttProperties properties) {
        return new MqttConnAckMessage(
                header(MqttMessageType.CONNACK), new MqttConnAckVariableHeader(code, present, properties));
    }

    private void disconnect(MqttMessage message, BrokerSession mine) {
        boolean withWill = false;
        if (message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader said) {
            withWill = said.reasonCode() == WITH_WILL;
            if (said.properties().getProperty(MqttProperties.SESSION_EXPIRY_INTERVAL)
                    instanceof MqttProperties.IntegerProperty expiry) {
                mine.expiresAfter(Integer.toUnsignedLong(expiry.value()));
            }
        }
        if (!withWill) {
            will = Optional.empty();
        }
        gone();
        wire.end();
    }

    private void published(MqttPublishMessage publish, BrokerSession mine) {
        Bytes payload = Bytes.wrap(ByteBufUtil.getBytes(publish.payload()));
        publish.release();
        int qos = publish.fixedHeader().qosLevel().value();
        int identifier = publish.variableHeader().packetId();
        MqttProperties properties = publish.variableHeader().properties();
        @Nullable String topic = topic(publish.variableHeader().topicName(), properties);
        if (topic == null) {
            end(ALIAS_INVALID);
            return;
        }
        BrokerMessage message = new BrokerMessage(
                topic,
                payload,
                qos,
                publish.fixedHeader().isRetain(),
                speaks5 ? BrokerMessage.travelling(properties) : MqttProperties.NO_PROPERTIES);
        // The answer goes first: what comes of the message may fill the client's line.
        if (qos == 1) {
            acknowledge(MqttMessageType.PUBACK, identifier);
        } else if (qos == 2) {
            boolean first = mine.accept(identifier);
            acknowledge(MqttMessageType.PUBREC, identifier);
            if (!first) {
                return;
            }
        }
        broker.publish(message, mine.clientId());
    }

    /** The topic, by its alias where that stands in its place; nothing where the alias was not told. */
    private @Nullable String topic(String named, MqttProperties properties) {
        int alias = number(properties, MqttProperties.TOPIC_ALIAS, 0);
        if (alias == 0) {
            return named;
        }
        if (alias > TOPIC_ALIASES) {
            return null;
        }
        if (!named.isEmpty()) {
            aliases.put(alias, named);
        }
        return aliases.get(alias);
    }

    private void recorded(MqttMessage message, BrokerSession mine) {
        int identifier = identifier(message);
        boolean refuses = message.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
                && (reply.reasonCode() & 0xff) >= REFUSED;
        if (refuses) {
            mine.landed(identifier);
        } else {
            mine.received(identifier);
            release(identifier);
        }
    }

    private void subscribe(MqttSubscribeMessage asked, BrokerSession mine) {
        List<Integer> codes = new ArrayList<>();
        List<BrokerMessage> retained = new ArrayList<>();
        int number =
                number(asked.idAndPropertiesVariableHeader().properties(), MqttProperties.SUBSCRIPTION_IDENTIFIER, 0);
        for (MqttTopicSubscription one : asked.payload().topicSubscriptions()) {
            if (!Broker.isFilter(one.topicFilter())) {
                codes.add(speaks5 ? INVALID_FILTER : REFUSED);
                continue;
            }
            Subscription subscription = new Subscription(
                    one.topicFilter(),
                    one.option().qos().value(),
                    one.option().isNoLocal(),
                    one.option().isRetainAsPublished(),
                    number);
            boolean isNew = mine.subscribe(subscription);
            codes.add(subscription.qos());
            RetainedHandlingPolicy policy = one.option().retainHandling();
            boolean wanted = policy == RetainedHandlingPolicy.SEND_AT_SUBSCRIBE
                    || (policy == RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS && isNew);
            if (wanted && !subscription.isShared()) {
                broker.retained(subscription.filter()).forEach(message -> retained.add(message.as(subscription, true)));
            }
        }
        wire.say(new MqttSubAckMessage(
                header(MqttMessageType.SUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(identifier(asked), MqttProperties.NO_PROPERTIES),
                new MqttSubAckPayload(codes)));
        retained.forEach(mine::deliver);
    }

    private void unsubscribe(MqttUnsubscribeMessage asked, BrokerSession mine) {
        List<Short> codes = asked.payload().topics().stream()
                .map(filter -> (short) (mine.unsubscribe(filter) ? 0 : NOTHING_MATCHED))
                .toList();
        wire.say(new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(identifier(asked), MqttProperties.NO_PROPERTIES),
                new MqttUnsubAckPayload(speaks5 ? codes : List.of())));
    }

    void publish(int identifier, BrokerMessage message, boolean duplicate) {
        wire.say(new MqttPublishMessage(
                new MqttFixedHeader(
                        MqttMessageType.PUBLISH, duplicate, MqttQoS.valueOf(message.qos()), message.retain(), 0),
                new MqttPublishVariableHeader(
                        message.topic(), identifier, speaks5 ? message.properties() : MqttProperties.NO_PROPERTIES),
                Unpooled.wrappedBuffer(message.payload().toArray())));
    }

    void release(int identifier) {
        wire.say(new MqttMessage(
                new MqttFixedHeader(MqttMessageType.PUBREL, false, MqttQoS.AT_LEAST_ONCE, false, 0),
                MqttMessageIdVariableHeader.from(identifier)));
    }

    private void acknowledge(MqttMessageType type, int identifier) {
        wire.say(new MqttMessage(header(type), MqttMessageIdVariableHeader.from(identifier)));
    }

    private static int identifier(MqttMessage message) {
        return ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
