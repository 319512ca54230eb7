package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.util.function.Function;

/** A byte stream to a peer in the network, as those see it who use it: TCP, or TLS over TCP. For the modem's thread. */
interface Stream {
    /** Sends; {@link Listener#acknowledged} follows. */
    void send(Bytes bytes);

    /** Sends a datagram to a peer; what has one peer only sends to that. */
    default void send(Bytes bytes, Peer to) {
        send(bytes);
    }

    /** Closes in good order, after what is still to be sent; {@link Listener#released} follows. */
    void close();

    /** Drops it now that the peer is gone; what the network has taken by now is still acknowledged. */
    void hangUp();

    /** Drops it without a word to anybody; the listener hears nothing more. */
    void abort();

    /** What becomes of a stream. */
    interface Listener {
        /** It is open. */
        void opened(String remoteAddress, int localPort);

        /** It cannot be opened; nothing follows. */
        void failed(TcpError error);

        void received(Bytes bytes);

        /** A datagram came. */
        default void received(Bytes bytes, Peer from) {
            received(bytes);
        }

        /** A peer has connected to what listens here; who does not accept it has no room. */
        default void incoming(Peer peer, Function<Listener, Stream> accept) {}

        /** The peer closed, or the connection broke. */
        void ended();

        /** The network has taken {@code count} bytes more. */
        void acknowledged(int count);

        /** A close that was asked for is done. */
        void released();

        /** How many bytes wait to be read. */
        int unread();
    }
}
