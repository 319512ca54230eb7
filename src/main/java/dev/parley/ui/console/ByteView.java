package dev.parley.ui.console;

import dev.parley.journal.Bytes;
import java.util.List;
import java.util.Locale;

/** How an opened row shows its bytes. */
enum ByteView {
    /** Lines as text, without their CR and LF. */
    TEXT("Text"),
    /** Everything as hex. */
    HEX("Hex"),
    /** Text in which every byte can be seen: CR, LF and the like by their names, others as two hex digits. */
    MIXED("Mixed");

    /** Their signs (U+240D and so on) are in few fonts. */
    private static final List<String> CONTROLS = List.of(
            "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO", "SI",
            "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US");

    private final String title;

    ByteView(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** The bytes as text with nothing hidden: {@code AT‹CR›}; a byte that is no ASCII as {@code ‹e4›}. */
    static String visible(Bytes bytes) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            int b = bytes.u8(i);
            if (b >= 0x20 && b < 0x7f) {
                out.append((char) b);
            } else if (b < 0x20) {
                out.append('‹').append(CONTROLS.get(b)).append('›');
            } else {
                out.append(String.format(Locale.ROOT, "‹%02x›", b));
            }
        }
        return out.toString();
    }

    /** Sixteen bytes from {@code from} on as offset, hex and text. */
    static String dump(Bytes bytes, int from) {
        StringBuilder hex = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (int i = from; i < from + 16; i++) {
            if (i < bytes.length()) {
                int b = bytes.u8(i);
                hex.append(String.format(Locale.ROOT, "%02x ", b));
                text.append(b >= 0x20 && b < 0x7f ? (char) b : '·');
            } else {
                hex.append("   ");
            }
        }
        return String.format(Locale.ROOT, "%04x  %s %s", from, hex, text);
    }
}
