package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.socket.ModemSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Another client with the same id took the session over (MQTT 3.1.1 section 3.1.4; MQTT 5 reason 0x8E). */
final class DuplicateClientId implements SocketRule {
    private static final int SESSION_TAKEN_OVER = 0x8e;
    /** A close right behind a packet may be the answer to it, or to a farewell that nobody saw. */
    private static final double LEAST_SECONDS = 0.5;

    @Override
    public String code() {
        return "duplicate-client-id";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        List<MqttPacket> packets = Facts.packets(session, socket);
        Optional<MqttPacket> accepted = Facts.packet(session, socket, MqttPacketType.CONNACK)
                .filter(packet -> packet.code().orElse(0) == 0);
        Optional<MqttPacket> said = packets.stream()
                .filter(packet -> packet.type() == MqttPacketType.DISCONNECT && packet.direction() == Direction.RX)
                .filter(packet -> packet.code().orElse(0) == SESSION_TAKEN_OVER)
                .findFirst();
        Optional<Facts.PeerEnd> end = Facts.endedByPeer(session, socket);
        if (accepted.isEmpty()
                || (said.isEmpty()
                        && !end.filter(it -> thrownOut(session, socket, packets, it))
                                .isPresent())) {
            return Optional.empty();
        }
        MqttPacket last = packets.getLast();
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence(
                "CONNACK: the broker had accepted this client id",
                session.places(socket.ordinal(), accepted.get()),
                accepted.get().nanos()));
        said.ifPresent(packet -> evidence.add(new Evidence(
                "DISCONNECT with reason 0x8E, session taken over",
                session.places(socket.ordinal(), packet),
                packet.nanos())));
        end.ifPresent(it -> evidence.add(it.evidence(
                session,
                socket,
                Facts.time(it.nanos() - last.nanos()) + " after the last packet, with nothing left to answer")));
        return Optional.of(new Finding(
                code(),
                said.isPresent() ? 0.98 : 0.82,
                said.isPresent()
                        ? "Another client with the same client id took the session over"
                        : "The broker threw a client out that it had accepted: most often another one uses the same"
                                + " client id",
                "A broker knows a client by its id alone and closes the older connection when the same id connects"
                        + " again. Two devices with one id then throw each other out, again and again.",
                evidence,
                List.of(
                        "Make the id unique: the IMEI (AT+CGSN) or the serial number in it.",
                        "Look for the other one in the broker's log: two addresses with one client id.",
                        "After a lost connection wait before the next: the broker may still hold the old one."),
                "The broker's log shows that it closed for another reason, or nobody else uses this id."));
    }

    /**
     * MQTT 3.1.1 has no word for it: the close comes while nothing is left to answer and the keep-alive is not over. A server that says
     * in an alert why it closes means that, and not the client's id.
     */
    private static boolean thrownOut(
            CaseView session, ModemSocket socket, List<MqttPacket> packets, Facts.PeerEnd end) {
        if (session.conversation(socket)
                .flatMap(tls -> Facts.fatalAlert(tls, Direction.RX))
                .isPresent()) {
            return false;
        }
        MqttPacket last = packets.getLast();
        int keepAlive = IdleDeath.keepAlive(session, socket);
        double silent = (end.nanos() - last.nanos()) / 1e9;
        boolean answered = last.direction() == Direction.RX
                || last.type() == MqttPacketType.PUBACK
                || last.type() == MqttPacketType.PUBCOMP;
        // A message may still come in behind the client's own DISCONNECT.
        boolean left = packets.stream().anyMatch(packet -> packet.type() == MqttPacketType.DISCONNECT);
        return answered && !left && silent >= LEAST_SECONDS && (keepAlive <= 0 || silent < keepAlive);
    }
}
