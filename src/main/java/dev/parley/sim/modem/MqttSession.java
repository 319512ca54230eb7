package dev.parley.sim.modem;

import static dev.parley.sim.modem.AtCommand.quoted;

import dev.parley.journal.Bytes;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One MQTT client inside the modem: MQTT 3.1 or 3.1.1 over a stream, and the URCs that tell of it (BG96 MQTT application note).
 * For the modem's thread.
 */
final class MqttSession implements Stream.Listener {
    /** States of {@code AT+QMTCONN?}. */
    enum State {
        OPENING(0),
        INITIAL(1),
        CONNECTING(2),
        CONNECTED(3),
        DISCONNECTING(4),
        CLOSED(0);

        private final int number;

        State(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** Results of {@code +QMTSTAT}. */
    static final int PEER_CLOSED = 1;

    static final int PING_UNANSWERED = 2;
    static final int CONNECT_UNANSWERED = 4;
    static final int LINK_DOWN = 7;

    /** A packet that waits for its acknowledgement. */
    private record Flight(String urc, Supplier<MqttMessage> again) {}

    private final int index;
    private final MqttOptions options;
    private final SimulatedModem modem;
    private final MqttInbox inbox;
    private final MqttCodec codec = new MqttCodec();
    private final Map<Integer, Flight> flights = new HashMap<>();
    private final Set<Integer> halfReceived = new HashSet<>();

    private State state = State.OPENING;
    private @Nullable Stream stream;
    private long lastSent;
    private boolean pinging;

    MqttSession(int index, MqttOptions options, SimulatedModem modem, MqttInbox inbox) {
        this.index = index;
        this.options = options;
        this.modem = modem;
        this.inbox = inbox;
    }

    void over(Stream opened) {
        stream = opened;
    }

    State state() {
        return state;
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    // ---- what the host asks

    void connect(String clientId, String user, String password) {
        state = State.CONNECTING;
        MqttMessageBuilders.ConnectBuilder connect = MqttMessageBuilders.connect()
                .protocolVersion(options.protocol() == 3 ? MqttVersion.MQTT_3_1 : MqttVersion.MQTT_3_1_1)
                .clientId(clientId)
                .cleanSession(options.cleanSession())
                .keepAlive(options.keepAliveSeconds());
        if (!user.isEmpty()) {
            connect.hasUser(true).username(user);
        }
        if (!password.isEmpty()) {
            connect.hasPassword(true).password(Bytes.utf8(password).toArray());
        }
        List<String> will = options.will();
        if (will.size() >= 5 && will.get(0).equals("1")) {
            connect.willFlag(true)
                    .willQoS(MqttQoS.valueOf(Integer.parseInt(will.get(1))))
                    .willRetain(will.get(2).equals("1"))
                    .willTopic(Bytes.latin1(will.get(3)).utf8())
                    .willMessage(Bytes.latin1(will.get(4)).toArray());
        }
        MqttConnectMessage message = connect.build();
        transmit(message);
        modem.after(packetLimit().multipliedBy(1L + options.retries()), () -> {
            if (state == State.CONNECTING) {
                lost(CONNECT_UNANSWERED);
            }
        });
    }

    /** Publishes; the URC with the result follows. {@code id} is 0 for QoS 0. */
    void publish(String name, int id, int qos, boolean retain, String topic, Bytes payload) {
        String urc = name + ": " + index + "," + id + ",";
        if (qos == 0) {
            transmit(publishMessage(id, qos, false, retain, topic, payload));
            modem.after(Duration.ofMillis(5), () -> modem.urc(urc + "0"));
            return;
        }
        fly(id, urc, duplicate -> publishMessage(id, qos, duplicate, retain, topic, payload));
    }

    private static MqttMessage publishMessage(
            int id, int qos, boolean duplicate, boolean retain, String topic, Bytes payload) {
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, duplicate, MqttQoS.valueOf(qos), retain, 0),
                new MqttPublishVariableHeader(topic, id),
                Unpooled.wrappedBuffer(payload.toArray()));
    }

