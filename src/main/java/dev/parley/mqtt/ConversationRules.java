package dev.parley.mqtt;

import dev.parley.journal.Direction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rules that bind a packet to those before it on its connection: who may send what and when, packet identifiers, topic aliases,
 * and the limits that CONNECT and CONNACK set. One owner; what a packet costs does not depend on how many came before.
 *
 * <p>What the host writes is told when the modem has accepted it, and the broker may have answered before. So steps of a handshake are
 * held against the client only, who had seen all that was told before its packet; a broker that seems to run ahead is not accused.
 */
final class ConversationRules {
    private static final long UNLIMITED = Long.MAX_VALUE;

    /** What one end has said it takes, in CONNECT or CONNACK (MQTT 5 sections 3.1.2.11 and 3.2.2.3). */
    private record Limits(long receiveMaximum, long aliases, long packetSize, long qos, boolean retain) {
        static final Limits NONE = new Limits(65_535, 0, UNLIMITED, 2, true);

        static Limits of(PacketReading reading) {
            return new Limits(
                    reading.number(Property.RECEIVE_MAXIMUM).orElse(65_535),
                    reading.number(Property.TOPIC_ALIAS_MAXIMUM).orElse(0),
                    reading.number(Property.MAXIMUM_PACKET_SIZE).orElse(UNLIMITED),
                    reading.number(Property.MAXIMUM_QOS).orElse(2),
                    reading.number(Property.RETAIN_AVAILABLE).orElse(1) != 0);
        }
    }

    private final Handshakes handshakes = new Handshakes();
    private final Map<Direction, Map<Integer, String>> aliases =
            Map.of(Direction.TX, new HashMap<>(), Direction.RX, new HashMap<>());
    /** How many topic filters the open SUBSCRIBE or UNSUBSCRIBE with that identifier has. */
    private final Map<Integer, Integer> filters = new HashMap<>();

    private Limits client = Limits.NONE;
    private Limits server = Limits.NONE;
    private boolean connected;
    private boolean clean;
    private boolean authenticates;
    private boolean answered;
    private boolean resumed;
    private boolean clientGone;
    private boolean serverGone;

    /**
     * Looks at the next packet and adds to its verdict.
     *
     * @param size its bytes with the fixed header
     * @return its topic, also where an alias stands for it
     */
    String check(Direction sender, PacketReading packet, int size) {
        order(sender, packet);
        if (size > (sender == Direction.TX ? server : client).packetSize) {
            packet.verdict()
                    .broken(
                            "the packet is larger than its receiver takes",
                            sender == Direction.TX ? "3.2.2-15" : "3.1.2-24");
        }
        String topic = packet.topic();
        switch (packet.type()) {
            case CONNECT -> {
                client = Limits.of(packet);
                clean = packet.isClean();
                authenticates = packet.hasMethod();
                connected = true;
            }
            case CONNACK -> connack(packet);
            case PUBLISH -> topic = publish(sender, packet);
            case PUBACK -> acknowledges(sender, packet, Handshake.State.AWAITS_PUBACK);
            case PUBREC -> acknowledges(sender, packet, Handshake.State.AWAITS_PUBREC);
            case PUBREL -> release(sender, packet);
            case PUBCOMP -> acknowledges(sender, packet, Handshake.State.AWAITS_PUBCOMP);
            case SUBSCRIBE, UNSUBSCRIBE -> {
                unused(sender, packet);
                filters.put(packet.packetId(), packet.entries());
            }
            case SUBACK, UNSUBACK -> granted(packet);
            case DISCONNECT -> {
                if (sender == Direction.RX
                        && packet.number(Property.SESSION_EXPIRY_INTERVAL).isPresent()) {
                    packet.verdict().broken("a server does not set the session's expiry in DISCONNECT", "3.14.2-2");
                }
            }
            case AUTH -> {
                if (packet.level() >= 5 && !authenticates) {
                    packet.verdict()
                            .broken(
                                    "CONNECT has no authentication method, so there is no AUTH",
                                    sender == Direction.TX ? "4.12.0-7" : "4.12.0-6");
                }
            }
            case PINGREQ, PINGRESP -> {}
        }
        return topic;
    }

