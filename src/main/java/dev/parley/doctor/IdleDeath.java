package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.socket.SocketStream;
import java.util.List;
import java.util.Optional;

/**
 * A connection that worked, was silent for long, and did not answer any more to what was sent then.
 *
 * @param idleFrom when the last byte before the silence crossed
 * @param idle how long the silence was, in nanoseconds
 * @param first when the first byte after it was sent
 * @param waited how long it then went without an answer
 */
record IdleDeath(ModemSocket socket, long idleFrom, long idle, long first, long waited) {
    /** NATs of carriers forget a TCP connection after 30 s at the earliest as a rule; some tens of seconds are suspicious. */
    private static final long LONG_NANOS = 20_000_000_000L;

    private static final long ANSWER_NANOS = 2_000_000_000L;

    static Optional<IdleDeath> of(CaseView session, ModemSocket socket) {
        List<SocketStream.Segment> sent = socket.tx().segments();
        if (sent.isEmpty() || socket.received() == 0) {
            return Optional.empty();
        }
        long heard = socket.rx().segments().getLast().nanos();
        Optional<SocketStream.Segment> first =
                sent.stream().filter(segment -> segment.nanos() > heard).findFirst();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        long before = sent.stream()
                .mapToLong(SocketStream.Segment::nanos)
                .filter(nanos -> nanos <= heard)
                .max()
                .orElse(heard);
        long idleFrom = Math.max(before, heard);
        long idle = first.get().nanos() - idleFrom;
        long end = socket.closedNanos().orElse(session.durationNanos());
        long waited = end - first.get().nanos();
        boolean cut = socket.closedBy() == ClosedBy.PEER;
        boolean said = answered(session, socket);
        boolean unanswered = waited >= ANSWER_NANOS
                && answerIsDue(session, socket, first.get().nanos());
        return idle >= LONG_NANOS && (cut || unanswered) && said
                ? Optional.of(new IdleDeath(socket, idleFrom, idle, first.get().nanos(), waited))
                : Optional.empty();
    }

    /**
     * True if what was sent from {@code first} on asks for an answer. Of what cannot be read, all of it is taken to, unless the host then took
     * leave in good order: that is no connection it had given up.
     */
    private static boolean answerIsDue(CaseView session, ModemSocket socket, long first) {
        List<MqttPacket> packets = Facts.packets(session, socket);
        return packets.isEmpty()
                ? Facts.goodbye(session, socket).isEmpty()
                : packets.stream()
                        .filter(packet -> packet.direction() == Direction.TX && packet.nanos() >= first)
                        .anyMatch(IdleDeath::asksForAnAnswer);
    }

    /** MQTT 3.1.1 and 5, section 3: a PUBLISH of QoS 0, an acknowledgement and DISCONNECT have none. */
    private static boolean asksForAnAnswer(MqttPacket packet) {
        return switch (packet.type()) {
            case PINGREQ, SUBSCRIBE, UNSUBSCRIBE, PUBREC, PUBREL, CONNECT -> true;
            case PUBLISH -> packet.qos().orElse(0) > 0;
            case CONNACK, PUBACK, PUBCOMP, SUBACK, UNSUBACK, PINGRESP, DISCONNECT, AUTH -> false;
        };
    }

    /** True if the server served it before: it spoke the last time it was spoken to. */
    private static boolean answered(CaseView session, ModemSocket socket) {
        return session.conversation(socket).map(Facts::established).orElse(true);
    }

    /** The keep-alive of the connection's CONNECT in seconds (MQTT 3.1.1 section 3.1.2.10), 0 for none; -1 where there is no CONNECT. */
    static int keepAlive(CaseView session, ModemSocket socket) {
        return Facts.packet(session, socket, MqttPacketType.CONNECT)
                .map(IdleDeath::keepAlive)
                .orElse(-1);
    }

    private static int keepAlive(MqttPacket connect) {
        int at = 1;
        while (at < connect.bytes().length() && connect.bytes().u8(at) >= 0x80) {
            at++;
        }
        // After the length: the protocol's name with its length, its level, the flags.
        int name = at + 1;
        if (name + 2 > connect.bytes().length()) {
            return -1;
        }
        int keepAlive = name + 2 + connect.bytes().u16(name) + 2;
        return keepAlive + 2 <= connect.bytes().length() ? connect.bytes().u16(keepAlive) : -1;
    }

    List<Evidence> evidence() {
        return List.of(
                new Evidence(
                        "Nothing crossed the connection for " + Facts.time(idle) + "; before, it had carried "
                                + socket.sent() + " bytes up and " + socket.received() + " down",
                        Facts.lastByte(socket, Direction.RX).map(List::of).orElse(List.of()),
                        idleFrom),
                new Evidence(
                        "What was sent then had no answer for " + Facts.time(waited)
                                + (socket.closedBy() == ClosedBy.PEER
                                        ? ", and the connection was reported closed"
                                        : ""),
                        socket.tx().segments().stream()
                                .filter(segment -> segment.nanos() >= first)
                                .limit(1)
                                .map(SocketStream.Segment::place)
                                .toList(),
                        first));
    }
}