    void subscribe(int id, Map<String, Integer> filters) {
        fly(id, "+QMTSUB: " + index + "," + id + ",", duplicate -> {
            MqttMessageBuilders.SubscribeBuilder subscribe =
                    MqttMessageBuilders.subscribe().messageId(id);
            filters.forEach((filter, qos) -> subscribe.addSubscription(MqttQoS.valueOf(qos), filter));
            return subscribe.build();
        });
    }

    void unsubscribe(int id, List<String> filters) {
        fly(id, "+QMTUNS: " + index + "," + id + ",", duplicate -> {
            MqttMessageBuilders.UnsubscribeBuilder unsubscribe =
                    MqttMessageBuilders.unsubscribe().messageId(id);
            filters.forEach(unsubscribe::addTopicFilter);
            return unsubscribe.build();
        });
    }

    void disconnect() {
        state = State.DISCONNECTING;
        transmit(MqttMessage.DISCONNECT);
        stream().close();
    }

    void close() {
        if (state == State.OPENING) {
            // There is nothing to say goodbye to yet.
            drop();
            modem.after(modem.options().sendLatency(), this::released);
            return;
        }
        state = State.CLOSED;
        stream().close();
        codec.close();
    }

    void drop() {
        state = State.CLOSED;
        stream().abort();
        codec.close();
    }

    // ---- what the network brings

    @Override
    public void opened(String remoteAddress, int localPort) {
        state = State.INITIAL;
        modem.urc("+QMTOPEN: " + index + ",0");
    }

    @Override
    public void failed(TcpError error) {
        state = State.CLOSED;
        codec.close();
        int result = error == TcpError.DNS_FAILED ? 4 : options.tls() ? -1 : 5;
        modem.urc("+QMTOPEN: " + index + "," + result);
        if (modem.options().dialect().mqttOpenError()) {
            modem.urc("ERROR");
        }
    }

    @Override
    public void received(Bytes bytes) {
        if (state == State.CLOSED) {
            return;
        }
        for (MqttMessage message : codec.decode(bytes)) {
            if (message.decoderResult().isFailure()) {
                lost(PEER_CLOSED);
                return;
            }
            take(message);
        }
    }

    @Override
    public void ended() {
        boolean meant = state == State.DISCONNECTING || state == State.CLOSED;
        if (!meant) {
            lost(state == State.INITIAL ? LINK_DOWN : PEER_CLOSED);
        }
    }

    @Override
    public void acknowledged(int count) {
        // MQTT counts its own acknowledgements.
    }

    @Override
    public void released() {
        if (state == State.DISCONNECTING) {
            state = State.CLOSED;
            codec.close();
            modem.urc("+QMTDISC: " + index + ",0");
        } else if (state == State.CLOSED) {
            modem.urc("+QMTCLOSE: " + index + ",0");
        }
    }

    @Override
    public int unread() {
        return 0;
    }

    // ---- inside

    private void take(MqttMessage message) {
        switch (message.fixedHeader().messageType()) {
            case CONNACK ->
                accepted(((MqttConnAckMessage) message)
                        .variableHeader()
                        .connectReturnCode()
                        .byteValue());
            case PUBLISH -> arrived((MqttPublishMessage) message);
            case PUBACK, PUBCOMP, UNSUBACK -> landed(id(message), "0");
            case PUBREC -> transmit(acknowledgement(MqttMessageType.PUBREL, id(message)));
            case PUBREL -> {
                halfReceived.remove(id(message));
                transmit(acknowledgement(MqttMessageType.PUBCOMP, id(message)));
            }
            case SUBACK ->
                landed(
                        id(message),
                        "0,"
                                + ((MqttSubAckMessage) message)
                                        .payload().reasonCodes().stream()
                                                .map(String::valueOf)
                                                .collect(Collectors.joining(",")));
            case PINGRESP -> pinging = false;
            default -> lost(PEER_CLOSED);
        }
    }

    private void accepted(int code) {
        if (state == State.CONNECTING) {
            state = code == 0 ? State.CONNECTED : State.INITIAL;
            modem.urc("+QMTCONN: " + index + ",0," + code);
            keepAlive();
        }
    }

