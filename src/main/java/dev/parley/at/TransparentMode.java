package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Transparent mode: everything is payload, both ways, but what ends it. Times are nanoseconds since the session began. */
final class TransparentMode {
    /** What ended it. */
    enum Ending {
        NO_CARRIER("NO CARRIER"),
        READY("RDY"),
        /** {@code +++} between two silences, and the modem's {@code OK} to it. */
        ESCAPED("OK"),
        /** {@code +++} between two silences; the {@code OK} is still to come. */
        ESCAPING(""),
        /** DTR was dropped with {@code AT&D1}, and the modem's {@code OK} to that. */
        LEFT_BY_DTR("OK"),
        /** DTR was dropped with {@code AT&D1}, and the host goes on with commands; the modem said nothing. */
        LEAVING_BY_DTR("");

        private final String text;
        private final Bytes pattern;

        Ending(String text) {
            this.text = text;
            this.pattern = Bytes.latin1("\r\n" + text + "\r\n");
        }

        String text() {
            return text;
        }
    }

    /** Silence around {@code +++}; a little less than the second the modem wants, as stamps are taken after the fact. */
    private static final long GUARD_NANOS = 900_000_000L;

    /** Between the first and the last plus sign at most. */
    private static final long ESCAPE_NANOS = 1_000_000_000L;

    private static final int CR = '\r';
    /** CR LF in front of an ending cannot be told from data when it comes, and is not kept back. */
    private static final int FRAME = 2;

    private final long exchange;
    private final int socket;
    private final SocketModes modes;
    private final Consumer<AtEvent> out;
    private int written;
    private int read;

    /** Plus signs after silence that are not handed on yet, and where they stand. */
    private int plusSigns;

    private long plusFrom;
    /** When the first plus sign came; when the third one came, once it has. */
    private long plusNanos;

    /** How far what the modem sent last agrees with {@link #candidate}; all but CR LF is kept back. */
    private int matched;

    /** DTR was dropped, which this modem takes for the wish to leave. */
    private boolean dtrDropped;

    private Ending candidate = Ending.NO_CARRIER;
    private @Nullable Ending ending;
    private long endingFrom;

    /**
     * @param modes where the socket's access mode is kept
     */
    TransparentMode(long exchange, int socket, SocketModes modes, Consumer<AtEvent> out) {
        this.exchange = exchange;
        this.socket = socket;
        this.modes = modes;
        this.out = out;
    }

    /** What ended it, or nothing while it goes on. */
    @Nullable
    Ending ending() {
        return ending;
    }

    /** Where the text of what ended it stands. */
    long endingFrom() {
        return endingFrom;
    }

    Place escapePlace() {
        return new Place(Direction.TX, plusFrom, plusFrom + 3);
    }

    long escapeNanos() {
        return plusNanos;
    }

    /** DTR was dropped while {@code AT&D1} holds. */
    void dtrDropped() {
        dtrDropped = true;
    }

    /** Takes what the host wrote from byte {@code i} on; returns the index of the first byte that is not its business. */
    int written(Bytes bytes, int i, long base, long now, long lastWrittenNanos) {
        if (plusSigns == 3 && now - plusNanos >= GUARD_NANOS) {
            // The modem has gone over to commands by now.
            end(Ending.ESCAPING, 0, now);
            return i;
        }
        if (dtrDropped) {
            end(Ending.LEAVING_BY_DTR, 0, now);
            return i;
        }
        int at = i;
        boolean afterSilence = at == 0 && now - lastWrittenNanos >= GUARD_NANOS;
        while (at < bytes.length()
                && bytes.u8(at) == '+'
                && plusSigns < 3
                && (plusSigns > 0 ? now - plusNanos <= ESCAPE_NANOS : afterSilence)) {
            if (plusSigns == 0) {
                plusFrom = base + at;
                plusNanos = now;
            }
            plusSigns++;
            if (plusSigns == 3) {
                plusNanos = now;
            }
            at++;
        }
        if (at < bytes.length()) {
            releasePlusSigns(now);
            payload(Direction.TX, bytes.from(at), base + at, now);
        }
        return bytes.length();
    }

    /** Takes what the modem sent from byte {@code from} on; returns the index of the first byte that is not its business. */
    int read(Bytes bytes, int from, long base, long now) {
        int stop = bytes.length();
        int i = from;
        while (i < stop) {
            if (matched == 0) {
                i = bytes.indexOf(CR, i);
                if (i < 0) {
                    break;
                }
                matched = 1;
                i++;
            } else if (agrees(bytes.u8(i), now)) {
                matched++;
                i++;
                if (matched == candidate.pattern.length()) {
                    int length = matched - FRAME;
                    payload(Direction.RX, bytes.slice(from, Math.max(from, i - length)), base + from, now);
                    matched = 0;
                    end(candidate, base + i - length, now);
                    return i;
                }
            } else {
                int earlier = keptBack() - (i - from);
                if (earlier > 0) {
                    payload(Direction.RX, candidate.pattern.slice(FRAME, FRAME + earlier), base + from - earlier, now);
                }
                matched = 0;
            }
        }
        int kept = Math.min(keptBack(), stop - from);
        payload(Direction.RX, bytes.slice(from, stop - kept), base + from, now);
        return stop;
    }

    /** Hands on what was kept back; {@code readTo} is where what the modem sent ends. */
    void release(long readTo, long now) {
        releasePlusSigns(now);
        int kept = keptBack();
        if (kept > 0) {
            payload(Direction.RX, candidate.pattern.slice(FRAME, matched), readTo - kept, now);
        }
        matched = 0;
    }

    private int keptBack() {
        return Math.max(0, matched - FRAME);
    }

    private boolean agrees(int value, long now) {
        if (matched != FRAME) {
            return value == candidate.pattern.u8(matched);
        }
        switch (value) {
            case 'N' -> candidate = Ending.NO_CARRIER;
            case 'R' -> candidate = Ending.READY;
            case 'O' -> {
                if (dtrDropped) {
                    candidate = Ending.LEFT_BY_DTR;
                } else if (plusSigns < 3 || now - plusNanos < GUARD_NANOS) {
                    return false;
                } else {
                    candidate = Ending.ESCAPED;
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void end(Ending how, long from, long now) {
        ending = how;
        endingFrom = from;
        modes.set(socket, SocketModes.BUFFER);
        if (how != Ending.ESCAPED && how != Ending.ESCAPING) {
            releasePlusSigns(now);
        }
        plusSigns = 0;
    }

    private void releasePlusSigns(long now) {
        if (plusSigns > 0) {
            payload(Direction.TX, Bytes.latin1("+".repeat(plusSigns)), plusFrom, now);
            plusSigns = 0;
        }
    }

    private void payload(Direction direction, Bytes bytes, long from, long now) {
        if (bytes.isEmpty()) {
            return;
        }
        int start = direction == Direction.TX ? written : read;
        if (direction == Direction.TX) {
            written += bytes.length();
        } else {
            read += bytes.length();
        }
        Place place = new Place(direction, from, from + bytes.length());
        out.accept(new AtEvent.Payload(exchange, direction, socket, start, -1, false, bytes, place, now));
    }
}
