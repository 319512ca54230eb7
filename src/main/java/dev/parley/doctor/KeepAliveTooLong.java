package dev.parley.doctor;

import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.socket.ModemSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The MQTT keep-alive is longer than the network remembers a silent connection (MQTT 3.1.1 section 3.1.2.10). */
final class KeepAliveTooLong implements SocketRule {
    @Override
    public String code() {
        return "keep-alive-too-long";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        Optional<IdleDeath> death = IdleDeath.of(session, socket);
        int keepAlive = IdleDeath.keepAlive(session, socket);
        Optional<MqttPacket> connect = Facts.packet(session, socket, MqttPacketType.CONNECT);
        if (death.isEmpty() || connect.isEmpty() || keepAlive < death.get().idle() * 0.9 / 1e9) {
            return Optional.empty();
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence(
                "CONNECT asks for a keep-alive of " + keepAlive + " s: the client may be silent so long",
                session.places(socket.ordinal(), connect.get()),
                connect.get().nanos()));
        evidence.addAll(death.get().evidence());
        long half = Math.max(10, death.get().idle() / 2_000_000_000L);
        return Optional.of(new Finding(
                code(),
                0.94,
                "The keep-alive of " + keepAlive + " s is too long for this network: the connection was dead after "
                        + Facts.time(death.get().idle()) + " of silence",
                "MQTT's keep-alive is there to be heard before anything in between forgets the connection. Here the"
                        + " network forgot it first, and the client noticed only when it sent again.",
                evidence,
                List.of(
                        "Set the keep-alive to " + half
                                + " s or less, and find the longest that holds by halving and doubling it.",
                        "If the device sleeps longer than that, close the connection before it does."),
                "With a keep-alive of " + half + " s the connection dies at the same age."));
    }
}
