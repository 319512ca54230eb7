package dev.parley.tls.mbedtls;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of mbedTLS, for example 2.28.10. */
public record MbedTlsVersion(int major, int minor, int patch) implements Comparable<MbedTlsVersion> {
    /** The last of the long-term line 2.16. */
    public static final MbedTlsVersion V2_16 = new MbedTlsVersion(2, 16, 12);
    /** The last of the long-term line 2.28. */
    public static final MbedTlsVersion V2_28 = new MbedTlsVersion(2, 28, 10);
    /** The long-term line 3.6, as far as its sources were read. */
    public static final MbedTlsVersion V3_6 = new MbedTlsVersion(3, 6, 6);
    /** The line 4.x, as far as its sources were read. */
    public static final MbedTlsVersion V4 = new MbedTlsVersion(4, 1, 0);

    /** The first release that puts handshake messages together again which the peer cut over records (its ChangeLog). */
    static final MbedTlsVersion DEFRAGMENTS = new MbedTlsVersion(3, 6, 3);

    private static final Pattern TEXT =
            Pattern.compile("v?(\\d{1,2})(?:\\.(\\d{1,3}))?(?:\\.(\\d{1,3}|x))?(?:\\.\\d+)?");

    /** The version of that text: {@code 2.16.12}, {@code 3.6}, {@code v4}; what is left out is the newest known of the line. */
    public static Optional<MbedTlsVersion> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int major = Integer.parseInt(matcher.group(1));
        MbedTlsVersion newest = major <= 2 ? V2_28 : major == 3 ? V3_6 : V4;
        int minor = matcher.group(2) == null ? newest.minor : Integer.parseInt(matcher.group(2));
        String patch = matcher.group(3);
        if (patch == null || patch.equals("x")) {
            int known = major == 2 && minor == V2_16.minor ? V2_16.patch : minor == newest.minor ? newest.patch : 0;
            return Optional.of(new MbedTlsVersion(major, minor, known));
        }
        return Optional.of(new MbedTlsVersion(major, minor, Integer.parseInt(patch)));
    }

    boolean isBefore(MbedTlsVersion other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(MbedTlsVersion other) {
        return Comparator.comparingInt(MbedTlsVersion::major)
                .thenComparingInt(MbedTlsVersion::minor)
                .thenComparingInt(MbedTlsVersion::patch)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
