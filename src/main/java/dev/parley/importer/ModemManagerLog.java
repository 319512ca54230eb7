package dev.parley.importer;

import dev.parley.journal.Direction;
import org.jspecify.annotations.Nullable;

/**
 * ModemManager's debug log, out of a file, the journal or syslog:
 * {@code ModemManager[335]: <dbg> [1767016030.303975] [ttyUSB2/at] --> 'AT+CEREG?<CR>'}. Its bytes are exact.
 */
final class ModemManagerLog implements LogFormat {
    @Override
    public String name() {
        return "ModemManager debug log";
    }

    @Override
    public int score(LogText head) {
        return Scores.share(head, 95, line -> arrow(line) >= 0 && line.indexOf('<') >= 0);
    }

    /** Where {@code --> '} or {@code <-- '} stands, or -1. */
    private static int arrow(String line) {
        int out = line.indexOf("--> '");
        return out >= 0 ? out : line.indexOf("<-- '");
    }

    @Override
    public void read(LogText log, Transcript out) {
        log.lines(line -> {
            out.line();
            Stamp stamp = stamp(line);
            if (stamp != null) {
                out.at(stamp);
            }
            int arrow = arrow(line);
            int end = line.lastIndexOf('\'');
            if (arrow < 0 || end < arrow + 5) {
                out.note(line);
                return;
            }
            out.traffic(
                    line.charAt(arrow) == '-' ? Direction.TX : Direction.RX,
                    Escapes.bytes(line.substring(arrow + 5, end), Escapes.Style.MODEM_MANAGER));
        });
    }

    /** Its own stamp is finer than that of a log it was written to. */
    private static @Nullable Stamp stamp(String line) {
        int level = line.indexOf("> [");
        if (level < 0) {
            level = line.indexOf(">  [");
        }
        Stamp own = level < 0 ? null : Stamp.of(line.substring(level + 1));
        return own == null ? Stamp.of(line) : own;
    }
}
