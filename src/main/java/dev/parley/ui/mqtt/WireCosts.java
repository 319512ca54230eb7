package dev.parley.ui.mqtt;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the messages of a session cost on their way, each measured once where nothing can change it any more. */
final class WireCosts {
    /** An exchange that begins so long after a packet does not carry it. */
    private static final long SETTLED_NANOS = 10_000_000_000L;

    private record Message(int socket, int index) {}

    private final Map<Message, WireCost> settled = new HashMap<>();

    /** Of another session. */
    void forget() {
        settled.clear();
    }

    WireCost of(MqttRow row, CaseView view) {
        Message message = new Message(row.socket(), row.packet().index());
        WireCost known = settled.get(message);
        if (known != null) {
            return known;
        }
        WireCost cost = WireCost.of(
                row.packet(),
                view.places(row.socket(), row.packet()),
                view.conversations().containsKey(row.socket()),
                view.exchanges());
        if (isSettled(row, view)) {
            settled.put(message, cost);
        }
        return cost;
    }

    private static boolean isSettled(MqttRow row, CaseView view) {
        List<Exchange> exchanges = view.exchanges();
        return !view.live()
                || (!exchanges.isEmpty()
                        && exchanges.getLast().startNanos() > row.packet().nanos() + SETTLED_NANOS);
    }
}
