package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.Optional;

/**
 * Finds the records in one direction of a socket's stream, whatever pieces the bytes come in (RFC 5246 section 6.2.1).
 *
 * <p>A stream whose first bytes cannot begin a record is no TLS, and its bytes are handed on as they are. Where a record header
 * is impossible later on, or bytes are missing, the next five bytes that can be one are looked for.
 */
final class RecordAssembler {
    static final int HEADER = 5;

    /** The longest fragment TLS 1.2 allows (2^14 and 2048 more for protection). */
    private static final int LONGEST = 16384 + 2048;

    /** A record as it stood on the wire; {@code length} is what its header announces. */
    record Raw(
            Direction direction,
            ContentType type,
            int version,
            long from,
            long to,
            int length,
            Bytes fragment,
            boolean accepted,
            long startNanos,
            long endNanos) {}

    /** Who takes what was found. */
    interface Sink {
        void record(Raw raw);

        /** Bytes of a stream that is no TLS. */
        void noTls(Direction direction, long offset, Bytes bytes, boolean accepted, long nanos);

        void problem(String text);
    }

    private enum Mode {
        RECORDS,
        SEARCHING,
        NO_TLS
    }

    private final Direction direction;
    private final Sink sink;
    private final byte[] pending = new byte[HEADER + LONGEST];
    private Mode mode = Mode.RECORDS;
    private int filled;
    private long position;
    private boolean any;
    private boolean accepted = true;
    private long startNanos;
    private long endNanos;
    private Bytes opening = Bytes.empty();

    /** The last record of which the modem took the beginning and refused the rest: the rest may be sent again. */
    private Bytes halfRefused = Bytes.empty();

    private long halfRefusedFrom;
    private boolean beginningAccepted;

    RecordAssembler(Direction direction, Sink sink) {
        this.direction = direction;
        this.sink = sink;
    }

    boolean isNoTls() {
        return mode == Mode.NO_TLS;
    }

    /** The stream's first bytes, at most sixteen. */
    Bytes opening() {
        return opening;
    }

    void accept(long offset, Bytes bytes, boolean chunkAccepted, long nanos) {
        if (opening.length() < 16 && !bytes.isEmpty()) {
            opening = opening.plus(Bytes.copyOf(bytes.slice(0, Math.min(bytes.length(), 16 - opening.length()))
                    .toArray()));
        }
        moveTo(offset);
        if (mode == Mode.NO_TLS) {
            position += bytes.length();
            sink.noTls(direction, offset, bytes, chunkAccepted, nanos);
            return;
        }
        int at = 0;
        while (at < bytes.length()) {
            if (filled == 0) {
                startNanos = nanos;
                accepted = chunkAccepted;
                beginningAccepted = chunkAccepted;
            }
            accepted &= chunkAccepted;
            endNanos = nanos;
            int next = filled == 0 && mode == Mode.RECORDS ? whole(bytes, at) : at;
            if (next > at) {
                position += next - at;
                at = next;
                continue;
            }
            if (filled < HEADER) {
                pending[filled++] = (byte) bytes.u8(at++);
                position++;
                if (!plausible()) {
                    at = implausible(bytes, at, chunkAccepted, nanos);
                    if (mode == Mode.NO_TLS) {
                        return;
                    }
                } else if (filled == HEADER) {
                    headerComplete();
                }
            } else {
                int take = Math.min(bytes.length() - at, HEADER + announced() - filled);
                bytes.slice(at, at + take).copyTo(pending, filled);
                filled += take;
                position += take;
                at += take;
            }
            if (filled >= HEADER && filled == HEADER + announced()) {
                sink.record(partial());
                if (!accepted && beginningAccepted) {
                    halfRefused = Bytes.copyOf(pending, 0, filled);
                    halfRefusedFrom = position - filled;
                }
                filled = 0;
                any = true;
            }
        }
    }

    /** What has come of a record that is not whole; nothing where not even its header has. */
    Optional<Raw> rest() {
        return mode == Mode.RECORDS && filled >= HEADER ? Optional.of(partial()) : Optional.empty();
    }

    /** How many bytes wait for the rest of their record. */
    int waiting() {
        return filled;
    }

