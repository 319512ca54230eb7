package dev.parley.mqtt;

import dev.parley.journal.Direction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The handshakes of one connection, from its packets as the decoder tells them. Each packet is looked at once. One owner; not safe for
 * threads.
 *
 * <p>What the host writes is told when the modem has accepted it, and the broker's answer may be there before: an answer that came
 * early waits for its question.
 */
public final class Handshakes {
    /** A handshake that grows. */
    private static final class Growing {
        private final MqttPacket first;
        private final List<Integer> packets = new ArrayList<>();
        private int repeats;
        private Handshake.State state;
        private long since;

        Growing(MqttPacket first, Handshake.State state) {
            this.first = first;
            this.state = state;
        }

        void add(MqttPacket packet, Handshake.State next) {
            packets.add(packet.index());
            since = packet.nanos();
            state = next;
        }

        Handshake picture() {
            return new Handshake(
                    first.direction(),
                    first.type(),
                    first.packetId().orElse(0),
                    first.type() == MqttPacketType.PUBLISH ? first.qos().orElse(0) : 0,
                    first.topic(),
                    packets,
                    repeats,
                    state,
                    since);
        }
    }

    private final List<Growing> all = new ArrayList<>();
    private final Map<Integer, Growing> ofPacket = new HashMap<>();
    /** The broker's answers under an identifier of the client's that was not told yet. */
    private final Map<Integer, Deque<MqttPacket>> early = new HashMap<>();

    private final Map<Direction, Long> messages = new EnumMap<>(Direction.class);
    private final Map<Direction, Map<Integer, Growing>> open =
            Map.of(Direction.TX, new HashMap<>(), Direction.RX, new HashMap<>());

    /** Takes the next packet of the connection. */
    public void accept(MqttPacket packet) {
        if (packet.packetId().isEmpty()) {
            return;
        }
        int id = packet.packetId().getAsInt();
        Direction mine = packet.direction();
        Direction other = mine == Direction.TX ? Direction.RX : Direction.TX;
        boolean refused = packet.code().orElse(0) >= 0x80;
        switch (packet.type()) {
            case PUBLISH ->
                begin(
                        packet,
                        packet.qos().orElse(0) == 2 ? Handshake.State.AWAITS_PUBREC : Handshake.State.AWAITS_PUBACK);
            case SUBSCRIBE -> begin(packet, Handshake.State.AWAITS_SUBACK);
            case UNSUBSCRIBE -> begin(packet, Handshake.State.AWAITS_UNSUBACK);
            case PUBACK, PUBCOMP, SUBACK, UNSUBACK ->
                go(other, id, packet, refused ? Handshake.State.REFUSED : Handshake.State.COMPLETE);
            case PUBREC -> go(other, id, packet, refused ? Handshake.State.REFUSED : Handshake.State.AWAITS_PUBREL);
            case PUBREL -> go(mine, id, packet, Handshake.State.AWAITS_PUBCOMP);
            case CONNECT, CONNACK, PINGREQ, PINGRESP, DISCONNECT, AUTH -> {}
        }
    }

    private Map<Integer, Growing> open(Direction direction) {
        return java.util.Objects.requireNonNull(open.get(direction));
    }

    private void begin(MqttPacket packet, Handshake.State state) {
        int id = packet.packetId().orElse(0);
        Growing known = open(packet.direction()).get(id);
        if (known != null && !packet.dup()) {
            // Its sender may use the identifier again only when the handshake is over: the last word on it comes late.
            known.state = Handshake.State.COMPLETE;
        }
        if (known != null && packet.dup()) {
            known.repeats++;
            known.add(packet, known.state);
            ofPacket.put(packet.index(), known);
            return;
        }
        Growing growing = new Growing(packet, state);
        growing.add(packet, state);
        all.add(growing);
        ofPacket.put(packet.index(), growing);
        count(packet.direction(), open(packet.direction()).put(id, growing), -1);
        count(packet.direction(), growing, 1);
        catchUp(packet.direction(), id, growing);
    }

    private void go(Direction opener, int id, MqttPacket packet, Handshake.State next) {
        @Nullable Growing growing = open(opener).get(id);
        boolean answer = packet.direction() != opener;
        if (answer && opener == Direction.TX && (growing == null || !fits(packet, growing.state))) {
            early.computeIfAbsent(id, i -> new ArrayDeque<>()).add(packet);
            return;
        }
        if (growing == null) {
            return;
        }
        growing.add(packet, next);
        ofPacket.put(packet.index(), growing);
        if (!next.isOpen()) {
            open(opener).remove(id);
            count(opener, growing, -1);
        } else if (opener == Direction.TX && !answer) {
            catchUp(opener, id, growing);
        }
    }

    /** The answers that came before the packet they answer was told. */
    private void catchUp(Direction opener, int id, Growing growing) {
        Deque<MqttPacket> waiting = opener == Direction.TX ? early.get(id) : null;
        while (waiting != null && !waiting.isEmpty() && fits(waiting.getFirst(), growing.state)) {
            accept(waiting.removeFirst());
        }
        if (waiting != null && waiting.isEmpty()) {
            early.remove(id);
        }
    }

    private static boolean fits(MqttPacket answer, Handshake.State state) {
        return switch (answer.type()) {
            case PUBACK -> state == Handshake.State.AWAITS_PUBACK;
            case PUBREC -> state == Handshake.State.AWAITS_PUBREC;
            // A modem that speaks MQTT itself tells of the last step only.
            case PUBCOMP ->
                state == Handshake.State.AWAITS_PUBCOMP || (answer.told() && state == Handshake.State.AWAITS_PUBREC);
            case SUBACK -> state == Handshake.State.AWAITS_SUBACK;
            case UNSUBACK -> state == Handshake.State.AWAITS_UNSUBACK;
            case CONNECT, CONNACK, PUBLISH, PUBREL, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, PINGRESP, DISCONNECT, AUTH ->
                false;
        };
    }

    private void count(Direction opener, @Nullable Growing growing, long change) {
        if (growing != null && growing.first.type() == MqttPacketType.PUBLISH) {
            messages.merge(opener, change, Long::sum);
        }
    }

    /** The handshake a packet belongs to, as it stands now. */
    public Optional<Handshake> of(int packet) {
        return Optional.ofNullable(ofPacket.get(packet)).map(Growing::picture);
    }

    /** The open handshake with that identifier of the end that opened it. */
    Optional<Handshake.State> state(Direction opener, int id) {
        return Optional.ofNullable(open(opener).get(id)).map(growing -> growing.state);
    }

    /** How many messages of QoS 1 and 2 {@code opener} has sent that are not acknowledged yet. */
    long messagesInFlight(Direction opener) {
        return messages.getOrDefault(opener, 0L);
    }

    /** Those that are not over, in the order they began. */
    public List<Handshake> inFlight() {
        return all.stream()
                .filter(growing -> growing.state.isOpen())
                .map(Growing::picture)
                .toList();
    }

    /** All, in the order they began. */
    public List<Handshake> all() {
        return all.stream().map(Growing::picture).toList();
    }
}
