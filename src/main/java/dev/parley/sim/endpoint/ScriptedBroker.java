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
import java.util.Optional;
import java.util.Set;

/**
 * A broker for one client, MQTT 3.1.1 and 5, that fails where its faults want: a real one refuses nobody by order. Otherwise it accepts
 * everything and gives a message back to the client that subscribed to exactly its topic.
 */
final class ScriptedBroker {
    private final FaultyStream faults;
    private final TlsServerSide.Plaintext client;
    private final EmbeddedChannel codec = new EmbeddedChannel(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE);
    private final Set<String> topics = new HashSet<>();
    private boolean speaks5;
    private boolean over;

    ScriptedBroker(FaultyStream faults, TlsServerSide.Plaintext client) {
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
        Optional<EndpointEffect> effect =
                faults.happens(new Occurrence.Packet(MqttPacketType.valueOf(type.name()))).stream()
                        .findFirst();
        if (effect.isPresent()) {
            strike(effect.get());
            if (over) {
                return;
            }
        }
        answer(message, type);
    }

    private void strike(EndpointEffect effect) throws IOException {
        switch (effect) {
            case EndpointEffect.Connack(var code) -> {
                over = code != 0;
                say(connack(code));
            }
            case EndpointEffect.Disconnect(var reason) -> {
                over = true;
                if (speaks5) {
                    say(new MqttMessage(
                            header(MqttMessageType.DISCONNECT, MqttQoS.AT_MOST_ONCE),
                            new MqttReasonCodeAndPropertiesVariableHeader(
                                    (byte) reason, MqttProperties.NO_PROPERTIES)));
                }
            }
            case EndpointEffect.Alert _,
                    EndpointEffect.Close _,
                    EndpointEffect.Silence _,
                    EndpointEffect.Pause _,
                    EndpointEffect.Renegotiate _ -> {
                // These are done by the stream, or are none of a broker's.
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
