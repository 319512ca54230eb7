package dev.parley.socket;

import dev.parley.at.AtEvent;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the socket that has the port to itself (access mode 2). A CR LF that came last is kept back: it is data, or the frame of
 * the line that follows.
 */
final class TransparentStream {
    private final SocketStreams streams;
    private @Nullable LiveSocket socket;
    private AtEvent.@Nullable Payload tail;

    TransparentStream(SocketStreams streams) {
        this.streams = streams;
    }

    /** Whose bytes the port carries; nothing where it carries AT. */
    @Nullable
    LiveSocket socket() {
        return socket;
    }

    void socket(@Nullable LiveSocket next) {
        socket = next;
    }

    /** Nothing follows: what was kept back is data. */
    void end() {
        if (tail != null) {
            streams.data(tail, socket);
            tail = null;
        }
    }

    void accept(AtEvent.Payload event) {
        LiveSocket to = socket;
        if (to == null) {
            return;
        }
        if (event.direction() == Direction.TX) {
            streams.data(event, to);
            return;
        }
        if (tail != null) {
            // Its CR came in one piece, its LF in the next.
            tail = joined(tail, event);
            return;
        }
        Bytes bytes = event.bytes();
        int length = bytes.length();
        int keep = length;
        if (bytes.u8(length - 1) == '\r') {
            keep = length - 1;
        } else if (length > 1 && bytes.u8(length - 2) == '\r' && bytes.u8(length - 1) == '\n') {
            keep = length - 2;
        }
        if (keep > 0) {
            streams.data(part(event, 0, keep), to);
        }
        if (keep < length) {
            tail = part(event, keep, length);
        }
    }

    private static AtEvent.Payload part(AtEvent.Payload payload, int from, int to) {
        return new AtEvent.Payload(
                payload.exchange(),
                payload.direction(),
                payload.socket(),
                payload.start() + from,
                payload.declared(),
                false,
                payload.bytes().slice(from, to),
                payload.place().part(from, to),
                payload.nanos());
    }

    /** Says of a CR LF that was kept back whether it was data. */
    void settle(AtEvent next) {
        AtEvent.Payload kept = tail;
        if (kept == null
                || (next instanceof AtEvent.Command command && command.text().equals("+++"))) {
            return;
        }
        boolean adjoins = next.place().direction() == Direction.RX
                && next.place().from() == kept.place().to();
        if (adjoins && kept.bytes().length() == 1 && next instanceof AtEvent.Payload payload && isLineFeed(payload)) {
            return;
        }
        tail = null;
        boolean frame = adjoins
                && kept.bytes().length() == 2
                && (next instanceof AtEvent.Urc || next instanceof AtEvent.FinalResult);
        if (!frame) {
            streams.data(kept, socket);
        }
    }

    private static boolean isLineFeed(AtEvent.Payload payload) {
        return payload.bytes().length() == 1 && payload.bytes().u8(0) == '\n';
    }

    private static AtEvent.Payload joined(AtEvent.Payload first, AtEvent.Payload second) {
        return new AtEvent.Payload(
                first.exchange(),
                first.direction(),
                first.socket(),
                first.start(),
                first.declared(),
                false,
                first.bytes().plus(second.bytes()),
                new Place(
                        first.direction(), first.place().from(), second.place().to()),
                second.nanos());
    }
}
