package dev.parley.sim.endpoint;

import dev.parley.mqtt.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client's session in the broker (MQTT 5 section 4.1): it may outlive its connections. Under the broker's lock. */
final class BrokerSession {
    /** MQTT 5: the session never ends by itself. */
    static final long FOR_EVER = 0xffff_ffffL;

    private static final int LAST_IDENTIFIER = 65_535;
    /** What a client that is away may have waiting; later messages are dropped. */
    private static final int MOST_WAITING = 100_000;

    /**
     * One subscription.
     *
     * @param identifier MQTT 5's subscription identifier; 0 for none
     */
    record Subscription(String filter, int qos, boolean noLocal, boolean retainAsPublished, int identifier) {
        boolean isShared() {
            return filter.startsWith("$share/");
        }
    }

    /** A message under way to the client; released once PUBREC came. */
    private record Flight(BrokerMessage message, boolean released) {}

    private final String clientId;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final Deque<BrokerMessage> waiting = new ArrayDeque<>();
    private final Map<Integer, Flight> flights = new LinkedHashMap<>();
    /** Identifiers of QoS 2 messages that came and were not released yet. */
    private final Set<Integer> received = new HashSet<>();

    private int lastIdentifier;
    private @Nullable BrokerConnection connection;
    private boolean existed;
    private long expirySeconds;
    private long leftAt;

    BrokerSession(String clientId) {
        this.clientId = clientId;
    }

    String clientId() {
        return clientId;
    }

    Optional<BrokerConnection> connection() {
        return Optional.ofNullable(connection);
    }

    void connect(BrokerConnection by) {
        connection = by;
    }

    void disconnect() {
        connection = null;
        existed = true;
        leftAt = System.nanoTime();
    }

    /** True if a connection before this one had it. */
    boolean isPresent() {
        return existed;
    }

    void expiresAfter(long seconds) {
        expirySeconds = seconds;
    }

    boolean isKept() {
        return expirySeconds > 0;
    }

    boolean isExpired() {
        return connection == null
                && existed
                && expirySeconds < FOR_EVER
                && System.nanoTime() - leftAt
                        > Duration.ofSeconds(expirySeconds).toNanos();
    }

    /** True if there was none of that filter before. */
    boolean subscribe(Subscription subscription) {
        return subscriptions.put(subscription.filter(), subscription) == null;
    }

    boolean unsubscribe(String filter) {
        return subscriptions.remove(filter) != null;
    }

    Optional<Subscription> subscription(String filter) {
        return Optional.ofNullable(subscriptions.get(filter));
    }

    /** The subscription with the highest QoS that a topic goes to, shared ones aside: the client gets a message once. */
    Optional<Subscription> subscribed(String topic, String from) {
        return subscriptions.values().stream()
                .filter(one -> !one.isShared() && Topics.matches(one.filter(), topic))
                .filter(one -> !(one.noLocal() && from.equals(clientId)))
                .max((a, b) -> Integer.compare(a.qos(), b.qos()));
    }

    /** The shared filters that a topic goes to. */
    List<String> shared(String topic) {
        return subscriptions.values().stream()
                .filter(one -> one.isShared() && Topics.matches(one.filter(), topic))
                .map(Subscription::filter)
                .toList();
    }

    // Messages to the client

    void deliver(BrokerMessage message) {
        if (message.qos() == 0) {
            if (connection != null) {
                connection.publish(0, message, false);
            }
        } else if (waiting.size() < MOST_WAITING) {
            waiting.addLast(message);
            pump();
        }
    }

    private void pump() {
        BrokerConnection open = connection;
        while (open != null && flights.size() < open.receiveMaximum() && !waiting.isEmpty()) {
            int identifier = nextIdentifier();
            BrokerMessage next = waiting.removeFirst();
            flights.put(identifier, new Flight(next, false));
            open.publish(identifier, next, false);
        }
    }

    private int nextIdentifier() {
        do {
            lastIdentifier = lastIdentifier == LAST_IDENTIFIER ? 1 : lastIdentifier + 1;
        } while (flights.containsKey(lastIdentifier));
        return lastIdentifier;
    }

    /** After CONNACK: what an earlier connection left under way goes out again (MQTT 5 section 4.4), then what waited. */
    void resume() {
        BrokerConnection open = connection;
        if (open != null) {
            flights.forEach((identifier, flight) -> {
                if (flight.released()) {
                    open.release(identifier);
                } else {
                    open.publish(identifier, flight.message(), true);
                }
            });
            pump();
        }
    }

    /** PUBACK, PUBCOMP, or a PUBREC that refuses. */
    void landed(int identifier) {
        flights.remove(identifier);
        pump();
    }

    /** PUBREC: the client has it; from here on only PUBREL is sent. False where nothing is known of it. */
    boolean received(int identifier) {
        return flights.computeIfPresent(identifier, (id, flight) -> new Flight(flight.message(), true)) != null;
    }

    // Messages from the client

    /** A PUBLISH of QoS 2 came: true if it is the first of its identifier. */
    boolean accept(int identifier) {
        return received.add(identifier);
    }

    void released(int identifier) {
        received.remove(identifier);
    }
}
