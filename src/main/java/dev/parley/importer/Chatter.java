package dev.parley.importer;

/** Lines that are no modem's: a firmware's log, prose, code. */
final class Chatter {
    /** So many blanks in so long a line make a sentence. */
    private static final int PROSE = 4;

    private static final int SENTENCE = 32;

    private Chatter() {}

    /** True if {@code line} is no answer and no URC of a modem. */
    static boolean is(String line) {
        if (line.isEmpty()) {
            return false;
        }
        char c = line.charAt(0);
        if (c == '+' || c == '>' || c == '^' || c == '%' || c == '$') {
            return false;
        }
        if ("[#/*{}".indexOf(c) >= 0 || line.charAt(line.length() - 1) == ';' || line.contains("()")) {
            return true;
        }
        // "I (3986) tag: text" and "<dbg> modem: text".
        if (c == '<' || (line.length() > 3 && "EWIDV".indexOf(c) >= 0 && line.startsWith(" (", 1))) {
            return true;
        }
        int blanks = 0;
        for (int i = line.indexOf(' '); i >= 0 && blanks < PROSE; i = line.indexOf(' ', i + 1)) {
            blanks++;
        }
        return blanks >= PROSE && line.length() > SENTENCE;
    }
}