    /** The packet that was checked last, for those after it. */
    void took(MqttPacket packet) {
        handshakes.accept(packet);
    }

    private void order(Direction sender, PacketReading packet) {
        MqttPacketType type = packet.type();
        int level = packet.level();
        Verdict verdict = packet.verdict();
        boolean fromServer =
                switch (type) {
                    case CONNACK, SUBACK, UNSUBACK, PINGRESP -> true;
                    default -> false;
                };
        boolean fromClient =
                switch (type) {
                    case CONNECT, SUBSCRIBE, UNSUBSCRIBE, PINGREQ -> true;
                    case DISCONNECT -> level < 5;
                    default -> false;
                };
        if (sender == Direction.TX ? fromServer : fromClient) {
            verdict.broken("a " + (sender == Direction.TX ? "client" : "server") + " does not send " + type);
        } else if (connected && type == MqttPacketType.CONNECT) {
            verdict.broken("a second CONNECT on one connection", "3.1.0-2");
        } else if (sender == Direction.RX && answered && type == MqttPacketType.CONNACK) {
            verdict.broken("a second CONNACK on one connection", level, "", "3.2.0-2");
        } else if (sender == Direction.RX
                && !answered
                && type != MqttPacketType.CONNACK
                && !(level >= 5 && (type == MqttPacketType.AUTH || type == MqttPacketType.DISCONNECT))) {
            verdict.broken("the server sends " + type + " before CONNACK", "3.2.0-1");
        }
        if (sender == Direction.TX ? clientGone : serverGone) {
            verdict.broken("a packet after DISCONNECT", level, "3.14.4-2", "3.14.4-1");
        }
        if (type == MqttPacketType.DISCONNECT) {
            clientGone |= sender == Direction.TX;
            serverGone |= sender == Direction.RX;
        }
    }

    private void connack(PacketReading packet) {
        server = Limits.of(packet);
        answered = true;
        resumed = packet.flag();
        if (packet.flag() && packet.code() != 0) {
            packet.verdict().broken("CONNACK refuses and says session present", packet.level(), "3.2.2-4", "3.2.2-6");
        } else if (packet.flag() && clean) {
            packet.verdict()
                    .broken(
                            "session present, though CONNECT asked for a clean one",
                            packet.level(),
                            "3.2.2-1",
                            "3.2.2-2");
        }
    }

    private String publish(Direction sender, PacketReading packet) {
        Limits receiver = sender == Direction.TX ? server : client;
        Verdict verdict = packet.verdict();
        if (packet.qos() > receiver.qos) {
            verdict.broken("QoS " + packet.qos() + " is more than the server takes", "3.2.2-11");
        }
        if (sender == Direction.TX && packet.isRetained() && !receiver.retain) {
            verdict.broken("the server does not take retained messages", "3.2.2-14");
        }
        if (sender == Direction.TX
                && packet.number(Property.SUBSCRIPTION_IDENTIFIER).isPresent()) {
            verdict.broken("a client does not put a subscription identifier into a message", "3.3.4-6");
        }
        if (packet.qos() > 0) {
            unused(sender, packet);
            if (sender == Direction.TX
                    && !packet.isDuplicate()
                    && handshakes.messagesInFlight(sender) >= receiver.receiveMaximum) {
                verdict.broken("more than " + receiver.receiveMaximum + " messages are not acknowledged", "3.3.4-7");
            }
        }
        return alias(sender, packet, receiver);
    }

