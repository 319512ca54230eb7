package dev.parley.importer;

import dev.parley.journal.Bytes;

/** Bytes written as pairs of hex digits, with or without an offset in front and the characters behind. */
final class HexText {
    /** A dump's row: behind it two blanks are enough to set the characters off. */
    private static final int ROW = 16;

    private static final byte[] DIGITS = digits();

    private static byte[] digits() {
        byte[] digits = new byte[256];
        for (int c = 0; c < digits.length; c++) {
            digits[c] = (byte) Character.digit((char) c, 16);
        }
        return digits;
    }

    private HexText() {}

    /** What {@code c} counts as a hex digit, or -1. */
    private static int digit(char c) {
        return c < DIGITS.length ? DIGITS[c] : -1;
    }

    /**
     * The bytes that a line of {@code text} from {@code from} on begins with: pairs of hex digits, set apart by blanks, colons, commas
     * or nothing, also with {@code 0x}. Reading stops where something else begins, at three blanks, or at a bar: there the characters
     * stand.
     */
    static Bytes pairs(String text, int from) {
        byte[] out = new byte[(text.length() - from) / 2 + 1];
        int length = 0;
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\t' || c == ':' || c == ',' || c == '-') {
                boolean two = c == ' ' && i + 1 < text.length() && text.charAt(i + 1) == ' ';
                if (two && length > 0 && (length % ROW == 0 || text.startsWith("   ", i))) {
                    break;
                }
                i++;
                continue;
            }
            if (c == '0' && i + 3 < text.length() && (text.charAt(i + 1) | 0x20) == 'x') {
                i += 2;
            }
            if (i + 1 >= text.length()) {
                break;
            }
            int high = digit(text.charAt(i));
            int low = digit(text.charAt(i + 1));
            if (high < 0 || low < 0) {
                break;
            }
            out[length++] = (byte) (high << 4 | low);
            i += 2;
        }
        return Bytes.copyOf(out, 0, length);
    }

    /** True if {@code text} from {@code from} on is pairs of hex digits and what sets them apart, and at least one. */
    static boolean isPairs(String text, int from) {
        int digits = 0;
        int run = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (digit(c) >= 0) {
                digits++;
                run++;
            } else if (c == ' ' || c == '\t' || c == ':' || c == ',' || c == '-') {
                if (run % 2 != 0) {
                    return false;
                }
                run = 0;
            } else if ((c == 'x' || c == 'X') && run == 1) {
                digits--;
                run = 0;
            } else {
                return false;
            }
        }
        return digits > 0 && run % 2 == 0;
    }

    /** Where the digits begin behind an offset like {@code 0000:} or {@code 0x0010 } or {@code 000010 -}; {@code from} if none is. */
    static int afterOffset(String text, int from) {
        int i = from;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        int start = i;
        if (text.startsWith("0x", i)) {
            i += 2;
        }
        int digits = i;
        while (i < text.length() && digit(text.charAt(i)) >= 0) {
            i++;
        }
        boolean long4 = i - digits >= 4 && i - digits <= 8;
        if (long4 && i < text.length() && text.charAt(i) == ':') {
            return i + 1;
        }
        if (long4 && text.startsWith(" - ", i)) {
            return i + 3;
        }
        if (long4 && i - start > 4 && text.startsWith("  ", i)) {
            return i + 2;
        }
        return from;
    }
}
