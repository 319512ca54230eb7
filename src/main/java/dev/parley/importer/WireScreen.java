package dev.parley.importer;

import dev.parley.journal.Bytes;

/**
 * A terminal's capture byte for byte: all the modem sent, the echo of what the host wrote included. So what the host wrote is known
 * from its echo, payload too; without echo a command ends with CR LF and was put there by a debugger that shows both ways.
 */
final class WireScreen {
    private static final int LONGEST_COMMAND = 1024;

    private final LogText log;
    private final Transcript out;
    private int at;
    private int told;

    WireScreen(LogText log, Transcript out) {
        this.log = log;
        this.out = out;
    }

    void read() {
        while (at < log.length()) {
            int end = lineEnd(at);
            if (!isTelling(end)) {
                at = skipLineEnd(end);
                out.line();
                continue;
            }
            String line = log.text(at, Math.min(end, at + LONGEST_COMMAND));
            if (Dialogue.isCommand(line) && end < log.length()) {
                command(line, end);
            } else {
                int counted = counted(line);
                at = Math.min(log.length(), skipLineEnd(end) + Math.max(0, counted));
                out.line();
            }
        }
        tell(log.length());
    }

    /** True if the line may be a command, or the header of what the modem hands on. */
    private boolean isTelling(int end) {
        if (end - at < 2) {
            return false;
        }
        byte first = log.at(at);
        byte second = log.at(at + 1);
        return ((first | 0x20) == 'a' && (second | 0x20) == 't') || (first == '+' && second == 'Q');
    }

    private int lineEnd(int from) {
        int i = from;
        while (i < log.length() && log.at(i) != '\r' && log.at(i) != '\n') {
            i++;
        }
        return i;
    }

    private int skipLineEnd(int end) {
        int i = end;
        if (i < log.length() && log.at(i) == '\r') {
            i++;
        }
        if (i < log.length() && log.at(i) == '\n') {
            i++;
        }
        return i;
    }

    /** An echo ends with a lone CR, as the host typed it; the answer's CR LF follows. */
    private void command(String line, int end) {
        out.line();
        tell(at);
        boolean echo = log.at(end) == '\r' && (end + 1 >= log.length() || log.at(end + 1) != '\n');
        out.host(log.at(end) == '\r' ? log.slice(at, end + 1) : Bytes.latin1(line + "\r"));
        if (echo) {
            at = end + 1;
        } else {
            told = skipLineEnd(end);
            at = told;
        }
        payload(line, echo);
    }

    /** The payload behind the prompt is echoed as well, unless {@code AT+QISDE=0} was said. */
    private void payload(String line, boolean echo) {
        if (!Dialogue.begins(line, "AT+QISEND=") && !Dialogue.begins(line, "AT+QSSLSEND=")) {
            return;
        }
        int comma = line.indexOf(',');
        int declared = comma < 0 ? 0 : number(line.substring(comma + 1));
        int prompt = log.indexOf('>', at);
        if (declared <= 0 || prompt < 0 || prompt > at + 8) {
            return;
        }
        int start = prompt + 1;
        if (start < log.length() && log.at(start) == ' ') {
            start++;
        }
        int end = start + declared;
        boolean there = end <= log.length() && !startsWith(start, "\r\nSEND ") && !startsWith(start, "SEND ");
        if (!there) {
            out.lost(declared + " bytes of payload of " + line);
            return;
        }
        tell(start);
        out.host(log.slice(start, end));
        if (!echo) {
            told = end;
        }
        at = end;
    }

    private boolean startsWith(int from, String text) {
        if (from + text.length() > log.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (log.at(from + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int counted(String line) {
        return line.startsWith("+QIRD: ") || line.startsWith("+QSSLRECV: ")
                ? number(line.substring(line.indexOf(' ') + 1))
                : 0;
    }

    /** The number that is all of {@code text}, or 0. */
    private static int number(String text) {
        String digits = text.strip();
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9' || i > 5) {
                return 0;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }

    /** What stands before {@code end} and was not told yet came from the modem. */
    private void tell(int end) {
        if (end > told) {
            out.modem(log.slice(told, end));
            told = end;
        }
    }
}
