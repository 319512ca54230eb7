package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import org.jspecify.annotations.Nullable;

/** Raw bytes of a declared number, held until they are whole. */
final class CountedPayload {
    private final long exchange;
    /** The command that asked for them; nothing where the modem pushed them. */
    final @Nullable OpenCommand command;

    private final int socket;
    final int declared;
    /** What is held where one piece has it all; else it is in {@link #buffer}. */
    private Bytes piece = Bytes.empty();

    private byte[] buffer = new byte[0];
    /** While fewer are held, {@link #append} adds a byte to the buffer. */
    private int appendable;

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

    /** Holds the bytes {@code from} to {@code to} of {@code source}, which stand at {@code at}. */
    void add(Bytes source, int from, int to, long at) {
        int length = to - from;
        if (held == 0) {
            heldFrom = at;
            piece = source.slice(from, to);
        } else {
            if (!piece.isEmpty()) {
                buffer = new byte[Math.max(held + length, Math.min(declared - handedOn, AtDecoder.HOLD_LIMIT))];
                piece.copyTo(buffer, 0);
                piece = Bytes.empty();
                appendable = declared > AtDecoder.HOLD_LIMIT ? 0 : Math.min(buffer.length, declared - handedOn - 1);
            }
            source.copyTo(from, to, buffer, held);
        }
        held += length;
    }

    /** Holds one byte more where that neither begins nor completes it, nor makes it too long to hold; true if it did. */
    boolean append(int value) {
        int at = held;
        if (at >= appendable) {
            return false;
        }
        buffer[at] = (byte) value;
        held = at + 1;
        return true;
    }

    Bytes held() {
        return piece.isEmpty() ? Bytes.copyOf(buffer, 0, held) : piece;
    }

    /** Only the first {@code length} of the held bytes are payload. */
    void cut(int length) {
        Bytes kept = held().slice(0, length);
        piece = kept;
        held = length;
        appendable = 0;
    }

    /** Hands on what is held. */
    AtEvent.Payload handOn(boolean complete, long nanos) {
        Place place = new Place(Direction.RX, heldFrom, heldFrom + held);
        Bytes bytes = piece.isEmpty() && held == buffer.length ? Bytes.wrap(buffer) : held();
        buffer = new byte[0];
        appendable = 0;
        int start = handedOn;
        handedOn += held;
        held = 0;
        piece = Bytes.empty();
        return new AtEvent.Payload(exchange, Direction.RX, socket, start, declared, complete, bytes, place, nanos);
    }
}
