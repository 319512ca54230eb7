package dev.parley.sim.modem;

import java.time.Duration;

/**
 * What the modem's radio receives, as it moves: RSRP goes up and down around its mean with a fast fading on top, and all that
 * {@code AT+CSQ}, {@code AT+QCSQ} and {@code AT+QENG} tell follows from it (3GPP TS 36.133, TS 27.007).
 *
 * @param mean RSRP in dBm, -140 to -44
 * @param swing how far RSRP goes up and down, in dB
 * @param period how long it takes to come back
 */
public record Signal(int mean, int swing, Duration period) {
    /** A modem that lies still in fair coverage. */
    public static final Signal FAIR = new Signal(-98, 2, Duration.ofMinutes(2));

    private static final int RSRP_TO_RSSI = 27;
    private static final int LOWEST_RSSI = -113;
    private static final int BEST_RSRQ = -9;
    private static final double NOISE = -108;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Signal {
        if (mean < -140 || mean > -44 || swing < 0 || swing > 60 || period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("RSRP is -140 to -44 dBm, its swing 0 to 60 dB, its period some time");
        }
    }

    /**
     * What is received at one time.
     *
     * @param rsrp in dBm
     * @param rssi in dBm
     * @param rsrq in dB
     * @param sinr in dB
     */
    record Sample(int rsrp, int rssi, int rsrq, int sinr) {
        /** As {@code AT+CSQ} numbers it: 0 for -113 dBm and less, two dB a step, 31 at most. */
        int quality() {
            return Math.clamp((rssi - LOWEST_RSSI) / 2, 0, 31);
        }

        /** As {@code AT+QCSQ} numbers it: 0 to 250, a fifth of a dB a step from -20 dB. */
        int sinrSteps() {
            return Math.clamp((sinr + 20) * 5L, 0, 250);
        }
    }

    /** What is received {@code nanos} after the start; the same for the same seed. */
    Sample at(long nanos, long seed) {
        double turn = 2 * Math.PI * (double) nanos / (double) period.toNanos();
        int fading = Math.floorMod(mix(seed + nanos / 1_000_000_000), 3) - 1;
        int rsrp = Math.clamp(Math.round(mean + swing * Math.sin(turn)) + fading, -140, -44);
        int sinr = Math.clamp(Math.round((rsrp - NOISE) * 0.7), -20, 30);
        int rsrq = Math.clamp(BEST_RSRQ - (10 - sinr) / 3, -20, -3);
        return new Sample(rsrp, Math.clamp(rsrp + RSRP_TO_RSSI, LOWEST_RSSI, -51), rsrq, sinr);
    }

    /** Scatters a number (the finaliser of SplitMix64). */
    private static long mix(long value) {
        long z = value * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
