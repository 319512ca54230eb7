package dev.parley.at;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** How the text of a value is to be read where it is neither a plain number nor one of a few. */
public enum Coding {
    /** {@code <rssi>} of {@code +CSQ} (3GPP TS 27.007, 8.5). */
    CSQ(value -> {
        int steps = Values.number(value, -1);
        Optional<Integer> dbm = SignalScale.dbmOfCsq(steps);
        if (dbm.isEmpty()) {
            return "not known or not measurable";
        }
        String bound = steps == 0 ? " or less" : steps == 31 ? " or more" : "";
        return dbm.get() + " dBm" + bound + ", " + SignalScale.rssiGrade(dbm.get());
    }),
    /** Reference signal power in dBm. */
    RSRP(value -> number(value)
            .map(dbm -> dbm + " dBm, " + SignalScale.rsrpGrade(dbm))
            .orElse("")),
    /** Received power in dBm. */
    RSSI(value -> number(value)
            .map(dbm -> dbm + " dBm, " + SignalScale.rssiGrade(dbm))
            .orElse("")),
    /** Signal to noise in fifths of a dB from -20 dB ({@code +QCSQ}). */
    SINR_FIFTHS(value -> number(value)
            .map(steps -> String.format(Locale.ROOT, "%.1f dB", SignalScale.sinrOfQcsq(steps)))
            .orElse("")),
    /** Hex digits of a cell or area number. */
    HEX(Coding::decimal),
    /** T3412 or T3312 extended: three bits unit, five bits count (3GPP TS 24.008, 10.5.7.4a). */
    PERIODIC_TIMER(Coding::periodicTimer),
    /** T3324 or T3314: three bits unit, five bits count (3GPP TS 24.008, 10.5.7.3 and 10.5.7.4). */
    ACTIVE_TIMER(Coding::activeTimer),
    /** eDRX cycle of LTE, four bits (3GPP TS 24.008, 10.5.5.32). */
    EDRX_CYCLE(Coding::edrxCycle),
    /** Paging time window, four bits: steps of 1.28 s in eMTC, 2.56 s in NB-IoT (3GPP TS 24.008, 10.5.5.32). */
    PAGING_WINDOW(value -> bits(value, 4)
            .map(index -> seconds(1.28 * (index + 1)) + " in eMTC, " + seconds(2.56 * (index + 1)) + " in NB-IoT")
            .orElse("")),
    /** Quarters of an hour from UTC. */
    TIME_ZONE(value -> number(value.startsWith("+") ? value.substring(1) : value)
            .map(quarters -> String.format(
                    Locale.ROOT,
                    "UTC%s%d:%02d",
                    quarters < 0 ? "-" : "+",
                    Math.abs(quarters) / 4,
                    Math.abs(quarters) % 4 * 15))
            .orElse("")),
    /** A TCP/IP command's error: 0 or 550 and more. */
    SOCKET_ERROR(value -> number(value)
            .map(code -> code == 0
                    ? "no error"
                    : SocketError.of(code).map(SocketError::words).orElse(""))
            .orElse("")),
    /** The search order of radio technologies: 01 GSM, 02 eMTC, 03 NB-IoT, 00 the modem's own. */
    SCAN_ORDER(Coding::scanOrder),
    /** Bit n stands for LTE band n+1. */
    LTE_BANDS(value -> bands(value, "B")),
    /** An address of IPv4 or IPv6; tells lines of one length apart. */
    DOTTED(value -> ""),
    /** Bits 0 to 3: GSM 900, 1800, 850, 1900. */
    GSM_BANDS(Coding::gsmBands);

    private static final double[] EDRX_SECONDS = {
        5.12, 10.24, 20.48, 40.96, 61.44, 81.92, 102.4, 122.88, 143.36, 163.84, 327.68, 655.36, 1310.72, 2621.44,
        5242.88, 10485.76
    };
    private static final long[] PERIODIC_UNITS = {600, 3600, 36_000, 2, 30, 60, 1_152_000, 0};
    private static final long[] ACTIVE_UNITS = {2, 60, 360, 60, 60, 60, 60, 0};

    private final Function<String, String> reading;

    Coding(Function<String, String> reading) {
        this.reading = reading;
    }

    /** What {@code value} means; empty where it is not of this kind. */
    public String words(String value) {
        return reading.apply(value.strip());
    }

    private static Optional<Integer> number(String value) {
        int number = Values.number(value, Integer.MIN_VALUE);
        return number == Integer.MIN_VALUE ? Optional.empty() : Optional.of(number);
    }

    private static Optional<Integer> bits(String value, int length) {
        return value.length() == length && value.chars().allMatch(c -> c == '0' || c == '1')
                ? Optional.of(Integer.parseInt(value, 2))
                : Optional.empty();
    }

    private static String periodicTimer(String value) {
        return timer(value, PERIODIC_UNITS);
    }

    private static String activeTimer(String value) {
        return timer(value, ACTIVE_UNITS);
    }

    private static String edrxCycle(String value) {
        return bits(value, 4).map(index -> seconds(EDRX_SECONDS[index])).orElse("");
    }

    private static String timer(String value, long[] units) {
        return bits(value, 8)
                .map(all -> {
                    long unit = units[all >> 5];
                    return unit == 0 ? "switched off" : duration(unit * (all & 0x1f));
                })
                .orElse("");
    }

    /** In the largest unit that leaves no rest. */
    private static String duration(long seconds) {
        if (seconds > 0 && seconds % 3600 == 0) {
            return seconds / 3600 + " h";
        }
        return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    private static String seconds(double seconds) {
        String text = String.format(Locale.ROOT, "%.2f", seconds);
        while (text.endsWith("0")) {
            text = text.substring(0, text.length() - 1);
        }
        return (text.endsWith(".") ? text.substring(0, text.length() - 1) : text) + " s";
    }

    private static String decimal(String value) {
        return hex(value).map(number -> "decimal " + number).orElse("");
    }

    private static Optional<BigInteger> hex(String value) {
        String digits = value.regionMatches(true, 0, "0x", 0, 2) ? value.substring(2) : value;
        boolean plain = !digits.isEmpty() && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
        return plain ? Optional.of(new BigInteger(digits, 16)) : Optional.empty();
    }

    private static String bands(String value, String prefix) {
        return hex(value)
                .map(mask -> {
                    if (mask.signum() == 0) {
                        return "no change";
                    }
                    List<String> names = new ArrayList<>();
                    for (int bit = 0; bit < mask.bitLength(); bit++) {
                        if (mask.testBit(bit)) {
                            names.add(prefix + (bit + 1));
                        }
                    }
                    return String.join(", ", names);
                })
                .orElse("");
    }

    private static String gsmBands(String value) {
        String[] names = {"900", "1800", "850", "1900"};
        return hex(value)
                .map(mask -> {
                    List<String> found = new ArrayList<>();
                    for (int bit = 0; bit < names.length; bit++) {
                        if (mask.testBit(bit)) {
                            found.add(names[bit]);
                        }
                    }
                    return found.isEmpty() ? "no change" : "GSM " + String.join(", ", found) + " MHz";
                })
                .orElse("");
    }

    private static String scanOrder(String value) {
        List<String> names = new ArrayList<>();
        for (int at = 0; at + 1 < value.length(); at += 2) {
            switch (value.substring(at, at + 2)) {
                case "00" -> names.add("automatic");
                case "01" -> names.add("GSM");
                case "02" -> names.add("eMTC");
                case "03" -> names.add("NB-IoT");
                default -> {
                    return "";
                }
            }
        }
        return String.join(", then ", names);
    }
}
