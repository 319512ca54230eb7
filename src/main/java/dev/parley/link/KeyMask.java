package dev.parley.link;

import dev.parley.journal.Bytes;

/**
 * Stars in the place of a private key in PEM (RFC 7468), whoever sends it: an upload of Parley's, an operator's, or of a host that is
 * tapped. The lines around it stay, and so do its length and line ends. One direction of one link; one thread at a time.
 */
final class KeyMask {
    private static final String BEGIN = "-----BEGIN ";
    private static final String KEY = "PRIVATE KEY-----";
    private static final int LONGEST_LABEL = 48;

    private final StringBuilder last = new StringBuilder();
    private boolean inside;

    /** What may be recorded of {@code bytes}. */
    Bytes masked(Bytes bytes) {
        byte[] changed = null;
        for (int i = 0; i < bytes.length(); i++) {
            int value = bytes.u8(i);
            if (!inside) {
                inside = begins(value);
            } else if (value == '-') {
                inside = false;
            } else if (value != '\r' && value != '\n') {
                if (changed == null) {
                    changed = bytes.toArray();
                }
                changed[i] = '*';
            }
        }
        return changed == null ? bytes : Bytes.wrap(changed);
    }

    /** True if a key's first line is whole with this byte. */
    private boolean begins(int value) {
        if (value < ' ' || value > '~') {
            last.setLength(0);
            return false;
        }
        if (last.length() == LONGEST_LABEL) {
            last.deleteCharAt(0);
        }
        last.append((char) value);
        boolean whole = value == '-' && last.toString().endsWith(KEY) && last.indexOf(BEGIN) >= 0;
        if (whole) {
            last.setLength(0);
        }
        return whole;
    }
}
