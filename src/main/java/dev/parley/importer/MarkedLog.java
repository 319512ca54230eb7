package dev.parley.importer;

import dev.parley.journal.Direction;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lines with a stamp or none and a mark for the direction: {@code TX: AT+CSQ}, {@code 10:55:54.274 -> AT+CSQ}, {@code Send: },
 * {@code >> }, {@code >>>>>Start sending [AT+CSQ]<<<<<} and {@code AT solicited Resp[OK]} (FreeRTOS-Cellular). Which of two arrows is
 * the host is told by who says {@code AT}.
 */
final class MarkedLog implements LogFormat {
    /** Marks in pairs: one direction, the other. What stands first is the host's unless the arrows say otherwise. */
    private static final String[][] PAIRS = {
        {">>>>>Start sending [", "AT solicited Resp["},
        {"[TX]", "[RX]"},
        {"[Tx]", "[Rx]"},
        {"[SEND]", "[RECV]"},
        {"[Send]", "[Recv]"},
        {"[OUT]", "[IN]"},
        {"TX:", "RX:"},
        {"TX >", "RX <"},
        {"TX>", "RX<"},
        {"Tx:", "Rx:"},
        {"tx:", "rx:"},
        {"SEND:", "RECV:"},
        {"Send:", "Recv:"},
        {"Sent:", "Received:"},
        {"Send->", "Recv<-"},
        {"send:", "recv:"},
        {"-->", "<--"},
        {">>", "<<"},
        {"->", "<-"},
        {"> ", "< "}
    };

    private static final int PLAIN = 5;

    @Override
    public String name() {
        return "log with direction marks";
    }

    @Override
    public int score(LogText head) {
        Marks marks = Marks.of(head);
        return marks == null ? 0 : 80;
    }

    /** The marks a log uses. */
    private record Marks(String host, String modem) {
        static @Nullable Marks of(LogText head) {
            int[][] seen = new int[PAIRS.length][4];
            head.lines(line -> {
                Stamp stamp = Stamp.of(line);
                int from = stamp == null ? 0 : stamp.end();
                for (int pair = 0; pair < PAIRS.length; pair++) {
                    for (int side = 0; side < 2; side++) {
                        int at = find(line, from, PAIRS[pair][side]);
                        if (at >= 0) {
                            seen[pair][side]++;
                            if (Dialogue.isCommand(line.substring(at).strip())) {
                                seen[pair][2 + side]++;
                            }
                        }
                    }
                }
            });
            for (int pair = 0; pair < PAIRS.length; pair++) {
                int[] counts = seen[pair];
                if (counts[0] > 0 && counts[1] > 0 && counts[2] + counts[3] > 0) {
                    boolean first = counts[2] >= counts[3];
                    return new Marks(PAIRS[pair][first ? 0 : 1], PAIRS[pair][first ? 1 : 0]);
                }
            }
            return null;
        }
    }

    /** Where the text behind {@code mark} begins, or -1: a mark stands behind the stamp, or behind a tag that ends with a blank. */
    private static int find(String line, int from, String mark) {
        int at = line.indexOf(mark, from);
        boolean arrow = mark.length() <= 2 || mark.charAt(0) == '-' || mark.charAt(0) == '<';
        if (at < 0 || (arrow && at > from + PLAIN && !line.substring(from, at).isBlank())) {
            return -1;
        }
        if (at > from && " \t:]_".indexOf(line.charAt(at - 1)) < 0) {
            return -1;
        }
        return at + mark.length();
    }

    @Override
    public void read(LogText log, Transcript out) {
        Marks marks = Marks.of(log.head(Importer.HEAD));
        if (marks == null) {
            log.lines(line -> {
                out.line();
                out.note(line);
            });
            return;
        }
        if (!marks.host().toUpperCase(Locale.ROOT).contains("S")
                && !marks.host().toUpperCase(Locale.ROOT).contains("TX")) {
            out.ambiguous("'" + marks.host().strip() + "' was taken for the host, as AT commands stand behind it.");
        }
        Dialogue dialogue = new Dialogue(out);
        log.lines(line -> {
            out.line();
            Stamp stamp = Stamp.of(line);
            int from = 0;
            if (stamp != null) {
                out.at(stamp);
                from = stamp.end();
            }
            int host = find(line, from, marks.host());
            int modem = host >= 0 ? -1 : find(line, from, marks.modem());
            if (host >= 0) {
                say(text(line, host, marks.host()), true, dialogue, out);
            } else if (modem >= 0) {
                say(text(line, modem, marks.modem()), false, dialogue, out);
            } else {
                out.note(line);
            }
        });
        dialogue.end();
    }

    private static String text(String line, int from, String mark) {
        String text = line.substring(from);
        if (mark.endsWith("[")) {
            int end = text.lastIndexOf(']');
            text = end < 0 ? text : text.substring(0, end);
        }
        if (text.startsWith(" ")) {
            text = text.substring(1);
        }
        if (text.length() > 1
                && (text.charAt(0) == '\'' || text.charAt(0) == '"')
                && text.charAt(text.length() - 1) == text.charAt(0)) {
            return text.substring(1, text.length() - 1);
        }
        return text;
    }

    /** Text with escapes or in hex has its line ends; other text has lost them. */
    private static void say(String text, boolean host, Dialogue dialogue, Transcript out) {
        Direction direction = host ? Direction.TX : Direction.RX;
        char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
        if (last == '>'
                && (text.endsWith("<CR>") || text.endsWith("<LF>") || text.endsWith("<cr>") || text.endsWith("<ln>"))) {
            out.traffic(direction, Escapes.bytes(text, Escapes.Style.ANGLES));
        } else if ((last == 'r' || last == 'n') && text.length() > 1 && text.charAt(text.length() - 2) == '\\') {
            out.traffic(direction, Escapes.bytes(text, Escapes.Style.BACKSLASH));
        } else if (text.length() >= 5 && text.charAt(2) == ' ' && HexText.isPairs(text.strip(), 0)) {
            out.traffic(direction, HexText.pairs(text, 0));
        } else if (host) {
            dialogue.host(text.strip());
        } else {
            dialogue.modem(text.strip());
        }
    }
}
