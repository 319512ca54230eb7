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
        if (last.isEmpty() && value != '-') {
            return false;
        }
        if (value < ' ' || value > '~' || last.length() >= LONGEST_LABEL) {
            last.setLength(0);
            return false;
        }
        last.append((char) value);
        int known = Math.min(last.length(), BEGIN.length());
        if (!BEGIN.startsWith(last.substring(0, known))) {
            last.setLength(0);
            if (value == '-') {
                last.append('-');
            }
            return false;
        }
        boolean whole = last.length() > BEGIN.length() && last.toString().endsWith(KEY);
        if (whole) {
            last.setLength(0);
        }
        return whole;
    }
}
