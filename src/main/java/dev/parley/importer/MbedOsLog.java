package dev.parley.importer;

import dev.parley.journal.Direction;

/** Mbed OS's cellular trace: {@code [INFO][CELL]: AT TX ( 6): AT+CSQ}, {@code AT RX ( 2): <cr><ln>}. Its bytes are exact. */
final class MbedOsLog implements LogFormat {
    @Override
    public String name() {
        return "Mbed OS cellular trace";
    }

    @Override
    public int score(LogText head) {
        return Scores.share(head, 95, line -> mark(line) >= 0);
    }

    private static int mark(String line) {
        int sent = line.indexOf("AT TX (");
        return sent >= 0 ? sent : line.indexOf("AT RX (");
    }

    @Override
    public void read(LogText log, Transcript out) {
        log.lines(line -> {
            out.line();
            Stamp stamp = Stamp.of(line);
            if (stamp != null) {
                out.at(stamp);
            }
            int mark = mark(line);
            int text = mark < 0 ? -1 : line.indexOf("): ", mark);
            if (text < 0) {
                out.note(line);
                return;
            }
            out.traffic(
                    line.charAt(mark + 3) == 'T' ? Direction.TX : Direction.RX,
                    Escapes.bytes(line.substring(text + 3), Escapes.Style.ANGLES));
        });
    }
}
