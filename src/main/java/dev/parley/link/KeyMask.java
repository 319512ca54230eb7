package dev.parley.link;

/**
 * A private key in PEM (RFC 7468), whoever sends it: an upload of Parley's, an operator's, or of a host that is tapped. The lines around
 * it stay, and so do its line ends.
 */
final class KeyMask implements SecretMask.Part {
    private static final String BEGIN = "-----BEGIN ";
    private static final String KEY = "PRIVATE KEY-----";
    private static final int LONGEST_LABEL = 48;

    private final StringBuilder last = new StringBuilder();
    private boolean inside;

    @Override
    public boolean hides(int value) {
        if (!inside) {
            inside = begins(value);
            return false;
        }
        if (value == '-') {
            inside = false;
        }
        return inside && value != '\r' && value != '\n';
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
