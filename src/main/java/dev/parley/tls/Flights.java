package dev.parley.tls;

import dev.parley.tls.HandshakeState.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Flights: the messages one side sends before it waits for the other (RFC 5246 section 7.3, RFC 6347 section 4.2.4).
 *
 * <p>The client's ChangeCipherSpec of TLS 1.3, which changes nothing, may leave in the midst of the server's flight (RFC 8446 appendix
 * D.4); it counts to the client's next one.
 */
public final class Flights {
    private Flights() {}

    /**
     * The flight of each of {@code steps}, from 1, and 0 for a state in which nothing crosses the wire. What has crossed tells it by
     * the turns it really took; what has not, by who speaks in it.
     *
     * @param messages of the conversation that has these steps
     */
    public static List<Integer> of(List<TlsMessage> messages, List<HandshakeStep> steps) {
        boolean tls13 = steps.stream().anyMatch(step -> step.state() == HandshakeState.ENCRYPTED_EXTENSIONS);
        Map<Integer, Integer> seen = seen(messages, tls13);
        List<Integer> flights = new ArrayList<>();
        Lane speaker = Lane.NONE;
        int flight = 0;
        for (HandshakeStep step : steps) {
            Lane lane = step.state().lane();
            if (lane == Lane.NONE) {
                flights.add(0);
                continue;
            }
            Integer real = step.message().isPresent() ? seen.get(step.message().getAsInt()) : null;
            if (real != null) {
                flight = real;
            } else if (lane != speaker) {
                flight++;
            }
            speaker = lane;
            flights.add(flight);
        }
        return List.copyOf(flights);
    }

    /** The flight of each message of the handshake, by its index. */
    private static Map<Integer, Integer> seen(List<TlsMessage> messages, boolean tls13) {
        Map<Integer, Integer> flights = new HashMap<>();
        int flight = 0;
        TlsMessage before = null;
        for (TlsMessage message : messages) {
            boolean speaks = message instanceof TlsMessage.Handshake
                    || (message instanceof TlsMessage.ChangeCipherSpec && !tls13);
            if (speaks) {
                if (before == null || before.direction() != message.direction()) {
                    flight++;
                }
                before = message;
                flights.put(message.index(), flight);
            }
        }
        return flights;
    }
}
