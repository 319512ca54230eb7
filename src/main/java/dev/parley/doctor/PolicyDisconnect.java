package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The broker closed right after an MQTT request it does not allow: 3.1.1 has no other way to say so. */
final class PolicyDisconnect implements SocketRule {
    private static final long SOON_NANOS = 10_000_000_000L;
    private static final long AT_ONCE_NANOS = 2_000_000_000L;
    private static final Set<MqttPacketType> REQUESTS =
            Set.of(MqttPacketType.CONNECT, MqttPacketType.SUBSCRIBE, MqttPacketType.PUBLISH);

    @Override
    public String code() {
        return "policy-disconnect";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        List<MqttPacket> packets = Facts.packets(session, socket);
        Optional<Facts.PeerEnd> end = Facts.endedByPeer(session, socket);
        if (end.isEmpty() || packets.isEmpty()) {
            return Optional.empty();
        }
        Optional<TlsConversation> tls = session.conversation(socket);
        if (tls.flatMap(it -> Facts.fatalAlert(it, Direction.RX)).isPresent()) {
            // The server said why, and it is not the broker's reason.
            return Optional.empty();
        }
        MqttPacket last = packets.getLast();
        long closed = end.get().nanos();
        if (last.direction() != Direction.TX
                || !REQUESTS.contains(last.type())
                // A request behind the server's close_notify is not what it was about.
                || closed < last.nanos()
                || closed - last.nanos() > (isAnswered(last) ? SOON_NANOS : AT_ONCE_NANOS)) {
            return Optional.empty();
        }
        String right =
                switch (last.type()) {
                    case CONNECT -> "iot:Connect for this client id";
                    case SUBSCRIBE -> "iot:Subscribe for the filter '" + last.topic() + "' (and iot:Receive)";
                    default -> "iot:Publish for the topic '" + last.topic() + "'";
                };
        return Optional.of(new Finding(
                code(),
                0.85,
                "The broker closed the connection right after " + last.type() + ", without an answer",
                tls.map(PolicyDisconnect::handshake).orElse("")
                        + "MQTT 3.1.1 brokers close like this when a request is not allowed, AWS IoT Core above all.",
                List.of(
                        new Evidence(
                                last.type() + (last.topic().isEmpty() ? "" : " " + last.topic())
                                        + ", the last packet sent",
                                session.places(socket.ordinal(), last),
                                last.nanos()),
                        end.get().evidence(session, socket, Facts.time(closed - last.nanos()) + " later")),
                tls.filter(Facts::showedNoCertificate).isPresent()
                        ? List.of(
                                "Load the device's certificate and key (mbedtls_ssl_conf_own_cert): without them the"
                                        + " server does not know who asks.",
                                "Check that the policy allows " + right + ".")
                        : List.of(
                                "Check that the policy allows " + right + ".",
                                "If another client uses the same id, the older one is cut off: use a unique client"
                                        + " id."),
                "The broker's log shows another reason for the disconnect."));
    }

    private static String handshake(TlsConversation tls) {
        return Facts.showedNoCertificate(tls)
                ? "The TLS handshake is over, and the client showed no certificate though the server asked for one. "
                : "The TLS handshake is over and the certificate was accepted. ";
    }

    /** A PUBLISH of QoS 0 has no answer, so that its lack says nothing (MQTT 3.1.1 section 4.3.1). */
    private static boolean isAnswered(MqttPacket request) {
        return request.type() != MqttPacketType.PUBLISH || request.qos().orElse(0) > 0;
    }
}
