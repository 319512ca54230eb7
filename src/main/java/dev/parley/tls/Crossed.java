package dev.parley.tls;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The messages of a handshake that crossed, by the state they crossed in, and those that began to. One owner; not safe for threads. */
final class Crossed {
    /**
     * A message that crossed in a state.
     *
     * @param message its index; -1 for none
     * @param recordBytes size of its records on the wire
     * @param entered when the state was entered, since the session began; -1 if it was not
     * @param left when its last byte crossed; -1 if it has not
     */
    record Seen(int message, int recordBytes, int messageBytes, long entered, long left) {}

    private final Map<HandshakeState, Seen> done = new EnumMap<>(HandshakeState.class);
    private final Map<HandshakeState, Seen> begun = new EnumMap<>(HandshakeState.class);

    /** The state's message crossed whole, and the modem took it. */
    boolean has(HandshakeState state) {
        return done.containsKey(state);
    }

    /** The state's message crossed, or began to. */
    boolean sent(HandshakeState state) {
        return has(state) || begun.containsKey(state);
    }

    boolean isEmpty() {
        return done.isEmpty();
    }

    Optional<Seen> get(HandshakeState state) {
        return Optional.ofNullable(done.get(state));
    }

    /** The states whose message crossed whole. */
    Set<HandshakeState> states() {
        return done.keySet();
    }

    /** What crossed in part. */
    Map<HandshakeState, Seen> unfinished() {
        return new EnumMap<>(begun);
    }

    void whole(HandshakeState state, Seen seen) {
        begun.remove(state);
        done.put(state, seen);
    }

    void part(HandshakeState state, Seen seen) {
        begun.put(state, seen);
    }

    void clear() {
        done.clear();
        begun.clear();
    }
}
