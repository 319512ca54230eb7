package dev.parley.ui.mqtt;

import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.session.ControllerState;
import dev.parley.ui.shared.Mark;
import dev.parley.ui.shared.Shown;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** How MQTT stands, told from the packets on the wire. */
record MqttStatus(Mark mark, String words, boolean ready) {
    static MqttStatus of(Shown shown) {
        List<MqttPacket> packets = shown.view().packets().values().stream()
                .flatMap(Collection::stream)
                .toList();
        boolean ready = shown.state().phase() == ControllerState.Phase.READY;
        Optional<MqttPacket> accepted = packets.stream()
                .filter(packet -> packet.type() == MqttPacketType.CONNACK)
                .reduce((a, b) -> b);
        long subscriptions = packets.stream()
                .filter(packet -> packet.type() == MqttPacketType.SUBSCRIBE)
                .count();
        if (accepted.isPresent()) {
            int code = accepted.get().code().orElse(0);
            if (code != 0) {
                return new MqttStatus(Mark.FAILED, "refused by the broker, code " + code, false);
            }
            String more = subscriptions == 0
                    ? ""
                    : " · " + subscriptions + (subscriptions == 1 ? " subscription" : " subscriptions");
            return ready
                    ? new MqttStatus(Mark.DONE, "connected" + more, true)
                    : new MqttStatus(Mark.WAITING, "was connected" + more, false);
        }
        if (packets.stream().anyMatch(packet -> packet.type() == MqttPacketType.CONNECT)) {
            return new MqttStatus(Mark.RUNNING, "CONNECT sent, no CONNACK yet", false);
        }
        return new MqttStatus(Mark.WAITING, "not connected", false);
    }
}
