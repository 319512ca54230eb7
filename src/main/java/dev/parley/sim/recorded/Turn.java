package dev.parley.sim.recorded;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import java.util.ArrayList;
import java.util.List;

/**
 * What the host wrote in one go, and what the modem sent until the host wrote again.
 *
 * @param nanos when the host had written it, since the session began
 * @param host empty for what the modem sent before the host wrote anything
 * @param answers what came then, in order
 */
public record Turn(long nanos, Bytes host, List<Answer> answers) {
    public Turn {
        answers = List.copyOf(answers);
    }

    /**
     * Bytes of the modem's.
     *
     * @param delayNanos how long after the host's last byte they came
     */
    public record Answer(long delayNanos, Bytes bytes) {}

    /** The turns of a recorded session. */
    public static List<Turn> of(Journal journal) {
        List<Turn> turns = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        Bytes host = Bytes.empty();
        long wrote = 0;
        for (long n = 1; n <= journal.events(); n++) {
            if (journal.event(n) instanceof Event.Traffic traffic) {
                boolean sent = traffic.direction() == Direction.TX;
                // A command is a turn of its own even where the modem said nothing to it; one that is typed goes on
                // until its CR.
                boolean ended = !host.isEmpty() && host.u8(host.length() - 1) == '\r';
                ended |= !answers.isEmpty() && !isBegunCommand(host);
                if (sent && ended) {
                    turns.add(new Turn(wrote, host, answers));
                    answers = new ArrayList<>();
                    host = Bytes.empty();
                }
                if (sent) {
                    host = host.plus(traffic.bytes());
                    wrote = traffic.nanos();
                } else {
                    answers.add(new Answer(traffic.nanos() - wrote, traffic.bytes()));
                }
            }
        }
        if (!host.isEmpty() || !answers.isEmpty()) {
            turns.add(new Turn(wrote, host, answers));
        }
        return turns;
    }

    private static boolean isBegunCommand(Bytes host) {
        return !host.isEmpty()
                && (host.u8(0) | 0x20) == 'a'
                && (host.length() == 1 || (host.u8(1) | 0x20) == 't')
                && host.indexOf('\r', 0) < 0;
    }

    /** The turns as a session again, each at its own time; {@code header} tells where they are from. */
    public static Journal journal(List<Turn> turns, SessionHeader header) {
        Journal journal = Journal.inMemory(header, () -> 0L);
        write(turns, journal);
        return journal;
    }

    /** Records the turns in {@code journal}, each at its own time. */
    public static void write(List<Turn> turns, Journal journal) {
        for (Turn turn : turns) {
            if (!turn.host().isEmpty()) {
                journal.imported(Direction.TX, turn.host(), Event.Origin.HOST, turn.nanos());
            }
            for (Answer answer : turn.answers()) {
                journal.imported(Direction.RX, answer.bytes(), Event.Origin.MODEM, turn.nanos() + answer.delayNanos());
            }
        }
    }

    /** The command the host gave, without its CR, or nothing where it wrote payload. */
    String command() {
        int length = host.length();
        boolean line =
                length > 2 && host.u8(length - 1) == '\r' && (host.u8(0) | 0x20) == 'a' && (host.u8(1) | 0x20) == 't';
        return line ? host.slice(0, length - 1).latin1() : "";
    }
}
