package dev.parley.importer;

import dev.parley.journal.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Programs that write each piece of traffic on a line of its own, behind a mark that says which way, with control characters
 * escaped: their bytes are exact.
 *
 * @param name whose log it is
 * @param sent what stands before what the host wrote
 * @param received what stands before what the modem sent
 * @param gap what stands between the mark and the text; may be empty
 * @param end what ends the text; empty for the end of the line
 * @param style how bytes are escaped
 */
record ExactLines(String name, String sent, String received, String gap, String end, Escapes.Style style)
        implements LogFormat {
    /** Out of a file, the journal or syslog: {@code ModemManager[335]: <dbg> [1767016030.303975] [ttyUSB2/at] --> 'AT<CR>'}. */
    static final ExactLines MODEM_MANAGER =
            new ExactLines("ModemManager debug log", "--> '", "<-- '", "", "'", Escapes.Style.MODEM_MANAGER);

    /** Azure's: {@code [SEND][   9][AT+CPIN?\r]}, {@code [RECV][  22][\r\n+CPIN: READY\r\n]}. */
    static final ExactLines EMBEDDED_WIRELESS =
            new ExactLines("Embedded Wireless Framework", "[SEND][", "[RECV][", "][", "]", Escapes.Style.BACKSLASH);

    /** {@code [00032500ms][INFO][CELL]: AT TX ( 6): AT+CSQ}, {@code AT RX ( 2): <cr><ln>}. */
    static final ExactLines MBED_OS =
            new ExactLines("Mbed OS cellular trace", "AT TX (", "AT RX (", "): ", "", Escapes.Style.ANGLES);

    private static final int SURE = 95;

    @Override
    public int score(LogText head) {
        return Scores.share(head, SURE, line -> mark(line) >= 0 && text(line, mark(line)) != null);
    }

    /** Where the mark stands, or -1. */
    private int mark(String line) {
        int at = line.indexOf(sent);
        return at >= 0 ? at : line.indexOf(received);
    }

    /** What stands behind the mark at {@code mark}, escaped as it is, or nothing where the line is cut short. */
    private @Nullable String text(String line, int mark) {
        int from = gap.isEmpty() ? mark + sent.length() : line.indexOf(gap, mark + sent.length());
        int to = end.isEmpty() ? line.length() : line.lastIndexOf(end);
        return from < 0 || to < from + gap.length() ? null : line.substring(from + gap.length(), to);
    }

    @Override
    public void read(LogText log, Transcript out) {
        log.lines(line -> {
            out.line();
            int mark = mark(line);
            Stamp stamp = mark == 0 ? null : stamp(line);
            if (stamp != null) {
                out.at(stamp);
            }
            String text = mark < 0 ? null : text(line, mark);
            if (text == null) {
                out.note(line);
            } else {
                out.traffic(line.startsWith(sent, mark) ? Direction.TX : Direction.RX, Escapes.bytes(text, style));
            }
        });
    }

    /** The program's own stamp, behind the level, is finer than that of a log it was written to. */
    private static @Nullable Stamp stamp(String line) {
        int level = line.indexOf("> [");
        if (level < 0) {
            level = line.indexOf(">  [");
        }
        Stamp own = level < 0 ? null : Stamp.of(line.substring(level + 1));
        return own == null ? Stamp.of(line) : own;
    }
}
