package dev.parley.socket;

import dev.parley.at.AtEvent;
import dev.parley.at.CommandLine;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All sockets there were, which of them has which id, and how each begins, outlives a gap of the link, and ends. */
final class SocketLives {
    private final Consumer<SocketEvent> out;
    private final List<LiveSocket> sockets = new ArrayList<>();
    private final Slots slots = new Slots();
    private final AwaySockets away = new AwaySockets();

    SocketLives(Consumer<SocketEvent> out) {
        this.out = out;
    }

    /** In the order they were opened. */
    List<ModemSocket> pictures() {
        return sockets.stream().map(LiveSocket::picture).toList();
    }

    /** The socket that was the {@code ordinal}th to be opened, from 0. */
    LiveSocket get(int ordinal) {
        return sockets.get(ordinal);
    }

    /** Who has that id. */
    @Nullable
    LiveSocket at(boolean isTls, int id) {
        return slots.get(isTls, id);
    }

    /** True if who has that id stood when the link was lost, and was not heard of since. */
    boolean isAway(boolean isTls, int id) {
        return away.has(Slots.number(isTls, id));
    }

    /**
     * The link is gone, maybe for a while: what stands may outlive that, all else ends.
     *
     * @param here behind the last byte that came
     */
    void linkInterrupted(long nanos, Place here) {
        for (int slot = 0; slot < slots.size(); slot++) {
            LiveSocket socket = slots.take(slot);
            if (socket != null && socket.isStanding()) {
                away.add(slot, socket, nanos, here);
            }
        }
        for (LiveSocket socket : sockets) {
            if (!socket.isOver() && !away.contains(socket)) {
                close(socket, ClosedBy.LINK, nanos, here);
            }
        }
    }

    /** Nothing more comes: what stood when the link was lost, and was not heard of again, ended then. */
    void linkNotRegained() {
        away.all().forEach(this::endsWithTheLink);
    }

    private void endsWithTheLink(AwaySockets.@Nullable Away gone) {
        if (gone != null && !gone.socket().isOver()) {
            close(gone.socket(), ClosedBy.LINK, gone.nanos(), gone.place());
        }
    }

    /**
     * The counters of a socket that stood before the gap: it goes on where the host has read all that the modem handed out.
     *
     * @return the socket that goes on
     */
    @Nullable
    LiveSocket readBack(boolean isTls, int id, long read) {
        AwaySockets.Away gone = away.take(Slots.number(isTls, id));
        if (gone == null || gone.socket().isOver()) {
            return null;
        }
        if (gone.socket().received() != gone.socket().readOf(read)) {
            endsWithTheLink(gone);
            return null;
        }
        slots.put(isTls, id, gone.socket());
        gone.socket().backFromGap = true;
        return gone.socket();
    }

    /** What the modem has taken from the host: the bytes that were on their way when the link was lost are among them, or not. */
    void sentBack(LiveSocket socket, AtEvent.Information event, long total) {
        socket.backFromGap = false;
        LiveSocket.Doubtful doubtful = socket.doubtful();
        if (total == socket.sent()) {
            return;
        }
        if (total != socket.sent() + doubtful.bytes().length()) {
            close(socket, ClosedBy.LINK, event.nanos(), event.place());
            return;
        }
        int from = 0;
        for (SocketStream.Segment segment : doubtful.segments()) {
            int to = from + (int) segment.place().length();
            long offset = socket.carried(Direction.TX, segment.place(), segment.exchange(), segment.nanos());
            out.accept(new SocketEvent.Data(
                    socket.ordinal,
                    Direction.TX,
                    offset,
                    doubtful.bytes().slice(from, to),
                    true,
                    segment.place(),
                    segment.nanos()));
            from = to;
        }
        socket.acceptedAfterAll(from);
    }

    LiveSocket open(AtEvent.Command event, CommandLine.Command command, boolean isTls) {
        int id = command.number(isTls ? 2 : 1, -1);
        LiveSocket socket = new LiveSocket(
                sockets.size(),
                id,
                isTls ? "SSL" : command.argument(2),
                command.argument(3),
                command.number(4, 0),
                AccessMode.numbered(command.number(isTls ? 5 : 6, 0)),
                command.number(0, -1),
                event.nanos());
        endsWithTheLink(away.take(Slots.number(isTls, id)));
        socket.replaced = slots.get(isTls, id);
        sockets.add(socket);
        slots.put(isTls, id, socket);
        return socket;
    }

    void opened(LiveSocket socket, long nanos, Place place) {
        LiveSocket older = socket.replaced;
        if (older != null && older.isStanding()) {
            // The id was free: what ended the older one stands nowhere, and a modem forgets sockets only when it starts
            // anew.
            close(older, ClosedBy.MODEM_RESET, nanos, place);
        }
        if (socket.opened(nanos)) {
            out.accept(new SocketEvent.Opened(socket.ordinal, nanos, place));
        }
    }

    void refuse(LiveSocket socket, boolean isTls, int error) {
        socket.refuse(error);
        // The id is still the older socket's where that was in its way.
        LiveSocket older = socket.replaced;
        if (older != null && older.isStanding() && slots.get(isTls, socket.id) == socket) {
            slots.put(isTls, socket.id, older);
        }
    }

    LiveSocket found(boolean isTls, int id, String service, String host, int port, boolean seen, AtEvent event) {
        LiveSocket socket =
                new LiveSocket(sockets.size(), id, service, host, port, AccessMode.BUFFER, -1, event.nanos());
        socket.openSeen = seen;
        endsWithTheLink(away.take(Slots.number(isTls, id)));
        sockets.add(socket);
        slots.put(isTls, id, socket);
        opened(socket, event.nanos(), event.place());
        return socket;
    }

    void close(LiveSocket socket, ClosedBy by, long nanos, Place place) {
        socket.close(by, nanos, place);
        out.accept(new SocketEvent.Closed(socket.ordinal, by, nanos, place));
    }

    /** Closes the sockets of a PDP context, or all (-1); one whose context is unknown may belong to any. */
    void closeAll(int context, ClosedBy by, long nanos, Place place) {
        for (LiveSocket socket : sockets) {
            if (!socket.isOver() && (context < 0 || socket.context < 0 || socket.context == context)) {
                close(socket, by, nanos, place);
            }
        }
    }
}
