package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Raw bytes of a declared number, held until they are whole. */
final class CountedPayload {
    private final long exchange;
    /** The command that asked for them; nothing where the modem pushed them. */
    final @Nullable OpenCommand command;

    private final int socket;
    final int declared;
    private final List<Bytes> parts = new ArrayList<>(2);
    private long heldFrom;
    private int held;
    private int handedOn;

    CountedPayload(long exchange, @Nullable OpenCommand command, int socket, int declared, long from) {
        this.exchange = exchange;
        this.command = command;
        this.socket = socket;
        this.declared = declared;
        this.heldFrom = from;
    }

    int missing() {
        return declared - handedOn - held;
    }

    long heldFrom() {
        return heldFrom;
    }

    void add(Bytes part, long at) {
        if (parts.isEmpty()) {
            heldFrom = at;
        }
        parts.add(part);
        held += part.length();
    }

    Bytes held() {
        return parts.size() == 1 ? parts.getFirst() : Bytes.concat(parts);
    }

    /** Only the first {@code length} of the held bytes are payload. */
    void cut(int length) {
        Bytes kept = held().slice(0, length);
        parts.clear();
        parts.add(kept);
        held = length;
    }

    /** Hands on what is held. */
    AtEvent.Payload handOn(boolean complete, long nanos) {
        Place place = new Place(Direction.RX, heldFrom, heldFrom + held);
        Bytes bytes = held();
        int start = handedOn;
        handedOn += held;
        held = 0;
        parts.clear();
        return new AtEvent.Payload(exchange, Direction.RX, socket, start, declared, complete, bytes, place, nanos);
    }
}
