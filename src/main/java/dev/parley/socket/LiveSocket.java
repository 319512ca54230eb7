package dev.parley.socket;

import dev.parley.at.AtEvent;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.PackedList;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The books of one socket while they are kept. */
final class LiveSocket {
    final int ordinal;
    final int id;
    final String service;
    private final String host;
    private final int port;
    AccessMode mode;
    /** The PDP context, or -1 where it is not known. */
    int context;

    private final long openRequestedNanos;
    private OptionalLong openedNanos = OptionalLong.empty();
    private int openError;
    private ClosedBy closedBy = ClosedBy.OPEN;
    private OptionalLong closedNanos = OptionalLong.empty();
    private List<Place> closeEvidence = List.of();

    private final PackedList<SocketStream.Segment> tx = segments(Direction.TX);
    private final PackedList<SocketStream.Segment> rx = segments(Direction.RX);
    private long sent;
    private long received;
    private long refused;

    /** Written behind the accepted bytes and not accepted. */
    private List<SocketStream.Segment> waste = List.of();

    private long wasteEnd;
    private Bytes lastWaste = Bytes.empty();

    private OptionalLong acked = OptionalLong.empty();
    private OptionalLong unread = OptionalLong.empty();
    /** What the modem told as unread, less what was read since. */
    private long stillUnread;

    private long readAfterClose;
    private boolean drained;

    /** False where it was open before the record began. */
    boolean openSeen = true;
    /** What the modem had counted before the record began, as its first answers tell; nothing before those. */
    private OptionalLong sentBefore = OptionalLong.empty();

    private OptionalLong receivedBefore = OptionalLong.empty();

    /** The id was given back: {@code AT+QICLOSE} is done. */
    boolean released;
    /** It goes on after a gap of the link, and what it sent is still to be asked. */
    boolean backFromGap;
    /** Who had the id before. */
    @Nullable
    LiveSocket replaced;

    private @Nullable ModemSocket picture;

    LiveSocket(
            int ordinal,
            int id,
            String service,
            String host,
            int port,
            AccessMode mode,
            int context,
            long openRequestedNanos) {
        this.ordinal = ordinal;
        this.id = id;
        this.service = service;
        this.host = host;
        this.port = port;
        this.mode = mode;
        this.context = context;
        this.openRequestedNanos = openRequestedNanos;
    }

    private static PackedList<SocketStream.Segment> segments(Direction direction) {
        return new PackedList<>(4, (numbers, at) -> {
            long from = numbers.get(at + 1);
            long lengthAndExchange = numbers.get(at + 2);
            return new SocketStream.Segment(
                    numbers.get(at),
                    new Place(direction, from, from + (lengthAndExchange >>> 32)),
                    lengthAndExchange & 0xffff_ffffL,
                    numbers.get(at + 3));
        });
    }

    /** True where nothing can end it any more: it ended, or it never stood. */
    boolean isOver() {
        return closedBy != ClosedBy.OPEN || openError != 0;
    }

    boolean isStanding() {
        return openedNanos.isPresent() && !isOver() && !released;
    }

    /** False if it stood already. */
    boolean opened(long nanos) {
        if (openedNanos.isPresent()) {
            return false;
        }
        openedNanos = OptionalLong.of(nanos);
        replaced = null;
        picture = null;
        return true;
    }

    void refuse(int error) {
        openError = error;
        picture = null;
    }

    void switchTo(AccessMode next) {
        mode = next;
        picture = null;
    }

    void close(ClosedBy by, long nanos, Place place) {
        closedBy = by;
        closedNanos = OptionalLong.of(nanos);
        closeEvidence = List.of(place);
        picture = null;
    }

    /** Bytes that belong to the stream; returns their offset. */
    long carried(Direction direction, Place place, long exchange, long nanos) {
        picture = null;
        if (direction == Direction.TX) {
            long offset = sent;
            tx.add(offset, place.from(), place.length() << 32 | exchange, nanos);
            sent += place.length();
            waste = List.of();
            lastWaste = Bytes.empty();
            return offset;
        }
        long offset = received;
        rx.add(offset, place.from(), place.length() << 32 | exchange, nanos);
        received += place.length();
        stillUnread = Math.max(0, stillUnread - place.length());
        if (closedBy != ClosedBy.OPEN) {
            readAfterClose += place.length();
        }
        return offset;
    }

