package dev.parley.importer;

/**
 * What a terminal showed, line by line, with or without stamps: QCOM and QNavigator, PuTTY, minicom, picocom, CoolTerm, Tera Term,
 * RealTerm, an Arduino monitor with TinyGSM's StreamDebugger, ESP-IDF's monitor with esp_modem's tokens. It does not say who spoke:
 * a line that is an AT command is the host's, by its echo or as typed.
 */
final class TerminalLog implements LogFormat {
    private static final int MOST = 60;
    /** Where commands are rare it is text about them. */
    private static final int LEAST = 5;

    private static final int PUTTY = 12;

    /** esp_modem's command library says every line it got: {@code V (4054) command_lib: Token: {AT+CGMM}}. */
    private static final String TOKEN = "command_lib: Token: {";

    /** TinyGSM's own words, which may stand behind a line of the modem's: {@code POWERED DOWN[6036] ### TinyGSM Version: 0.7.9}. */
    private static final String TINY_GSM = "] ### ";

    private static final String[] RESULTS = {"OK", "ERROR", "SEND OK", "SEND FAIL", "CONNECT", "RDY"};

    @Override
    public String name() {
        return "terminal log";
    }

    @Override
    public int score(LogText head) {
        int share = Scores.share(head, MOST, TerminalLog::isTypical);
        return share == MOST ? MOST : Math.min(share, LEAST);
    }

    /** A command that was written at some time, or does something: not the mention of one. */
    private static boolean isTypical(String line) {
        Stamp stamp = Stamp.of(line);
        String text = text(line);
        return Dialogue.isCommand(text)
                && (stamp != null || text.length() <= 4 || text.indexOf('=') > 0 || text.endsWith("?"));
    }

    @Override
    public void read(LogText log, Transcript out) {
        out.ambiguous(
                "The log does not say who spoke: lines that are AT commands were taken for the host's, by their echo.");
        if (log.hasWireLineEnds() && !Stamped.is(log.head(Importer.HEAD))) {
            new WireScreen(log, out).read();
        } else {
            readLines(log, out);
        }
    }

    private static void readLines(LogText log, Transcript out) {
        Dialogue dialogue = new Dialogue(out);
        log.lines(line -> {
            out.line();
            if (line.isEmpty()) {
                return;
            }
            if (line.charAt(0) == '=' && line.startsWith("=~=~=~=") && line.length() > PUTTY) {
                out.note(line);
                return;
            }
            Stamp stamp = Stamp.of(line);
            if (stamp != null) {
                out.at(stamp);
            }
            String text = text(stamp == null ? line : line.substring(stamp.end()), stamp != null);
            int remark = text.length() <= TINY_GSM.length() ? -1 : text.indexOf(TINY_GSM);
            int bracket = remark < 0 ? -1 : text.lastIndexOf('[', remark);
            if (bracket > 0) {
                dialogue.modem(text.substring(0, bracket).strip());
                out.note(text.substring(bracket));
                return;
            }
            int glued = glued(text);
            if (glued > 0) {
                dialogue.modem(text.substring(0, glued));
                dialogue.host(text.substring(glued));
                return;
            }
            if (Dialogue.isCommand(text) && !dialogue.isEcho(text)) {
                dialogue.host(text);
            } else if (Chatter.is(text)) {
                out.note(line);
            } else {
                dialogue.modem(text);
            }
        });
        dialogue.end();
    }

    /** Where a command begins that a debugger of both ways wrote before the answer's line was over: {@code SEND OKAT+QIRD=0,0}. */
    private static int glued(String text) {
        for (String result : RESULTS) {
            if (text.startsWith(result) && text.startsWith("AT+", result.length())) {
                return result.length();
            }
        }
        return 0;
    }

    /** The line without its stamp, and without what a tool sets in front of it. */
    private static String text(String line) {
        Stamp stamp = Stamp.of(line);
        return text(stamp == null ? line : line.substring(stamp.end()), stamp != null);
    }

    private static String text(String rest, boolean stamped) {
        String text = rest.strip();
        if (stamped && (text.startsWith("-> ") || text.startsWith("- "))) {
            text = text.substring(text.indexOf(' ') + 1).strip();
        }
        if (text.isEmpty()) {
            return text;
        }
        char last = text.charAt(text.length() - 1);
        int token = last == '}' ? text.indexOf(TOKEN) : -1;
        if (token >= 0) {
            return text.substring(token + TOKEN.length(), text.length() - 1).strip();
        }
        return last == '>' && (text.endsWith("<CR>") || text.endsWith("<LF>"))
                ? Escapes.bytes(text, Escapes.Style.ANGLES).latin1().strip()
                : text;
    }

    /** Whether a log's lines have stamps. */
    private static final class Stamped {
        static boolean is(LogText head) {
            return Scores.share(head, 40, line -> Stamp.of(line) != null) == 40;
        }
    }
}
