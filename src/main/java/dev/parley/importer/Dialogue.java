package dev.parley.importer;

import dev.parley.journal.Bytes;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts the wire together from lines of text, as a log of lines has lost CR and LF: commands get their CR, answers their CR LF.
 *
 * <p>Counted payload that a log leaves out is said to be lost, and the words that announced it are kept as a note: else what
 * follows would be taken for it. Payload that stands in the log as text or as hex digits is taken.
 */
final class Dialogue {
    private static final int NONE = -1;
    /** The argument of {@code AT+QIOPEN} that says how data is handed on: 0 kept, 1 pushed, 2 transparent. */
    private static final int ACCESS_MODE = 6;

    private static final int SHORT = 24;
    private static final int MOST_KNOWN = 512;

    private final Transcript out;
    private String command = "";
    private int toSend = NONE;
    private boolean prompted;
    private int toRead = NONE;
    private String readHeader = "";
    private final StringBuilder read = new StringBuilder();
    private boolean pushMode;
    private final Map<String, Bytes> answers = new HashMap<>();

    Dialogue(Transcript out) {
        this.out = out;
    }

    /** True if {@code line} is an AT command. */
    static boolean isCommand(String line) {
        if (line.length() < 2 || (line.charAt(0) | 0x20) != 'a' || (line.charAt(1) | 0x20) != 't') {
            return false;
        }
        if (line.length() == 2) {
            return true;
        }
        char next = line.charAt(2);
        return "+&#%^$*\\!".indexOf(next) >= 0
                || (line.length() <= 12 && "EeIiVvQqZzHhOoDdSsXxWw".indexOf(next) >= 0 && !line.contains(" "));
    }

    /** A line the host wrote: a command, or the payload that was asked for. */
    void host(String line) {
        if (line.isEmpty()) {
            return;
        }
        endRead();
        if (toSend != NONE && !isCommand(line)) {
            payload(line);
            return;
        }
        endSend();
        command = line;
        out.host(Bytes.latin1(line + "\r"));
        announce(line);
    }

    private void payload(String line) {
        Bytes text = Bytes.latin1(line);
        if (text.length() != toSend && line.length() == 2 * toSend && HexText.isPairs(line, 0)) {
            text = HexText.pairs(line, 0);
        }
        if (text.length() == toSend) {
            out.host(text);
            toSend = NONE;
        } else {
            out.note(line);
        }
    }

    /** How many bytes the command will send, and how sockets hand data on. */
    private void announce(String line) {
        prompted = false;
        if (begins(line, "AT+QISEND=") || begins(line, "AT+QSSLSEND=")) {
            int comma = line.indexOf(',');
            int declared = comma < 0 ? NONE : number(line, comma + 1);
            toSend = declared > 0 && line.indexOf(',', comma + 1) < 0 ? declared : NONE;
        } else if (begins(line, "AT+QIOPEN=")) {
            pushMode = argument(line, ACCESS_MODE).equals("1");
        }
    }

    /** What stands behind so many commas of {@code line}, up to the next one; empty where there are fewer. */
    private static String argument(String line, int commas) {
        int from = 0;
        for (int i = 0; i < commas; i++) {
            from = line.indexOf(',', from) + 1;
            if (from == 0) {
                return "";
            }
        }
        int to = line.indexOf(',', from);
        return line.substring(from, to < 0 ? line.length() : to).strip();
    }

    /** True if {@code line} begins with {@code command}, in any case of letters. */
    static boolean begins(String line, String command) {
        return line.regionMatches(true, 0, command, 0, command.length());
    }

    /** A line the modem sent. */
    void modem(String line) {
        if (line.isEmpty()) {
            return;
        }
        if (toRead != NONE) {
            if (!isResult(line) && !(line.startsWith("+Q") && read.length() == 0)) {
                readOn(line);
                return;
            }
            endRead();
        }
        if (isEcho(line)) {
            out.modem(Bytes.latin1(line + "\r"));
            return;
        }
        if (line.startsWith(">")) {
            prompted = true;
            out.modem(Bytes.latin1("\r\n> "));
            String rest = line.substring(1).strip();
            if (!rest.isEmpty() && toSend != NONE) {
                payload(rest);
            }
            return;
        }
        if (isResult(line)) {
            endSend();
        }
        int declared = declared(line);
        if (declared > 0) {
            toRead = declared;
            readHeader = line;
            return;
        }
        out.modem(answer(line));
    }

    /** A line as the modem sends it, with CR LF on both sides; short ones come again and again, and are one and the same. */
    private Bytes answer(String line) {
        if (line.length() > SHORT) {
            return framed(line);
        }
        Bytes known = answers.get(line);
        if (known == null) {
            known = framed(line);
            if (answers.size() < MOST_KNOWN) {
                answers.put(line, known);
            }
        }
        return known;
    }

    private static Bytes framed(String line) {
        int length = line.length();
        byte[] bytes = new byte[length + 4];
        bytes[0] = '\r';
        bytes[1] = '\n';
        for (int i = 0; i < length; i++) {
            bytes[i + 2] = (byte) line.charAt(i);
        }
        bytes[length + 2] = '\r';
        bytes[length + 3] = '\n';
        return Bytes.wrap(bytes);
    }

    /** True if {@code line} repeats the command that was just written. */
    boolean isEcho(String line) {
        return line.equals(command) && !prompted && out.isLastHost();
    }

    /** The bytes a header promises: {@code +QIRD: 877}, or {@code +QIURC: "recv",0,877} in direct push mode. */
    private int declared(String line) {
        if (line.startsWith("+QIRD:") || line.startsWith("+QSSLRECV:")) {
            int colon = line.indexOf(':');
            return line.indexOf(',') < 0 ? number(line, colon + 1) : NONE;
        }
        if (pushMode && line.startsWith("+QIURC: \"recv\",")) {
            int comma = line.indexOf(',', line.indexOf(',') + 1);
            return comma < 0 ? NONE : number(line, comma + 1);
        }
        return NONE;
    }

    private void readOn(String line) {
        if (read.length() > 0) {
            read.append("\r\n");
        }
        read.append(line);
        if (read.length() == toRead) {
            got(Bytes.latin1(read.toString()));
        } else if (read.length() == 2 * toRead && HexText.isPairs(line, 0)) {
            got(HexText.pairs(read.toString(), 0));
        }
    }

    private void got(Bytes payload) {
        out.modem(Bytes.latin1("\r\n" + readHeader + "\r\n").plus(payload).plus(Bytes.latin1("\r\n")));
        toRead = NONE;
        read.setLength(0);
    }

    /** What was announced did not come. */
    private void endRead() {
        if (toRead != NONE) {
            out.note(readHeader);
            if (read.length() > 0) {
                out.note(read.toString());
            }
            out.lost(toRead + " bytes that the modem handed on (" + readHeader + ")");
            toRead = NONE;
            read.setLength(0);
        }
    }

    private void endSend() {
        if (toSend != NONE) {
            out.lost(toSend + " bytes of payload of " + command);
            toSend = NONE;
        }
    }

    /** The log is over. */
    void end() {
        endRead();
        endSend();
    }

    private static boolean isResult(String line) {
        return line.equals("OK")
                || line.equals("ERROR")
                || line.equals("SEND OK")
                || line.equals("SEND FAIL")
                || line.startsWith("+CME ERROR");
    }

    private static int number(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        int start = i;
        int number = 0;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9' && i - start < 7) {
            number = number * 10 + text.charAt(i++) - '0';
        }
        return i == start ? NONE : number;
    }
}
