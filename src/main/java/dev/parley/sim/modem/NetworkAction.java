package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.util.Optional;

/** What the modem asks of the network; {@code connection} numbers are never used twice. */
public sealed interface NetworkAction {
    /**
     * Open a TCP connection; answered with {@link SimulatedModem#connected} or {@link SimulatedModem#connectFailed}.
     *
     * @param host a name or an IP address
     */
    record Connect(int connection, String host, int port) implements NetworkAction {}

    /**
     * Open a datagram socket, to one peer or, without one, at a port of the modem's own for all; answered as {@link Connect} is.
     *
     * @param localPort of no meaning where there is a peer
     */
    record Bind(int connection, Optional<Peer> peer, int localPort) implements NetworkAction {}

    /**
     * Listen at a port of the modem's own; answered as {@link Connect} is, and from then on each peer that connects comes by {@link
     * SimulatedModem#incoming}.
     */
    record Listen(int connection, int localPort) implements NetworkAction {}

    /** Send a datagram to a peer; answered as {@link Send} is. */
    record SendTo(int connection, Bytes bytes, Peer to) implements NetworkAction {}

    /** Send; answered with {@link SimulatedModem#acknowledged} once the network has taken it. */
    record Send(int connection, Bytes bytes) implements NetworkAction {}

    /** Close in good order, after what is still to be sent; answered with {@link SimulatedModem#released}. */
    record Close(int connection) implements NetworkAction {}

    /** Drop the connection without a word to the modem. */
    record Abort(int connection) implements NetworkAction {}

    /** Look a name up; answered with {@link SimulatedModem#lookedUp}. */
    record LookUp(int query, String host) implements NetworkAction {}
}
