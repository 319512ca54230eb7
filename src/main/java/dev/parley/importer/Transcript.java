package dev.parley.importer;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a format tells of a log, piece by piece. One reader, one thread. */
final class Transcript {
    /** So far apart are lines of a log that has no times: only their order means anything. */
    private static final long STEP_NANOS = 1_000_000;

    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final int MOST_SENTENCES = 100;

    private final boolean swapped;
    private final List<Imported.Item> items = new ArrayList<>();
    private final Set<String> ambiguous = new LinkedHashSet<>();
    private final Set<String> lost = new LinkedHashSet<>();
    private long lines;
    private long recognised;
    private long notes;
    private boolean timed;
    private boolean sided;
    private long origin = Long.MIN_VALUE;
    private long lastStamp;
    private long now;

    /** @param swapped true where the side that the log or its reader takes for the host is the modem */
    Transcript(boolean swapped) {
        this.swapped = swapped;
    }

    /** A line of the log begins; without a stamp it comes a little after the one before. */
    void line() {
        lines++;
        if (!timed) {
            now += STEP_NANOS;
        }
    }

    /** The log says when: nanoseconds of its own clock, or of the day. A clock of the day may pass midnight. */
    void at(Stamp stamp) {
        long nanos = stamp.nanos();
        if (!timed) {
            timed = true;
            origin = nanos - now;
        }
        if (stamp.ofDay() && nanos < lastStamp - DAY_NANOS / 2) {
            origin -= DAY_NANOS;
        }
        lastStamp = nanos;
        now = Math.max(now, nanos - origin);
    }

    /** Bytes that the host wrote. */
    void host(Bytes bytes) {
        crossed(Direction.TX, bytes);
    }

    /** Bytes that the modem sent. */
    void modem(Bytes bytes) {
        crossed(Direction.RX, bytes);
    }

    /** Bytes of a side that the log names, whatever they say. */
    void traffic(Direction direction, Bytes bytes) {
        sided = true;
        crossed(swapped ? direction.opposite() : direction, bytes);
    }

    private void crossed(Direction direction, Bytes bytes) {
        if (!bytes.isEmpty()) {
            recognised++;
            items.add(new Imported.Traffic(now, direction, bytes));
        }
    }

    /** True if the last thing that crossed the link came from the host. */
    boolean isLastHost() {
        for (int i = items.size() - 1; i >= 0; i--) {
            if (items.get(i) instanceof Imported.Traffic traffic) {
                return traffic.direction() == Direction.TX;
            }
        }
        return false;
    }

    /** A line that is no traffic, kept as it is; empty ones are not. */
    void note(String text) {
        String kept = text.strip();
        if (!kept.isEmpty()) {
            notes++;
            items.add(new Imported.Note(
                    now,
                    isAscii(kept)
                            ? kept
                            : new String(kept.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)));
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Something was decided that the log does not say. */
    void ambiguous(String sentence) {
        if (ambiguous.size() < MOST_SENTENCES) {
            ambiguous.add(sentence);
        }
    }

    /** Something crossed the link that the log does not have: said here and where it is missing. */
    void lost(String sentence) {
        if (lost.size() < MOST_SENTENCES) {
            lost.add(sentence);
        }
        items.add(new Imported.Note(now, Event.Note.NOT_IN_THE_LOG + sentence));
    }

    Imported end(String format) {
        return new Imported(
                format,
                Collections.unmodifiableList(items),
                new Imported.Report(
                        lines, recognised, notes, sided, timed, new ArrayList<>(ambiguous), new ArrayList<>(lost)));
    }
}
