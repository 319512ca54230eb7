package dev.parley.importer;

/** What forums and word processors make of an AT command, turned back: quotes, dashes and blanks. */
final class Typography {
    private Typography() {}

    /** {@code text} holds UTF-8 as one character a byte; what is known is replaced, all else is left. */
    static String typed(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0xe2 && i + 2 < text.length() && text.charAt(i + 1) == 0x80) {
                String typed = general(text.charAt(i + 2));
                if (!typed.isEmpty()) {
                    out.append(typed);
                    i += 2;
                    continue;
                }
            }
            if (c == 0xc2 && i + 1 < text.length()) {
                char next = text.charAt(i + 1);
                if (next == 0xa0 || next == 0xab || next == 0xbb) {
                    out.append(next == 0xa0 ? ' ' : '"');
                    i++;
                    continue;
                }
            }
            out.append(c);
        }
        return out.toString();
    }

    /** U+2000 to U+203F by the last byte of their UTF-8 form. */
    private static String general(char last) {
        return switch (last) {
            case 0x9c, 0x9d, 0x9e, 0x9f -> "\"";
            case 0x98, 0x99, 0x9a, 0x9b -> "'";
            case 0x90, 0x91, 0x92, 0x93, 0x94 -> "-";
            case 0xa6 -> "...";
            case 0xaf, 0x89, 0x82, 0x83 -> " ";
            default -> "";
        };
    }
}
