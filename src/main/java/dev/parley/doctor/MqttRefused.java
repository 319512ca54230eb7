package dev.parley.doctor;

import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.socket.ModemSocket;
import java.util.List;
import java.util.Optional;

/** The broker answered CONNECT with a refusal (MQTT 3.1.1 section 3.2.2.3; MQTT 5 section 3.2.2.2). */
final class MqttRefused implements SocketRule {
    @Override
    public String code() {
        return "mqtt-refused";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        return Facts.packet(session, socket, MqttPacketType.CONNACK)
                .filter(packet -> packet.code().orElse(0) != 0)
                .map(packet -> finding(session, socket, packet));
    }

    private Finding finding(CaseView session, ModemSocket socket, MqttPacket packet) {
        int code = packet.code().orElse(0);
        return new Finding(
                code(),
                0.95,
                "The broker refused the MQTT connection: "
                        + packet.codeInWords().replaceFirst("^refused: ", "") + " (" + code + ")",
                "TLS is established; the refusal is about MQTT: client id, credentials or rights.",
                List.of(new Evidence(
                        "CONNACK with code " + code, session.places(socket.ordinal(), packet), packet.nanos())),
                switch (code) {
                    case 1, 0x84 -> List.of("Use the protocol version that the broker speaks: --mqtt 3.1.1 or 5.");
                    case 2, 0x85 ->
                        List.of("Use another client id: 1 to 23 letters and digits are always allowed; the broker's"
                                + " policy may name the ids it takes.");
                    case 3, 0x88 -> List.of("Try again later, or look at the broker's own log.");
                    case 4, 0x86 -> List.of("Check user name and password.");
                    default ->
                        List.of("Check that the policy allows iot:Connect for this client id, and the broker's access"
                                + " list.");
                },
                "The same client id and credentials are accepted from another network.");
    }
}
