package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What a socket received and the host has not read. Datagrams are not run together: what is taken ends where one ends. The rest of
 * one that was taken in part is given next, which no manual says otherwise. For the modem's thread.
 */
final class Unread {
    private record Datagram(Peer from, int left) {}

    private final ByteQueue bytes = new ByteQueue();
    private final Deque<Datagram> datagrams = new ArrayDeque<>();

    int length() {
        return bytes.length();
    }

    boolean isEmpty() {
        return bytes.isEmpty();
    }

    void add(Bytes received) {
        bytes.add(received);
    }

    void add(Bytes received, Peer from) {
        bytes.add(received);
        datagrams.add(new Datagram(from, received.length()));
    }

    /** Who sent the first datagram; nothing where there is none. */
    Optional<Peer> from() {
        return Optional.ofNullable(datagrams.peekFirst()).map(Datagram::from);
    }

    /** The first {@code most} bytes, or those there are, of one datagram, taken away. */
    Bytes take(int most) {
        Datagram first = datagrams.pollFirst();
        if (first == null) {
            return bytes.take(most);
        }
        Bytes taken = bytes.take(Math.min(most, first.left()));
        if (taken.length() < first.left()) {
            datagrams.addFirst(new Datagram(first.from(), first.left() - taken.length()));
        }
        return taken;
    }

    Bytes takeAll() {
        datagrams.clear();
        return bytes.takeAll();
    }

    void clear() {
        datagrams.clear();
        bytes.clear();
    }
}
