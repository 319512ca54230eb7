package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import dev.parley.sim.fault.Occurrence;
import dev.parley.tls.HandshakeType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The sockets that are there, and what happens to them from the network's side. For the modem's thread. */
final class Sockets {
    static final int LAST_ID = 11;
    static final int LARGEST_SEND = 1460;
    static final int LARGEST_READ = 1500;

    /** Commands that wait for a socket. */
    interface Waiting {
        /** The sockets they wait for are gone. */
        void abandoned();
    }

    private final SimulatedModem modem;
    private final SocketSettings settings;
    private final TcpResult result;
    private final List<SimSocket> sockets = new ArrayList<>();
    private Waiting waiting = () -> {};
    private boolean failNextSend;
    private @Nullable TcpError failNextOpen;
    /** The socket that {@code ATO} takes up again. */
    private @Nullable SimSocket suspended;

    Sockets(SimulatedModem modem, SocketSettings settings, TcpResult result) {
        this.modem = modem;
        this.settings = settings;
        this.result = result;
    }

    void whenSomeEnd(Waiting those) {
        waiting = those;
    }

    void reset() {
        failNextSend = false;
        failNextOpen = null;
        suspended = null;
    }

    // ---- the table

    void add(SimSocket socket) {
        sockets.add(socket);
        sockets.sort(Comparator.comparingInt(SimSocket::id));
    }

    void remove(SimSocket socket) {
        sockets.remove(socket);
    }

    Optional<SimSocket> find(SocketKind kind, int id) {
        return sockets.stream()
                .filter(socket -> socket.kind() == kind && socket.id() == id)
                .findFirst();
    }

    /** The connectID for a connection that a listener takes, counted from the last; nothing where all are taken. */
    OptionalInt freeId() {
        return IntStream.iterate(LAST_ID, id -> id >= 0, id -> id - 1)
                .filter(id -> find(SocketKind.TCP, id).isEmpty())
                .findFirst();
    }

    /** True if the socket is still there. */
    boolean holds(SimSocket socket) {
        return sockets.contains(socket);
    }

    /** Those of a kind, by connectID. */
    List<SimSocket> all(SocketKind kind) {
        return sockets.stream().filter(socket -> socket.kind() == kind).toList();
    }

    long mostSent() {
        return sockets.stream().mapToLong(socket -> socket.sent).max().orElse(0);
    }

    long mostReceived() {
        return sockets.stream().mapToLong(socket -> socket.received).max().orElse(0);
    }

    // ---- faults to come

    void failNextSend() {
        failNextSend = true;
    }

    boolean takeFailNextSend() {
        boolean fail = failNextSend;
        failNextSend = false;
        return fail;
    }

    void failNextOpen(TcpError error) {
        failNextOpen = error;
    }

    @Nullable
    TcpError takeFailNextOpen() {
        TcpError error = failNextOpen;
        failNextOpen = null;
        return error;
    }

    // ---- all at once

    /** Drops every socket without a URC. */
    void dropAll() {
        drop(List.copyOf(sockets));
    }

    /** Drops the sockets of a PDP context without a URC. */
    void dropAll(int context) {
        drop(sockets.stream()
                .filter(socket -> socket.request.context() == context)
                .toList());
    }

    private void drop(List<SimSocket> dropped) {
        for (SimSocket socket : dropped) {
            socket.abort();
            sockets.remove(socket);
            if (modem.port().isOnline(end(socket))) {
                modem.port().hangUp();
            }
        }
        suspended = null;
        waiting.abandoned();
    }

    /** Every connection is gone, and nobody says so. */
    void die() {
        for (SimSocket socket : List.copyOf(sockets)) {
            socket.abort();
            socket.state = SimSocket.State.CLOSING;
            if (modem.port().isOnline(end(socket))) {
                modem.port().hangUp();
            }
        }
        result.ended(TcpError.PDP_BROKEN);
        waiting.abandoned();
    }

    /** Every connection breaks. */
    void breakAll() {
        for (SimSocket socket : List.copyOf(sockets)) {
            if (socket.service().isConnection()) {
                closedByPeer(socket);
            }
        }
    }

    // ---- one of them

