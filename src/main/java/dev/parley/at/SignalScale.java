package dev.parley.at;

import java.util.Locale;
import java.util.Optional;

/**
 * Signal values in dBm and in words.
 *
 * <p>RSSI steps: 3GPP TS 27.007, 8.5. The grades are rules of thumb of network engineers, not of a standard: RSRP from -80
 * excellent, -90 good, -100 fair, -110 weak; RSSI from -73 excellent, -83 good, -93 fair, -103 weak.
 */
final class SignalScale {
    private static final int[] RSRP = {-80, -90, -100, -110};
    private static final int[] RSSI = {-73, -83, -93, -103};
    private static final String[] WORDS = {"excellent", "good", "fair", "weak", "very weak"};

    private SignalScale() {}

    /** dBm of {@code <rssi>} in {@code +CSQ}: 0 is -113 or less, 31 is -51 or more; nothing for 99 and what is no value. */
    static Optional<Integer> dbmOfCsq(int rssi) {
        return rssi >= 0 && rssi <= 31 ? Optional.of(2 * rssi - 113) : Optional.empty();
    }

    /** dB of {@code <sinr>} in {@code +QCSQ}: steps of 0.2 dB from -20 dB (Quectel BG95 AT manual). */
    static double sinrOfQcsq(int steps) {
        return steps / 5.0 - 20;
    }

    static String rsrpGrade(int dbm) {
        return grade(dbm, RSRP);
    }

    static String rssiGrade(int dbm) {
        return grade(dbm, RSSI);
    }

    private static String grade(int dbm, int[] limits) {
        for (int i = 0; i < limits.length; i++) {
            if (dbm >= limits[i]) {
                return WORDS[i];
            }
        }
        return WORDS[limits.length];
    }

    static String words(NetworkPicture.Signal signal) {
        return signal.rsrp()
                .map(dbm -> String.format(Locale.ROOT, "RSRP %d dBm, %s", dbm, rsrpGrade(dbm)))
                .or(() -> signal.rssi().map(dbm -> String.format(Locale.ROOT, "RSSI %d dBm, %s", dbm, rssiGrade(dbm))))
                .orElse("unknown");
    }
}