    void refused(List<AtEvent.Payload> payloads) {
        for (AtEvent.Payload payload : payloads) {
            refused += payload.bytes().length();
        }
        picture = null;
    }

    /** Where {@code bytes} that were not accepted stand: in place of the same bytes if those were refused just before. */
    long beginNotAccepted(Bytes bytes) {
        long offset = waste.isEmpty() ? sent : wasteEnd;
        if (!waste.isEmpty() && bytes.equals(lastWaste)) {
            offset = wasteEnd - bytes.length();
            long again = offset;
            waste = waste.stream().filter(segment -> segment.offset() < again).toList();
        }
        lastWaste = bytes;
        wasteEnd = offset + bytes.length();
        return offset;
    }

    void notAccepted(long offset, Place place, long exchange, long nanos) {
        List<SocketStream.Segment> more = new ArrayList<>(waste);
        more.add(new SocketStream.Segment(offset, place, exchange, nanos));
        waste = List.copyOf(more);
        picture = null;
    }

    /**
     * What was written last and not accepted: the modem may have taken it all the same where its answer was lost.
     *
     * @param segments where it stands, in order
     */
    record Doubtful(List<SocketStream.Segment> segments, Bytes bytes) {}

    Doubtful doubtful() {
        long from = wasteEnd - lastWaste.length();
        return new Doubtful(
                waste.stream().filter(segment -> segment.offset() >= from).toList(), lastWaste);
    }

    /** The modem had taken {@code bytes} that were told as refused. */
    void acceptedAfterAll(long bytes) {
        refused -= bytes;
        picture = null;
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    /** The modem's count of what it took from the host, without what it took before the record began. */
    long takenOf(long counted) {
        if (!openSeen && sentBefore.isEmpty()) {
            sentBefore = OptionalLong.of(counted - sent);
        }
        return counted - sentBefore.orElse(0);
    }

    /** The modem's count of what the host has read, without what it read before the record began. */
    long readOf(long counted) {
        if (!openSeen && receivedBefore.isEmpty()) {
            receivedBefore = OptionalLong.of(counted - received);
        }
        return counted - receivedBefore.orElse(0);
    }

    /** By the modem's count, after {@link #takenOf}. */
    void acknowledged(long counted) {
        acked = OptionalLong.of(Math.max(0, counted - sentBefore.orElse(0)));
        picture = null;
    }

    void unread(long bytes) {
        unread = OptionalLong.of(bytes);
        stillUnread = bytes;
        if (bytes == 0) {
            cameEmpty();
        }
        picture = null;
    }

    /** The modem holds nothing more for this socket. */
    void cameEmpty() {
        stillUnread = 0;
        if (closedBy != ClosedBy.OPEN) {
            drained = true;
        }
        picture = null;
    }

    ModemSocket picture() {
        ModemSocket present = picture;
        if (present == null) {
            present = new ModemSocket(
                    ordinal,
                    id,
                    service,
                    host,
                    port,
                    mode,
                    openRequestedNanos,
                    openSeen,
                    openedNanos,
                    openError,
                    closedBy,
                    closedNanos,
                    closeEvidence,
                    sent,
                    received,
                    refused,
                    acked,
                    unread,
                    closedBy == ClosedBy.OPEN ? 0 : readAfterClose + stillUnread,
                    drained,
                    new SocketStream(txSegments()),
                    new SocketStream(rx.picture()));
            picture = present;
        }
        return present;
    }

    private List<SocketStream.Segment> txSegments() {
        if (waste.isEmpty()) {
            return tx.picture();
        }
        List<SocketStream.Segment> all = new ArrayList<>(tx.picture());
        all.addAll(waste);
        return List.copyOf(all);
    }
}