    boolean canSend(SimSocket socket) {
        return !socket.isConnected()
                || socket.unacknowledged() + LARGEST_SEND <= modem.options().sendBuffer();
    }

    /** Sends to the socket's peer, or a datagram to this one. */
    void send(SimSocket socket, Bytes bytes, Optional<Peer> to) {
        Stream stream = socket.stream;
        if (socket.isConnected() && stream != null) {
            socket.sent += bytes.length();
            to.ifPresentOrElse(peer -> stream.send(bytes, peer), () -> stream.send(bytes));
            if (socket.mode == SimSocket.TRANSPARENT) {
                // In the other modes the count is looked at after the result.
                modem.happens(new Occurrence.Sent(mostSent()), () -> {});
            }
            for (HandshakeType message : socket.up.read(bytes)) {
                modem.happens(new Occurrence.Message(message), () -> {});
            }
        }
    }

    void received(SimSocket socket, Bytes bytes) {
        received(socket, bytes, Optional.empty());
    }

    /** Takes what came, by a datagram where {@code from} says whose. */
    void received(SimSocket socket, Bytes bytes, Optional<Peer> from) {
        if (!socket.isConnected()) {
            return;
        }
        socket.received += bytes.length();
        if (modem.port().isOnline(end(socket))) {
            modem.port().writeOnline(bytes);
            return;
        }
        from.ifPresentOrElse(peer -> socket.unread.add(bytes, peer), () -> socket.unread.add(bytes));
        modem.happens(new Occurrence.Received(mostReceived()), () -> announce(socket));
        for (HandshakeType message : socket.down.read(bytes)) {
            modem.happens(new Occurrence.Message(message), () -> {});
        }
    }

    /** The peer closed, or the connection broke: the socket stays until the host closes it. */
    void closedByPeer(SimSocket socket) {
        socket.hangUp();
        socket.state = SimSocket.State.CLOSING;
        if (!modem.options().closedReadable()) {
            socket.unread.clear();
        }
        if (modem.port().isOnline(end(socket))) {
            modem.port().hangUp();
        } else {
            modem.urc(socket.kind().urc("closed", socket.id()));
        }
    }

    /** Tells the host of what waits, as the access mode has it. */
    void announce(SimSocket socket) {
        if (socket.unread.isEmpty()) {
            return;
        }
        if (socket.mode == SimSocket.PUSH) {
            while (!socket.unread.isEmpty()) {
                String from = socket.sender();
                Bytes data = socket.unread.take(LARGEST_READ);
                String head = socket.kind().urc("recv", socket.id()) + "," + data.length() + from;
                modem.urc(head + settings.dataStart(), settings.shown(data), "\r\n");
            }
        } else if (socket.mode == SimSocket.BUFFER && socket.armed) {
            socket.armed = false;
            String length = settings.tellsLengths() ? "," + socket.unread.length() : "";
            modem.urc(socket.kind().urc("recv", socket.id()) + length);
        }
    }

    // ---- transparent mode

    /** Takes the port for a socket. */
    Answer online(SimSocket socket) {
        socket.mode = SimSocket.TRANSPARENT;
        socket.armed = true;
        suspended = null;
        return result.succeeded(new Answer.Online(end(socket)));
    }

    /** {@code ATO}. */
    Answer takeUp() {
        SimSocket socket = suspended;
        return socket == null || !holds(socket) || !socket.isConnected()
                ? new Answer.Final("NO CARRIER")
                : online(socket);
    }

    private OnlineEnd end(SimSocket socket) {
        return new End(this, socket);
    }

    private record End(Sockets sockets, SimSocket socket) implements OnlineEnd {
        @Override
        public boolean canSend() {
            return sockets.canSend(socket);
        }

        @Override
        public void send(Bytes bytes) {
            sockets.send(socket, bytes, Optional.empty());
        }

        @Override
        public Packing packing() {
            return sockets.settings.packing();
        }

        @Override
        public Bytes takeUnread() {
            return socket.unread.takeAll();
        }

        @Override
        public boolean isOver() {
            return socket.state == SimSocket.State.CLOSING;
        }

        @Override
        public void suspended() {
            sockets.suspended = socket;
            socket.mode = SimSocket.BUFFER;
        }
    }
}
