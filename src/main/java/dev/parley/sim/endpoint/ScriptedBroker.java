package dev.parley.sim.endpoint;

import dev.parley.mqtt.MqttPacketType;
import dev.parley.sim.fault.Occurrence;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * A broker for one client, MQTT 3.1.1 and 5, that fails where its faults and its policy want: a real one refuses nobody by order.
 * Otherwise it accepts everything and gives a message back to the client that subscribed to exactly its topic.
 */
final class ScriptedBroker {
    private static final byte NOT_AUTHORIZED = (byte) 0x87;

    private final EndpointSetup setup;
    private final FaultyStream faults;
    private final TlsServerSide.Plaintext client;
    private final EmbeddedChannel codec = new EmbeddedChannel(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE);
    private final Set<String> topics = new HashSet<>();
    private boolean speaks5;
    private boolean over;

    ScriptedBroker(EndpointSetup setup, FaultyStream faults, TlsServerSide.Plaintext client) {
        this.setup = setup;
        this.faults = faults;
        this.client = client;
    }

    /**
     * Serves the client to the end.
     *
     * @throws FaultyStream.CutException where a fault cuts the connection
     */
    void serve() throws IOException {
        byte[] buffer = new byte[4096];
        try {
            for (int n = client.input().read(buffer);
                    n >= 0 && !over;
                    n = client.input().read(buffer)) {
                codec.writeInbound(Unpooled.copiedBuffer(buffer, 0, n));
                for (MqttMessage message = codec.readInbound();
                        message != null && !over;
                        message = codec.readInbound()) {
                    take(message);
                }
                if (over) {
                    return;
                }
            }
        } finally {
            boolean _ = codec.finishAndReleaseAll();
        }
    }

    private void take(MqttMessage message) throws IOException {
        if (message.fixedHeader() == null) {
            over = true;
            return;
        }
        MqttMessageType type = message.fixedHeader().messageType();
        if (message instanceof MqttConnectMessage connect) {
            speaks5 = connect.variableHeader().version() >= 5;
        }
        for (EndpointEffect effect : faults.happens(new Occurrence.Packet(MqttPacketType.valueOf(type.name())))) {
            strike(effect);
            if (over) {
                return;
            }
        }
        if (isAllowed(message)) {
            answer(message, type);
        } else if (message instanceof MqttConnectMessage && speaks5) {
            over = true;
            say(connack(NOT_AUTHORIZED));
        } else {
            disconnect(NOT_AUTHORIZED);
        }
    }

    private boolean isAllowed(MqttMessage message) {
        Policy policy = setup.policy().orElse(null);
        return policy == null
                || switch (message) {
                    case MqttConnectMessage connect ->
                        policy.mayConnect(connect.payload().clientIdentifier(), client.certified());
                    case MqttPublishMessage publish ->
                        policy.mayPublish(publish.variableHeader().topicName());
                    case MqttSubscribeMessage subscribe ->
                        subscribe.payload().topicSubscriptions().stream()
                                .allMatch(asked -> policy.maySubscribe(asked.topicFilter()));
                    default -> true;
                };
    }

    /** The end, which only MQTT 5 has a word for. */
    private void disconnect(byte reason) throws IOException {
        over = true;
        if (speaks5) {
            say(new MqttMessage(
                    header(MqttMessageType.DISCONNECT, MqttQoS.AT_MOST_ONCE),
                    new MqttReasonCodeAndPropertiesVariableHeader(reason, MqttProperties.NO_PROPERTIES)));
        }
    }

    private void strike(EndpointEffect effect) throws IOException {
        switch (effect) {
            case EndpointEffect.Connack(var code) -> {
                over = code != 0;
                say(connack(code));
            }
            case EndpointEffect.Disconnect(var reason) -> {
                disconnect((byte) reason);
            }
            case EndpointEffect.Alert _, EndpointEffect.Renegotiate _, EndpointEffect.Close _ ->
                faults.strikeInBetween(effect);
            case EndpointEffect.Silence _, EndpointEffect.Pause _ -> {
                // These are done by the stream.
            }
        }
    }

    private void answer(MqttMessage message, MqttMessageType type) throws IOException {
        switch (type) {
            case CONNECT -> say(connack(0));
            case SUBSCRIBE -> {
                MqttSubscribeMessage subscribe = (MqttSubscribeMessage) message;
                var granted = MqttMessageBuilders.subAck()
                        .packetId(subscribe.variableHeader().messageId());
                for (MqttTopicSubscription asked : subscribe.payload().topicSubscriptions()) {
                    topics.add(asked.topicFilter());
                    granted = granted.addGrantedQos(MqttQoS.AT_MOST_ONCE);
                }
                say(granted.build());
                String first =
                        subscribe.payload().topicSubscriptions().getFirst().topicFilter();
                if (setup.retainedBytes() > 0 && first.indexOf('#') < 0 && first.indexOf('+') < 0) {
                    say(MqttMessageBuilders.publish()
                            .topicName(first)
                            .qos(MqttQoS.AT_MOST_ONCE)
                            .retained(true)
                            .payload(Unpooled.wrappedBuffer(new byte[setup.retainedBytes()]))
                            .build());
                }
            }
            case PUBLISH -> {
                MqttPublishMessage publish = (MqttPublishMessage) message;
                String topic = publish.variableHeader().topicName();
                if (publish.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE) {
                    say(MqttMessageBuilders.pubAck()
                            .packetId(publish.variableHeader().packetId())
                            .build());
                }
                if (topics.contains(topic)) {
                    say(MqttMessageBuilders.publish()
                            .topicName(topic)
                            .qos(MqttQoS.AT_MOST_ONCE)
                            .payload(publish.payload().copy())
                            .build());
                }
                publish.release();
            }
            case UNSUBSCRIBE ->
                say(new MqttMessage(
                        header(MqttMessageType.UNSUBACK, MqttQoS.AT_MOST_ONCE),
                        (MqttMessageIdVariableHeader) message.variableHeader()));
            case PINGREQ -> say(MqttMessage.PINGRESP);
            case DISCONNECT -> over = true;
            case CONNACK, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK, UNSUBACK, PINGRESP, AUTH -> {
                // Nothing is to be said to these.
            }
        }
    }

    private static MqttConnAckMessage connack(int code) {
        MqttConnectReturnCode known;
        try {
            known = MqttConnectReturnCode.valueOf((byte) code);
        } catch (IllegalArgumentException e) {
            known = MqttConnectReturnCode.CONNECTION_REFUSED_UNSPECIFIED_ERROR;
        }
        return new MqttConnAckMessage(
                header(MqttMessageType.CONNACK, MqttQoS.AT_MOST_ONCE), new MqttConnAckVariableHeader(known, false));
    }

    private static MqttFixedHeader header(MqttMessageType type, MqttQoS qos) {
        return new MqttFixedHeader(type, false, qos, false, 0);
    }

    private void say(MqttMessage message) throws IOException {
        boolean _ = codec.writeOutbound(message);
        for (ByteBuf bytes = codec.readOutbound(); bytes != null; bytes = codec.readOutbound()) {
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy);
            bytes.release();
            client.output().write(copy);
        }
        client.output().flush();
    }
}