    private void arrived(MqttPublishMessage message) {
        int id = message.variableHeader().packetId();
        MqttQoS qos = message.fixedHeader().qosLevel();
        String topic = message.variableHeader().topicName();
        Bytes payload = MqttCodec.bytes(message.payload());
        message.release();
        boolean again = qos == MqttQoS.EXACTLY_ONCE && !halfReceived.add(id);
        if (qos == MqttQoS.AT_LEAST_ONCE) {
            transmit(acknowledgement(MqttMessageType.PUBACK, id));
        } else if (qos == MqttQoS.EXACTLY_ONCE) {
            transmit(acknowledgement(MqttMessageType.PUBREC, id));
        }
        if (!again) {
            int shown = qos == MqttQoS.AT_MOST_ONCE ? 0 : id;
            String head = index + "," + shown + "," + quoted(Bytes.utf8(topic).latin1()) + ",";
            if (options.keepsMessages()) {
                inbox.keep(head, payload).ifPresent(place -> modem.urc("+QMTRECV: " + index + "," + place));
            } else {
                modem.urc("+QMTRECV: " + head, shown(payload, options.tellsLengths()), "\r\n");
            }
        }
    }

    /** A payload as {@code +QMTRECV} shows it. */
    static Bytes shown(Bytes payload, boolean withLength) {
        return Bytes.latin1(withLength ? payload.length() + ",\"" : "\"")
                .plus(payload)
                .plus(Bytes.latin1("\""));
    }

    private interface Packet {
        MqttMessage build(boolean duplicate);
    }

    private void fly(int id, String urc, Packet packet) {
        flights.put(id, new Flight(urc, () -> packet.build(true)));
        transmit(packet.build(false));
        watch(id, 1);
    }

    private void watch(int id, int tries) {
        Flight flight = flights.get(id);
        modem.after(packetLimit(), () -> {
            if (flight == null || !flight.equals(flights.get(id)) || state != State.CONNECTED) {
                return;
            }
            if (tries > options.retries()) {
                landed(id, "2");
                return;
            }
            if (options.tellsRetries()) {
                modem.urc(flight.urc() + "1," + tries);
            }
            transmit(flight.again().get());
            watch(id, tries + 1);
        });
    }

    private void landed(int id, String result) {
        Flight flight = flights.remove(id);
        if (flight != null) {
            modem.urc(flight.urc() + result);
        }
    }

    private void keepAlive() {
        int seconds = options.keepAliveSeconds();
        if (seconds == 0 || state != State.CONNECTED) {
            return;
        }
        long idleUntil = lastSent + Duration.ofSeconds(seconds).toNanos();
        modem.at(idleUntil, () -> {
            if (state != State.CONNECTED) {
                return;
            }
            if (lastSent + Duration.ofSeconds(seconds).toNanos() <= modem.now()) {
                ping();
            }
            keepAlive();
        });
    }

    private void ping() {
        pinging = true;
        transmit(MqttMessage.PINGREQ);
        modem.after(packetLimit(), () -> {
            if (pinging && state == State.CONNECTED) {
                lost(PING_UNANSWERED);
            }
        });
    }

    /** The connection is lost: the client is gone, and the host is told why. */
    private void lost(int why) {
        drop();
        modem.urc("+QMTSTAT: " + index + "," + why);
    }

    private void transmit(MqttMessage message) {
        lastSent = modem.now();
        stream().send(codec.encode(message));
    }

    private Stream stream() {
        Stream open = stream;
        if (open == null) {
            throw new IllegalStateException("an MQTT client without a connection");
        }
        return open;
    }

    private Duration packetLimit() {
        return Duration.ofSeconds(options.packetSeconds());
    }

    private static int id(MqttMessage message) {
        return ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
    }

    private static MqttMessage acknowledgement(MqttMessageType type, int id) {
        MqttQoS qos = type == MqttMessageType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE;
        return new MqttMessage(new MqttFixedHeader(type, false, qos, false, 0), MqttMessageIdVariableHeader.from(id));
    }
}
