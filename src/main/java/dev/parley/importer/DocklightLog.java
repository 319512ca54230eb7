package dev.parley.importer;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;

/**
 * Docklight's communication window or log file, as ASCII or hex: {@code 22.01.2024 10:55:54.274 [TX] - AT+CSQ<CR>}; lines without a
 * stamp go on with the direction before. In HTML logs the tags are taken off.
 */
final class DocklightLog implements LogFormat {
    @Override
    public String name() {
        return "Docklight";
    }

    @Override
    public int score(LogText head) {
        return Scores.share(head, 92, line -> line.contains("[TX] - ") || line.contains("[RX] - "));
    }

    @Override
    public void read(LogText log, Transcript out) {
        Direction[] last = new Direction[1];
        boolean[] page = new boolean[1];
        log.head(Importer.HEAD).lines(line -> page[0] |= line.indexOf('<') >= 0 && Html.isMarkedUp(line));
        log.lines(raw -> {
            out.line();
            String line = page[0] && raw.indexOf('<') >= 0 ? Html.text(raw) : raw;
            int mark = line.indexOf("[TX] - ");
            if (mark < 0) {
                mark = line.indexOf("[RX] - ");
            }
            if (mark >= 0) {
                Stamp stamp = Stamp.of(line);
                if (stamp != null) {
                    out.at(stamp);
                }
                last[0] = line.charAt(mark + 1) == 'T' ? Direction.TX : Direction.RX;
                out.traffic(last[0], bytes(line.substring(mark + 7)));
            } else if (last[0] != null && !line.isBlank() && isData(line)) {
                out.traffic(last[0], bytes(line));
            } else {
                out.note(line);
            }
        });
    }

    private static boolean isData(String line) {
        return HexText.isPairs(line, 0) || line.indexOf('<') >= 0;
    }

    private static Bytes bytes(String text) {
        String stripped = text.strip();
        return (stripped.length() == 2 || stripped.indexOf(' ') == 2) && HexText.isPairs(stripped, 0)
                ? HexText.pairs(stripped, 0)
                : Escapes.bytes(text, Escapes.Style.ANGLES);
    }
}
