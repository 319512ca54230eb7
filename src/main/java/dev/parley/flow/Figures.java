package dev.parley.flow;

import java.util.Locale;

/** Bytes and times in words, as every panel and drawing writes them. */
public final class Figures {
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private Figures() {}

    /** A time since the session began, in seconds to the millisecond: {@code 2.113}. Empty before the session. */
    public static String time(long nanos) {
        return nanos < 0 ? "" : String.format(Locale.ROOT, "%.3f", nanos / (double) SECOND);
    }

    /** A span: {@code 0.4 ms}, {@code 38 ms}, {@code 3.2 s}, {@code 4 min 10 s}. Empty for a negative one. */
    public static String span(long nanos) {
        if (nanos < 0) {
            return "";
        }
        if (nanos == 0) {
            return "0 ms";
        }
        if (nanos < 10 * MILLISECOND) {
            return String.format(Locale.ROOT, "%.1f ms", nanos / (double) MILLISECOND);
        }
        if (nanos < SECOND) {
            return nanos / MILLISECOND + " ms";
        }
        if (nanos < 100 * SECOND) {
            return String.format(Locale.ROOT, "%.1f s", nanos / (double) SECOND);
        }
        long seconds = nanos / SECOND;
        return seconds / 60 + " min " + seconds % 60 + " s";
    }

    /** A number of bytes, exact below 100,000: {@code 877 B}, {@code 12,345 B}, {@code 1.2 MB}. */
    public static String bytes(long count) {
        if (count < 100_000) {
            return String.format(Locale.ROOT, "%,d B", count);
        }
        return count < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", count / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", count / 1e6);
    }

    /** A number of bytes with the word in full: {@code 1 byte}, {@code 877 bytes}. */
    public static String bytesInWords(long count) {
        return String.format(Locale.ROOT, "%,d byte%s", count, count == 1 ? "" : "s");
    }
}