    private String alias(Direction sender, PacketReading packet, Limits receiver) {
        Map<Integer, String> known = java.util.Objects.requireNonNull(aliases.get(sender));
        int alias = (int) packet.number(Property.TOPIC_ALIAS).orElse(0);
        if (alias == 0) {
            if (packet.topic().isEmpty() && packet.level() >= 5) {
                packet.verdict().broken("there is neither a topic nor an alias");
            }
            return packet.topic();
        }
        if (alias > receiver.aliases) {
            packet.verdict()
                    .broken(
                            "the topic alias " + alias + " is more than " + receiver.aliases
                                    + ", the most its receiver takes",
                            sender == Direction.TX ? "3.2.2-17" : "3.1.2-26");
        }
        if (!packet.topic().isEmpty()) {
            known.put(alias, packet.topic());
            return packet.topic();
        }
        String topic = known.get(alias);
        if (topic == null) {
            packet.verdict().broken("the topic alias " + alias + " stands for no topic yet");
            return "";
        }
        return topic;
    }

    /** A packet that opens a handshake needs an identifier that is free, if it does not repeat an earlier one. */
    private void unused(Direction sender, PacketReading packet) {
        Optional<Handshake.State> state = handshakes.state(sender, packet.packetId());
        if (state.isEmpty() || sender == Direction.RX) {
            return;
        }
        if (!packet.isDuplicate()) {
            packet.verdict()
                    .broken(
                            "the packet identifier " + packet.packetId() + " is still in use",
                            packet.level(),
                            "2.3.1-2",
                            "2.2.1-3");
        } else if (state.get() == Handshake.State.AWAITS_PUBREL || state.get() == Handshake.State.AWAITS_PUBCOMP) {
            packet.verdict().broken("the message is sent again after PUBREC", packet.level(), "4.3.3-1", "4.3.3-6");
        }
    }

    private void acknowledges(Direction sender, PacketReading packet, Handshake.State expected) {
        if (sender == Direction.RX) {
            return;
        }
        Optional<Handshake.State> state = handshakes.state(Direction.RX, packet.packetId());
        if (state.isEmpty()) {
            unknown(packet, "2.3.1-6", "2.2.1-5");
        } else if (state.get() != expected && !isRepeatedPubrec(packet, state.get())) {
            packet.verdict()
                    .broken(
                            packet.type() + " does not fit: the handshake of packet " + packet.packetId() + " "
                                    + state.get().words(),
                            packet.level(),
                            "4.3.3-2",
                            "4.3.3-8");
        }
    }

    private static boolean isRepeatedPubrec(PacketReading packet, Handshake.State state) {
        return packet.type() == MqttPacketType.PUBREC && state == Handshake.State.AWAITS_PUBREL;
    }

    private void release(Direction sender, PacketReading packet) {
        if (sender == Direction.RX) {
            return;
        }
        Optional<Handshake.State> state = handshakes.state(sender, packet.packetId());
        if (state.isEmpty()) {
            unknown(packet, "2.3.1-6", "2.2.1-5");
        } else if (state.get() != Handshake.State.AWAITS_PUBREL && state.get() != Handshake.State.AWAITS_PUBCOMP) {
            packet.verdict().broken("PUBREL before PUBREC", packet.level(), "4.3.3-1", "4.3.3-4");
        }
    }

    private void granted(PacketReading packet) {
        boolean subscribed = packet.type() == MqttPacketType.SUBACK;
        Handshake.State expected = subscribed ? Handshake.State.AWAITS_SUBACK : Handshake.State.AWAITS_UNSUBACK;
        if (handshakes
                .state(Direction.TX, packet.packetId())
                .filter(expected::equals)
                .isEmpty()) {
            return;
        }
        Integer asked = filters.remove(packet.packetId());
        boolean counts = subscribed || packet.level() >= 5;
        if (counts && asked != null && asked != packet.entries()) {
            packet.verdict()
                    .broken(
                            "there are " + packet.entries() + " codes for " + asked + " topic filters",
                            packet.level(),
                            "3.8.4-5",
                            subscribed ? "3.8.4-6" : "3.11.3-1");
        }
    }

    /** A session that was taken up knows identifiers of an earlier connection, which nobody saw here. */
    private void unknown(PacketReading packet, String old, String five) {
        if (!resumed && packet.code() != 0x92) {
            packet.verdict()
                    .broken(
                            "the packet identifier " + packet.packetId() + " is that of no open message",
                            packet.level(),
                            old,
                            five);
        }
    }
}
