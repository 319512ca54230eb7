package dev.parley.link;

/**
 * A private key in PEM (RFC 7468), whoever sends it: an upload of Parley's, an operator's, or of a host that is tapped. The lines around
 * it stay, and so do its line ends.
 */
final class KeyMask implements SecretMask.Part {
    private static final String BEGIN = "-----BEGIN ";
    private static final String KEY = "PRIVATE KEY-----";
    private static final int LONGEST_LABEL = 48;
    /** Twice what a key of 8192 bits has: an upload that was cut off in the middle does not star what comes long after it. */
    private static final int LONGEST_KEY = 16_384;

    private final StringBuilder last = new StringBuilder();
    private boolean inside;
    private boolean lineStarts;
    private int length;

    @Override
    public boolean hides(int value) {
        if (!inside) {
            inside = begins(value);
            lineStarts = false;
            length = 0;
            return false;
        }
        // A hyphen within a line is one of "Proc-Type" and "DEK-Info" (RFC 1421 section 4.6): an encrypted key goes on
        // behind it.
        inside = !(lineStarts && value == '-') && isOfKey(value) && ++length <= LONGEST_KEY;
        lineStarts = value == '\r' || value == '\n';
        return inside && !lineStarts;
    }

    /** True for what may stand between the first and the last line: base64, line ends, and the headers of an encrypted key. */
    private static boolean isOfKey(int value) {
        return (value >= 'A' && value <= 'Z')
                || (value >= 'a' && value <= 'z')
                || (value >= '0' && value <= '9')
                || "+/=\r\n :,-".indexOf(value) >= 0;
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
