package dev.parley.sim.recorded;

import dev.parley.journal.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Answers a host as a recorded modem answered another: the same bytes, as long after the host's as they came then.
 *
 * <p>A command is looked for from where the recording stands onwards, first word for word, then by its name; one that was given
 * before is answered as it was the last time; one that was never given gets {@code ERROR}. What follows a command that announced
 * payload is taken as payload, whatever it is. A clock is handed in; not thread-safe.
 */
final class RecordedModem {
    private static final int LONGEST_LINE = 4096;
    private static final long UNKNOWN_NANOS = 20_000_000;

    private record Due(long nanos, Bytes bytes) {}

    private final List<Turn> turns;
    private final Deque<Due> due = new ArrayDeque<>();
    private Bytes typed = Bytes.empty();
    /** The turn that is expected next. */
    private int next;
    /** How many bytes of payload the host has announced and not written yet. */
    private int payload;

    private int unknown;

    RecordedModem(List<Turn> turns, long now) {
        this.turns = List.copyOf(turns);
        while (next < turns.size() && turns.get(next).host().isEmpty()) {
            answer(turns.get(next), "", now);
            next++;
        }
    }

    /** The host wrote {@code bytes} at {@code now}. */
    void host(Bytes bytes, long now) {
        typed = typed.plus(bytes);
        while (!typed.isEmpty() && take(now)) {
            // One command or payload after another.
        }
    }

    private boolean take(long now) {
        if (payload > 0) {
            if (typed.length() < payload) {
                return false;
            }
            typed = typed.from(payload);
            payload = 0;
            while (next < turns.size() && turns.get(next).command().isEmpty()) {
                answer(turns.get(next), "", now);
                next++;
            }
            return true;
        }
        if (next < turns.size() && turns.get(next).command().isEmpty()) {
            // Payload without a count: a prompt that Ctrl-Z ends, or transparent mode.
            int wanted = turns.get(next).host().length();
            if (!startsCommand()) {
                if (typed.length() < wanted) {
                    return false;
                }
                typed = typed.from(wanted);
                answer(turns.get(next), "", now);
                next++;
                return true;
            }
        }
        int end = typed.indexOf('\r', 0);
        if (end < 0) {
            if (typed.length() > LONGEST_LINE) {
                typed = Bytes.empty();
            }
            return false;
        }
        String line = typed.slice(0, end).latin1().strip();
        typed = typed.from(end + 1);
        if (!typed.isEmpty() && typed.u8(0) == '\n') {
            typed = typed.from(1);
        }
        if (!line.isEmpty()) {
            command(line, now);
        }
        return true;
    }

    private boolean startsCommand() {
        return typed.length() >= 2 && (typed.u8(0) | 0x20) == 'a' && (typed.u8(1) | 0x20) == 't';
    }

    private void command(String line, long now) {
        int found = find(line);
        if (found < 0) {
            unknown++;
            due.add(new Due(after(now + UNKNOWN_NANOS), Bytes.latin1("\r\nERROR\r\n")));
            return;
        }
        answer(turns.get(found), line, now);
        if (found >= next) {
            next = found + 1;
        }
        payload = announced(line);
    }

    /** The turn that answers {@code line}, or -1. */
    private int find(String line) {
        for (int i = next; i < turns.size(); i++) {
            if (turns.get(i).command().equalsIgnoreCase(line)) {
                return i;
            }
        }
        for (int i = next; i < turns.size(); i++) {
            if (!turns.get(i).command().isEmpty()
                    && name(turns.get(i).command()).equals(name(line))) {
                return i;
            }
        }
        for (int i = Math.min(next, turns.size()) - 1; i >= 0; i--) {
            if (turns.get(i).command().equalsIgnoreCase(line)) {
                return i;
            }
        }
        return -1;
    }

    /** The command with its form: {@code AT+CSQ}, {@code AT+QISEND=}, {@code AT+CPIN?}. */
    private static String name(String line) {
        int end = line.indexOf('=');
        String name = end < 0 ? line : line.substring(0, end + 1);
        return name.toUpperCase(Locale.ROOT);
    }

    private static int announced(String line) {
        String upper = line.toUpperCase(Locale.ROOT);
        if (!upper.startsWith("AT+QISEND=") && !upper.startsWith("AT+QSSLSEND=")) {
            return 0;
        }
        String[] values = line.substring(line.indexOf('=') + 1).split(",", -1);
        try {
            return values.length == 2 ? Math.max(0, Integer.parseInt(values[1].strip())) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The recorded echo is that of the recorded command: this host gets its own. */
    private void answer(Turn turn, String line, long now) {
        boolean first = true;
        for (Turn.Answer answer : turn.answers()) {
            Bytes bytes = answer.bytes();
            String echo = turn.command() + "\r";
            if (first
                    && !line.isEmpty()
                    && bytes.length() >= echo.length()
                    && bytes.slice(0, echo.length()).latin1().equals(echo)) {
                bytes = Bytes.latin1(line + "\r").plus(bytes.from(echo.length()));
            }
            first = false;
            due.add(new Due(after(now + answer.delayNanos()), bytes));
        }
    }

    /** The line is one after another: nothing overtakes what was said before. */
    private long after(long nanos) {
        return due.isEmpty() ? nanos : Math.max(nanos, due.getLast().nanos());
    }

    /** When the next bytes are due; {@link Long#MAX_VALUE} where none are. */
    long due() {
        Due first = due.peekFirst();
        return first == null ? Long.MAX_VALUE : first.nanos();
    }

    /** What is due at {@code now}; empty where nothing is. */
    Bytes output(long now) {
        Bytes out = Bytes.empty();
        for (Due first = due.peekFirst(); first != null && first.nanos() <= now; first = due.peekFirst()) {
            out = out.plus(first.bytes());
            due.removeFirst();
        }
        return out;
    }

    /** How many turns of the recording are behind. */
    int played() {
        return next;
    }

    /** How many commands the recording knows no answer to. */
    int unknown() {
        return unknown;
    }
}
