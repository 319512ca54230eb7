package dev.parley.sim.endpoint;

import dev.parley.mqtt.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT broker behind the endpoint, for 3.1.1 and 5: QoS 0 to 2, sessions that outlive their connections, retained messages, wills,
 * shared subscriptions, topic aliases. Everything is in memory. Any number of connections, each on its own threads.
 */
final class Broker {
    private final ReentrantLock lock = new ReentrantLock();
    // Under the lock.
    private final Map<String, BrokerSession> sessions = new HashMap<>();
    private final Map<String, BrokerMessage> retained = new LinkedHashMap<>();
    /** Whose turn it is among the members of a shared subscription. */
    private final Map<String, Integer> turns = new HashMap<>();

    private long assigned;

    /** Serves one client to its end. */
    void serve(TlsServerSide.Plaintext client) throws IOException {
        new BrokerConnection(this, client).serve();
    }

    /** Runs with everything of the broker for oneself. */
    void exclusively(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    // Under the lock.

    String newClientId() {
        return "auto-" + ++assigned;
    }

    /** The session of a client, taken over from a connection that has it; a new one where none is kept or wanted. */
    BrokerSession take(String clientId, boolean clean, BrokerConnection by) {
        @Nullable BrokerSession found = sessions.get(clientId);
        if (found != null) {
            found.connection().ifPresent(BrokerConnection::takenOver);
        }
        BrokerSession session = found == null || clean || found.isExpired() ? new BrokerSession(clientId) : found;
        sessions.put(clientId, session);
        session.connect(by);
        return session;
    }

    /** The connection of a session ended. */
    void leave(BrokerSession session, BrokerConnection by, boolean isKept) {
        if (session.connection().filter(by::equals).isEmpty()) {
            return;
        }
        session.disconnect();
        if (!isKept) {
            sessions.remove(session.clientId(), session);
        }
    }

    /** Hands a message to everybody who subscribed to its topic. */
    void publish(BrokerMessage message, String from) {
        if (message.retain()) {
            if (message.payload().isEmpty()) {
                retained.remove(message.topic());
            } else {
                retained.put(message.topic(), message);
            }
        }
        Map<String, List<BrokerSession>> shared = new LinkedHashMap<>();
        sessions.values().removeIf(BrokerSession::isExpired);
        for (BrokerSession session : List.copyOf(sessions.values())) {
            session.subscribed(message.topic(), from).ifPresent(best -> session.deliver(message.as(best)));
            session.shared(message.topic())
                    .forEach(filter -> shared.computeIfAbsent(filter, its -> new ArrayList<>())
                            .add(session));
        }
        shared.forEach((filter, members) -> {
            int turn = turns.merge(filter, 1, Integer::sum);
            BrokerSession next = members.get(turn % members.size());
            next.subscription(filter).ifPresent(one -> next.deliver(message.as(one)));
        });
    }

    /** What is retained for a filter. */
    List<BrokerMessage> retained(String filter) {
        return retained.values().stream()
                .filter(message -> Topics.matches(filter, message.topic()))
                .toList();
    }

    /** True if a filter is one (MQTT 5 section 4.7.1): {@code #} stands last, wildcards fill a level. */
    static boolean isFilter(String filter) {
        if (filter.isEmpty()) {
            return false;
        }
        String[] levels = filter.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            boolean wild = levels[i].contains("#") || levels[i].contains("+");
            if (wild && (levels[i].length() > 1 || (levels[i].equals("#") && i < levels.length - 1))) {
                return false;
            }
        }
        return true;
    }
}
