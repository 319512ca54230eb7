package dev.parley.ui.mqtt;

import dev.parley.mqtt.Handshake;
import dev.parley.mqtt.Handshakes;
import dev.parley.mqtt.MqttPacket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The exchanges of QoS 1 and 2 as they stand, per connection. One owner. */
final class InFlight {
    private static final class Followed {
        private final Handshakes handshakes = new Handshakes();
        private int taken;
    }

    private final Map<Integer, Followed> connections = new HashMap<>();

    void clear() {
        connections.clear();
    }

    /** Takes in what came since the last time. */
    void accept(Map<Integer, List<MqttPacket>> packets) {
        packets.forEach((socket, line) -> {
            Followed followed = connections.computeIfAbsent(socket, its -> new Followed());
            for (; followed.taken < line.size(); followed.taken++) {
                followed.handshakes.accept(line.get(followed.taken));
            }
        });
    }

    /** The exchange that a row's packet is of. */
    Optional<Handshake> of(MqttRow row) {
        return Optional.ofNullable(connections.get(row.socket()))
                .flatMap(followed -> followed.handshakes.of(row.packet().index()));
    }

    /** Behind the QoS of a message: under way, or over. */
    String mark(MqttRow row) {
        return of(row).filter(it -> it.qos() > 0)
                .map(it -> it.state().isOpen() ? " …" : it.state() == Handshake.State.COMPLETE ? " ✓" : " ✗")
                .orElse("");
    }

    /** How many are under way, for the panel's header; empty where none is. */
    String words() {
        long open = connections.values().stream()
                .mapToLong(followed -> followed.handshakes.inFlight().size())
                .sum();
        return open == 0 ? "" : " · " + open + " in flight";
    }
}
