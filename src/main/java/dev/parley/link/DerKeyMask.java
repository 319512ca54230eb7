package dev.parley.link;

/**
 * A private key in DER in a file on its way into the modem ({@code AT+QFUPL}) or out of it (behind {@code CONNECT}). What it is, its first
 * bytes say: PKCS#8 (RFC 5958), also encrypted, PKCS#1 (RFC 8017, A.1.2) or SEC 1 (RFC 5915). They stay, the rest of the key does not.
 */
final class DerKeyMask implements SecretMask.Part {
    private static final String UPLOAD = "AT+QFUPL=";
    private static final String CONNECT = "CONNECT";
    private static final int LONGEST_LINE = 120;

    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int OBJECT = 0x06;
    private static final int SEQUENCE = 0x30;
    /** pkcs-5 and pkcs-12: what encrypts begins with either. */
    private static final int[] PKCS = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01};

    private static final int LONGEST_START = 24;

    private enum Verdict {
        KEY,
        OTHER,
        UNDECIDED
    }

    private final StringBuilder line = new StringBuilder();
    private final int[] start = new int[LONGEST_START];
    private int known;
    private boolean inFile;
    private long left;

    @Override
    public boolean hides(int value) {
        if (left > 0) {
            left--;
            return true;
        }
        if (!inFile) {
            readLine(value);
        } else if (value != '\n' || known > 0) {
            start[known++] = value;
            look();
        }
        return false;
    }

    private void readLine(int value) {
        if (value == '\r' || value == '\n') {
            String text = line.toString();
            inFile = text.regionMatches(true, 0, UPLOAD, 0, UPLOAD.length()) || text.startsWith(CONNECT);
            known = 0;
            line.setLength(0);
        } else if (line.length() < LONGEST_LINE) {
            line.append((char) value);
        }
    }

    private void look() {
        switch (verdict()) {
            case KEY -> {
                left = Math.max(0, total() - known);
                inFile = false;
            }
            case OTHER -> {
                inFile = false;
                int seen = known;
                for (int i = 0; i < seen; i++) {
                    readLine(start[i]);
                }
            }
            case UNDECIDED -> inFile = known < LONGEST_START;
        }
    }

    private Verdict verdict() {
        if (start[0] != SEQUENCE) {
            return Verdict.OTHER;
        }
        if (known < 2) {
            return Verdict.UNDECIDED;
        }
        int at = 1 + lengthBytes(1);
        if (known <= at) {
            return Verdict.UNDECIDED;
        }
        return switch (start[at]) {
            case INTEGER -> versioned(at);
            case SEQUENCE -> encrypted(at);
            default -> Verdict.OTHER;
        };
    }

    /** A version 0 or 1, and behind it what the three formats have there. */
    private Verdict versioned(int at) {
        if (known < at + 4) {
            return known > at + 1 && start[at + 1] != 1 ? Verdict.OTHER : Verdict.UNDECIDED;
        }
        int version = start[at + 2];
        int next = start[at + 3];
        if (start[at + 1] != 1 || version > 1) {
            return Verdict.OTHER;
        }
        return switch (next) {
            case SEQUENCE, INTEGER -> Verdict.KEY;
            // SNMP begins like a SEC 1 key, but its community is shorter than the smallest curve's key.
            case OCTETS -> known < at + 5 ? Verdict.UNDECIDED : start[at + 4] >= 20 ? Verdict.KEY : Verdict.OTHER;
            default -> Verdict.OTHER;
        };
    }

    /** An algorithm of PKCS#5 or PKCS#12 stands where a certificate has its contents. */
    private Verdict encrypted(int at) {
        int identifier = at + 1 + lengthBytes(at + 1);
        if (known <= identifier) {
            return Verdict.UNDECIDED;
        }
        if (start[identifier] != OBJECT) {
            return Verdict.OTHER;
        }
        int from = identifier + 2;
        for (int i = 0; i < PKCS.length; i++) {
            if (known <= from + i) {
                return Verdict.UNDECIDED;
            }
            if (start[from + i] != PKCS[i]) {
                return Verdict.OTHER;
            }
        }
        if (known <= from + PKCS.length) {
            return Verdict.UNDECIDED;
        }
        int family = start[from + PKCS.length];
        return family == 5 || family == 12 ? Verdict.KEY : Verdict.OTHER;
    }

    /** How many bytes the length at {@code at} takes; one where it is not known yet. */
    private int lengthBytes(int at) {
        return at < known && start[at] > 0x80 ? 1 + (start[at] & 0x7f) : 1;
    }

    /** The whole key's length, its head included. */
    private long total() {
        int bytes = lengthBytes(1);
        long length = bytes == 1 ? start[1] : 0;
        for (int i = 2; i < 1 + bytes; i++) {
            length = length << 8 | start[i];
        }
        return 1 + bytes + length;
    }
}
