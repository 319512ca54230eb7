package dev.parley.journal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The lines that a session file is full of, traffic as Parley writes it, written and read without a detour: a session may have
 * millions of them. What other programs may have written differently is left to {@link SessionLine}'s JSON.
 */
final class TrafficLine {
    private static final long SECOND = 1_000_000_000L;

    private final String line;
    private int at;

    private TrafficLine(String line) {
        this.line = line;
    }

    static String of(Event.Traffic event) {
        Bytes bytes = event.bytes();
        boolean plain = bytes.isPlainText();
        StringBuilder out = new StringBuilder(64 + bytes.length() * 2);
        out.append("{\"n\":").append(event.n()).append(",\"t\":");
        seconds(out, event.nanos());
        out.append(",\"dir\":\"").append(event.direction().word());
        if (plain) {
            out.append("\",\"text\":\"");
            for (int i = 0; i < bytes.length(); i++) {
                text(out, (char) bytes.u8(i));
            }
        } else {
            out.append("\",\"hex\":\"").append(bytes.hex());
        }
        out.append('"');
        if (event.origin() != SessionLine.usualOrigin(event.direction())) {
            out.append(",\"by\":\"").append(SessionLine.word(event.origin())).append('"');
        }
        return out.append('}').toString();
    }

    /** Plain text has no other control characters (see {@link Bytes#isPlainText}). */
    private static void text(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\r' -> out.append("\\r");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            default -> out.append(c);
        }
    }

    private static void seconds(StringBuilder out, long nanos) {
        out.append(nanos / SECOND);
        long rest = nanos % SECOND;
        if (rest == 0) {
            return;
        }
        out.append('.');
        for (long digit = SECOND / 10; rest > 0; digit /= 10) {
            out.append((char) ('0' + rest / digit));
            rest %= digit;
        }
    }

    /** The event, or nothing where the line is any other than one written by {@link #of}. */
    static SessionLine.Parsed.@Nullable Bytes parse(String line) {
        return new TrafficLine(line).read();
    }

    private SessionLine.Parsed.@Nullable Bytes read() {
        if (!skip("{\"n\":")) {
            return null;
        }
        long n = digits(18);
        if (n < 0 || !skip(",\"t\":")) {
            return null;
        }
        long nanos = nanos();
        if (nanos < 0 || !skip(",\"dir\":\"")) {
            return null;
        }
        Direction direction = skip("tx\"") ? Direction.TX : skip("rx\"") ? Direction.RX : null;
        if (direction == null) {
            return null;
        }
        Bytes bytes = skip(",\"text\":\"") ? text() : skip(",\"hex\":\"") ? hex() : null;
        if (bytes == null) {
            return null;
        }
        Event.Origin origin = SessionLine.usualOrigin(direction);
        if (skip(",\"by\":\"")) {
            origin = origin();
        }
        return origin != null && skip("}") && line.substring(at).isBlank()
                ? new SessionLine.Parsed.Bytes(n, nanos, direction, bytes, origin)
                : null;
    }

    private boolean skip(String expected) {
        if (!line.startsWith(expected, at)) {
            return false;
        }
        at += expected.length();
        return true;
    }

    /** A number of at most {@code most} digits, or -1. */
    private long digits(int most) {
        int start = at;
        long number = 0;
        while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9' && at - start < most) {
            number = number * 10 + (line.charAt(at++) - '0');
        }
        return at == start ? -1 : number;
    }

    private long nanos() {
        long seconds = digits(9);
        if (seconds < 0 || !skip(".")) {
            return seconds < 0 ? -1 : seconds * SECOND;
        }
        int start = at;
        long fraction = digits(9);
        if (fraction < 0) {
            return -1;
        }
        for (int i = at - start; i < 9; i++) {
            fraction *= 10;
        }
        return seconds * SECOND + fraction;
    }

    private @Nullable Bytes text() {
        int end = line.indexOf('"', at);
        if (end < 0) {
            return null;
        }
        byte[] bytes = new byte[line.length() - at];
        int length = 0;
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return Bytes.copyOf(bytes, 0, length);
            }
            if (c == '\\') {
                c = at < line.length() ? line.charAt(at++) : 'u';
                switch (c) {
                    case 'r' -> c = '\r';
                    case 'n' -> c = '\n';
                    case 't' -> c = '\t';
                    case '"', '\\', '/' -> {}
                    default -> {
                        return null;
                    }
                }
            } else if (c < ' ' || c > 0x7e) {
                return null;
            }
            bytes[length++] = (byte) c;
        }
        return null;
    }

    private @Nullable Bytes hex() {
        int end = line.indexOf('"', at);
        if (end < 0 || (end - at) % 2 != 0) {
            return null;
        }
        byte[] bytes = new byte[(end - at) / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = Character.digit(line.charAt(at++), 16);
            int low = Character.digit(line.charAt(at++), 16);
            if (high < 0 || low < 0) {
                return null;
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        at = end + 1;
        return Bytes.wrap(bytes);
    }

    private Event.@Nullable Origin origin() {
        int end = line.indexOf('"', at);
        if (end < 0) {
            return null;
        }
        String word = line.substring(at, end).toUpperCase(Locale.ROOT);
        at = end + 1;
        for (Event.Origin origin : Event.Origin.values()) {
            if (origin.name().equals(word)) {
                return origin;
            }
        }
        return null;
    }
}