    /** Hands on the records that begin at {@code at} and stand in {@code bytes} in one piece, without copying. */
    private int whole(Bytes bytes, int at) {
        int next = at;
        if (bytes.length() - at >= HEADER) {
            int length = bytes.u16(at + 3);
            Optional<ContentType> type = ContentType.of(bytes.u8(at));
            if (type.isPresent()
                    && bytes.u8(at + 1) == 3
                    && bytes.u8(at + 2) <= 4
                    && length <= LONGEST
                    && bytes.length() - at - HEADER >= length) {
                next = at + HEADER + length;
                sink.record(new Raw(
                        direction,
                        type.get(),
                        bytes.u16(at + 1),
                        position,
                        position + HEADER + length,
                        length,
                        bytes.slice(at + HEADER, next),
                        accepted,
                        startNanos,
                        endNanos));
                any = true;
            }
        }
        return next;
    }

    /** A stream may jump forward where bytes are missing, and back where the modem refused bytes and the host sends them again. */
    private void moveTo(long offset) {
        if (offset > position && mode != Mode.NO_TLS) {
            sink.problem((offset - position) + " bytes of the " + speaker() + "'s stream are missing at byte "
                    + position + (filled > 0 ? ", in the middle of a record" : ""));
            filled = 0;
            mode = Mode.SEARCHING;
        } else if (offset < position) {
            filled = (int) Math.max(0, filled - (position - offset));
            // what stands before the bytes that are sent again was taken by the modem
            accepted = true;
            if (halfRefusedFrom < offset && offset < halfRefusedFrom + halfRefused.length()) {
                filled = (int) (offset - halfRefusedFrom);
                halfRefused.slice(0, filled).copyTo(pending, 0);
                mode = Mode.RECORDS;
            }
            halfRefused = Bytes.empty();
        }
        position = offset;
    }

    private boolean plausible() {
        return switch (filled) {
            case 1 -> ContentType.of(pending[0]).isPresent();
            case 2 -> pending[1] == 3;
            case 3 -> pending[2] >= 0 && pending[2] <= 4;
            case 4 -> (pending[3] & 0xff) << 8 <= LONGEST;
            default -> announced() <= LONGEST;
        };
    }

    private int implausible(Bytes bytes, int at, boolean chunkAccepted, long nanos) {
        if (!any && mode == Mode.RECORDS) {
            mode = Mode.NO_TLS;
            Bytes held = Bytes.copyOf(pending, 0, filled).plus(bytes.from(at));
            long offset = position - filled;
            position += bytes.length() - at;
            filled = 0;
            sink.noTls(direction, offset, held, chunkAccepted, nanos);
            return bytes.length();
        }
        if (mode == Mode.RECORDS) {
            sink.problem("at byte " + (position - filled) + " of the " + speaker()
                    + "'s stream a record should begin, but what stands there cannot be one: bytes were lost,"
                    + " altered or added");
            mode = Mode.SEARCHING;
        }
        do {
            System.arraycopy(pending, 1, pending, 0, filled - 1);
            filled--;
            startNanos = nanos;
            accepted = chunkAccepted;
        } while (filled > 0 && !plausiblePrefix());
        return at;
    }

    private boolean plausiblePrefix() {
        int all = filled;
        boolean good = true;
        for (filled = 1; filled <= all && good; filled++) {
            good = plausible();
        }
        filled = all;
        return good;
    }

    private void headerComplete() {
        if (mode == Mode.SEARCHING) {
            mode = Mode.RECORDS;
            sink.problem("records go on at byte " + (position - HEADER) + " of the " + speaker() + "'s stream");
        }
    }

    private int announced() {
        return (pending[3] & 0xff) << 8 | (pending[4] & 0xff);
    }

    private Raw partial() {
        return new Raw(
                direction,
                ContentType.of(pending[0]).orElseThrow(),
                (pending[1] & 0xff) << 8 | (pending[2] & 0xff),
                position - filled,
                position,
                announced(),
                Bytes.copyOf(pending, HEADER, filled - HEADER),
                accepted,
                startNanos,
                endNanos);
    }

    private String speaker() {
        return direction == Direction.TX ? "client" : "server";
    }
}
