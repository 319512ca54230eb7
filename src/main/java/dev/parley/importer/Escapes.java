package dev.parley.importer;

import dev.parley.journal.Bytes;

/**
 * The ways logs write bytes that are no text: {@code <CR>}, {@code <ln>}, {@code <0D>}, {@code <0x0D>}, {@code \r}, {@code \x0d},
 * {@code \13} (decimal, ModemManager) and {@code ^M}.
 */
final class Escapes {
    private static final String[] NAMES = {
        "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI", "DLE",
        "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US"
    };

    /** How a format writes a byte that is no text. */
    enum Style {
        /** Names or hex digits between {@code <} and {@code >}. */
        ANGLES,
        /** As a C string. */
        BACKSLASH,
        /** {@code <CR>} and {@code <LF>}, all else as {@code \} and a decimal number. */
        MODEM_MANAGER
    }

    private Escapes() {}

    /** The bytes that {@code text} stands for. What is no escape stands for itself. */
    static Bytes bytes(String text, Style style) {
        int first = text.indexOf(style == Style.ANGLES ? '<' : '\\');
        int angle = style == Style.MODEM_MANAGER ? text.indexOf('<') : -1;
        if (first < 0 && angle < 0) {
            return Bytes.latin1(text);
        }
        byte[] out = new byte[text.length()];
        int length = 0;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '<' && c != '\\') {
                out[length++] = (byte) c;
                i++;
                continue;
            }
            long read = c == '<' && style != Style.BACKSLASH
                    ? angle(text, i)
                    : c == '\\' && style == Style.BACKSLASH
                            ? backslash(text, i)
                            : c == '\\' && style == Style.MODEM_MANAGER ? decimal(text, i) : -1;
            if (read < 0) {
                out[length++] = (byte) c;
                i++;
            } else {
                out[length++] = (byte) read;
                i += (int) (read >> 8);
            }
        }
        return Bytes.copyOf(out, 0, length);
    }

    /** The byte, and above it how many characters it took; -1 where it is no escape. */
    private static long angle(String text, int from) {
        // What nearly all of them are.
        if (text.startsWith("CR>", from + 1)) {
            return 4L << 8 | '\r';
        }
        if (text.startsWith("LF>", from + 1)) {
            return 4L << 8 | '\n';
        }
        int end = text.indexOf('>', from);
        if (end < 0 || end - from > 6 || end == from + 1) {
            return -1;
        }
        long width = end + 1L - from;
        String name = text.substring(from + 1, end);
        int known = control(name);
        if (known >= 0) {
            return width << 8 | known;
        }
        String digits = name.startsWith("0x") || name.startsWith("0X") ? name.substring(2) : name;
        int value = digits.length() == 2 ? hex(digits, 0) : -1;
        return value < 0 ? -1 : width << 8 | value;
    }

    private static int control(String name) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equalsIgnoreCase(name)) {
                return i;
            }
        }
        return switch (name.toUpperCase(java.util.Locale.ROOT)) {
            case "LN", "NL" -> '\n';
            case "TAB" -> '\t';
            case "DEL" -> 0x7f;
            default -> -1;
        };
    }

    private static long backslash(String text, int from) {
        if (from + 1 >= text.length()) {
            return -1;
        }
        return switch (text.charAt(from + 1)) {
            case 'r' -> 2L << 8 | '\r';
            case 'n' -> 2L << 8 | '\n';
            case 't' -> 2L << 8 | '\t';
            case '0' -> 2L << 8;
            case '\\', '"', '\'' -> 2L << 8 | text.charAt(from + 1);
            case 'x' -> {
                int value = from + 3 < text.length() ? hex(text, from + 2) : -1;
                yield value < 0 ? -1 : 4L << 8 | value;
            }
            default -> -1;
        };
    }

    private static long decimal(String text, int from) {
        int end = from + 1;
        int value = 0;
        while (end < text.length() && end < from + 4 && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            value = value * 10 + text.charAt(end) - '0';
            end++;
        }
        return end == from + 1 || value > 255 ? -1 : (long) (end - from) << 8 | value;
    }

    private static int hex(String text, int from) {
        int high = Character.digit(text.charAt(from), 16);
        int low = Character.digit(text.charAt(from + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
