package dev.parley.modem;

import java.util.Optional;

/** Signal values in words (3GPP TS 27.007 {@code +CSQ}; Quectel BG95 AT manual {@code +QCSQ}). */
final class SignalQuality {
    private SignalQuality() {}

    /** {@code <rssi>,<ber>}: 0 is -113 dBm or less, 31 is -51 dBm or more, in steps of 2 dB; 99 is unknown. */
    static String ofCsq(String values) {
        int rssi = Modem.number(values.split(",", 2)[0], 99);
        if (rssi < 0 || rssi > 31) {
            return "unknown so far";
        }
        int dbm = -113 + 2 * rssi;
        return dbm + " dBm, " + grade(dbm);
    }

    private static String grade(int dbm) {
        if (dbm >= -73) {
            return "excellent";
        }
        if (dbm >= -83) {
            return "good";
        }
        return dbm >= -93 ? "fair" : dbm >= -103 ? "weak" : "very weak";
    }

    /** {@code "eMTC",<rssi>,<rsrp>,<sinr>,<rsrq>}, the sinr in steps of 0.2 dB from -20 dB; nothing for other forms. */
    static Optional<String> ofQcsq(String values) {
        String[] parts = values.split(",", -1);
        String technology = parts[0].replace("\"", "").strip();
        if (technology.equals("NOSERVICE")) {
            return Optional.of("no service");
        }
        if (parts.length < 5) {
            return Optional.empty();
        }
        int rsrp = Modem.number(parts[2], 0);
        int sinr = Modem.number(parts[3], -1);
        return Optional.of(
                technology + " RSRP " + rsrp + " dBm" + (sinr < 0 ? "" : ", SINR " + (sinr / 5 - 20) + " dB"));
    }
}
