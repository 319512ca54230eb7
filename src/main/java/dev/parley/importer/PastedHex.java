package dev.parley.importer;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;

/**
 * Nothing but hex digits, with or without offsets: TLS records of one side, or AT traffic of it. Which side is told by the first bytes;
 * {@code >} and {@code <} in front of a line say it.
 */
final class PastedHex implements LogFormat {
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int HEADER = 5;

    @Override
    public String name() {
        return "pasted hex";
    }

    @Override
    public int score(LogText head) {
        int[] counts = new int[2];
        head.lines(line -> {
            if (!line.isBlank()) {
                counts[0]++;
                if (digits(line) >= 0) {
                    counts[1]++;
                }
            }
        });
        return counts[0] > 0 && counts[1] * 10 >= counts[0] * 9 ? 70 : 0;
    }

    /** Where the digits of a line begin, or -1 where it is no line of hex. */
    private static int digits(String line) {
        int from = line.startsWith("> ") || line.startsWith("< ") ? 2 : 0;
        int start = HexText.afterOffset(line, from);
        int bar = line.indexOf('|');
        int three = line.indexOf("   ", start + 2);
        int end = bar > 0 ? bar : three > 0 ? three : line.length();
        return end > start && HexText.isPairs(line.substring(start, end).strip(), 0) ? start : -1;
    }

    /** RFC 5246 section 6.2.1: a handshake record's header, and a message in it. */
    private static boolean isRecord(Bytes bytes) {
        return bytes.length() > HEADER && bytes.u8(0) == HANDSHAKE && bytes.u8(1) == 3;
    }

    @Override
    public void read(LogText log, Transcript out) {
        TlsEnvelope tls = new TlsEnvelope(out);
        Direction[] side = new Direction[1];
        boolean[] isTls = new boolean[1];
        boolean[] told = new boolean[1];
        log.lines(line -> {
            out.line();
            int start = digits(line);
            if (start < 0) {
                out.note(line);
                return;
            }
            Bytes bytes = HexText.pairs(line, start);
            boolean first = side[0] == null;
            if (first) {
                isTls[0] = isRecord(bytes);
            }
            if (line.startsWith("> ") || line.startsWith("< ")) {
                side[0] = line.charAt(0) == '>' ? Direction.TX : Direction.RX;
            } else if (first) {
                boolean host = isTls[0] ? bytes.u8(5) == CLIENT_HELLO : (bytes.u8(0) | 0x20) == 'a';
                side[0] = host ? Direction.TX : Direction.RX;
            }
            if (!told[0] && start == 0) {
                told[0] = true;
                out.ambiguous("The bytes were taken for the " + (side[0] == Direction.TX ? "host's" : "modem's")
                        + ", by what they begin with; put '> ' (host) or '< ' in front of a line to say so.");
            }
            if (isTls[0]) {
                tls.record(side[0], bytes);
            } else {
                out.traffic(side[0], bytes);
            }
        });
    }
}
