package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import org.jspecify.annotations.Nullable;

/** Raw bytes that a command or a header announced, held until they are whole; more than {@link #HOLD_LIMIT} in parts of so many. */
final class CountedPayload {
    /** So many are held at most. */
    static final int HOLD_LIMIT = 65_536;

    private static final int FIRST_ROOM = 256;

    private final long exchange;
    /** The command that they belong to; nothing where the modem pushed them. */
    final @Nullable OpenCommand command;

    private final Direction direction;
    private final int socket;
    /** How many were announced; -1 where a Ctrl-Z will end them. */
    final int declared;
    /** What is held where one piece has it all; else it is in {@link #run}. */
    private Bytes piece = Bytes.empty();

    private Run run = Run.NONE;
    private long heldFrom;
    private int handedOn;
    /** The first part that was handed on. */
    private Bytes beginning = Bytes.empty();

    private long lastNanos;

    CountedPayload(
            long exchange, @Nullable OpenCommand command, Direction direction, int socket, int declared, long from) {
        this.exchange = exchange;
        this.command = command;
        this.direction = direction;
        this.socket = socket;
        this.declared = declared;
        this.heldFrom = from;
    }

    /** Where a single byte more can be appended that neither begins nor ends the payload. */
    Run run() {
        return run;
    }

    /** How many have not come yet; endless where nothing says. */
    int missing() {
        return declared < 0 ? Integer.MAX_VALUE : declared - handedOn - held();
    }

    /** How many more may be held. */
    int room() {
        return Math.min(missing(), HOLD_LIMIT - held());
    }

    int held() {
        return piece.isEmpty() ? run.length : piece.length();
    }

    long heldFrom() {
        return heldFrom;
    }

    long heldTo() {
        return heldFrom + held();
    }

    /** When the last byte came. */
    long lastNanos() {
        return Math.max(lastNanos, run.appendedNanos());
    }

    /** Holds the bytes {@code from} to {@code to} of {@code source}, which stand at {@code at}, and came at {@code nanos}. */
    void add(Bytes source, int from, int to, long at, long nanos) {
        int length = to - from;
        lastNanos = nanos;
        if (held() == 0) {
            heldFrom = at;
            piece = source.slice(from, to);
            return;
        }
        if (!piece.isEmpty()) {
            run = Run.ofPayload();
            run.makeRoom(Math.max(piece.length() + length, Math.min(expected(), HOLD_LIMIT)));
            piece.copyTo(run.bytes, 0);
            run.length = piece.length();
            piece = Bytes.empty();
        }
        run.makeRoom(run.length + length);
        source.copyTo(from, to, run.bytes, run.length);
        run.length += length;
        run.appendUpTo(declared < 0 ? 0 : Math.min(HOLD_LIMIT, declared - handedOn) - 1);
    }

    private int expected() {
        return declared < 0 ? FIRST_ROOM : declared - handedOn;
    }

    Bytes heldBytes() {
        return piece.isEmpty() ? Bytes.copyOf(run.bytes, 0, run.length) : piece;
    }

    /** How many of its first bytes are still at hand. */
    int atHand() {
        return beginning.isEmpty() ? held() : beginning.length();
    }

    /** One of the first bytes. */
    int u8(int index) {
        if (!beginning.isEmpty()) {
            return beginning.u8(index);
        }
        return piece.isEmpty() ? run.bytes[index] & 0xff : piece.u8(index);
    }

    /** Only the first {@code length} of the held bytes are payload. */
    void cut(int length) {
        piece = heldBytes().slice(0, length);
        run = Run.NONE;
    }

    /** Hands on what is held. */
    AtEvent.Payload handOn(boolean complete, long nanos) {
        int length = held();
        Bytes bytes = piece.isEmpty() && length == run.bytes.length ? Bytes.wrap(run.bytes) : heldBytes();
        run = Run.NONE;
        piece = Bytes.empty();
        if (handedOn == 0) {
            beginning = bytes;
        }
        int start = handedOn;
        handedOn += length;
        Place place = new Place(direction, heldFrom, heldFrom + length);
        heldFrom += length;
        return new AtEvent.Payload(exchange, direction, socket, start, declared, complete, bytes, place, nanos);
    }
}
