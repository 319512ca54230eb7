package dev.parley.importer;

import dev.parley.journal.Direction;

/**
 * {@code [SEND][   9][AT+CPIN?\r]} and {@code [RECV][  22][\r\n+CPIN: READY\r\n]}, as Azure's embedded wireless framework writes it.
 * Its bytes are exact.
 */
final class BracketedLog implements LogFormat {
    @Override
    public String name() {
        return "Embedded Wireless Framework";
    }

    @Override
    public int score(LogText head) {
        return Scores.share(head, 95, line -> line.contains("[SEND][") || line.contains("[RECV]["));
    }

    @Override
    public void read(LogText log, Transcript out) {
        log.lines(line -> {
            out.line();
            Stamp stamp = line.startsWith("[SEND]") || line.startsWith("[RECV]") ? null : Stamp.of(line);
            if (stamp != null) {
                out.at(stamp);
            }
            int mark = Math.max(line.indexOf("[SEND]["), line.indexOf("[RECV]["));
            int text = mark < 0 ? -1 : line.indexOf("][", mark + 7);
            int end = line.lastIndexOf(']');
            if (text < 0 || end < text + 2) {
                out.note(line);
                return;
            }
            out.traffic(
                    line.charAt(mark + 1) == 'S' ? Direction.TX : Direction.RX,
                    Escapes.bytes(line.substring(text + 2, end), Escapes.Style.BACKSLASH));
        });
    }
}
