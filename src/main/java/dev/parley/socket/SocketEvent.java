package dev.parley.socket;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;

/** What happened to a socket, in wire order. {@code socket} is its ordinal in the session, not its connectID. */
public sealed interface SocketEvent {
    int socket();

    long nanos();

    /** The modem said the connection stands, or {@code CONNECT}. */
    record Opened(int socket, long nanos, Place place) implements SocketEvent {}

    /**
     * Bytes of the socket's stream.
     *
     * @param offset how many bytes of this direction the socket had carried before
     * @param accepted false where the modem answered {@code ERROR} or nothing: the bytes were written to it, no more
     */
    record Data(int socket, Direction direction, long offset, Bytes bytes, boolean accepted, Place place, long nanos)
            implements SocketEvent {}

    /** The socket is at its end; bytes may still be read from it ({@code closedBy} is PEER) until the host closes it. */
    record Closed(int socket, ClosedBy by, long nanos, Place place) implements SocketEvent {}
}
