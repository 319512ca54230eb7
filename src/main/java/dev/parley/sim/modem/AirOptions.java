package dev.parley.sim.modem;

import java.time.Duration;

/**
 * How the air between modem and network behaves beyond {@link ModemOptions#roundTrip}.
 *
 * @param jitter what a packet is late by, at most; each by its own chance, never overtaking another
 * @param upBitsPerSecond what goes up in a second; 0 for no limit
 * @param downBitsPerSecond what comes down in a second; 0 for no limit
 * @param lossEvery the mean time from one loss of the air to the next; zero for none. A packet in it comes after it, with the
 *     time-out of its retransmission
 * @param lossFor how long a loss lasts on average
 * @param retransmission how long after a loss TCP sends again
 * @param idleAfter how long without a packet until the radio connection (RRC) is released; zero for never
 * @param wakeUp what the next packet costs then
 */
public record AirOptions(
        Duration jitter,
        int upBitsPerSecond,
        int downBitsPerSecond,
        Duration lossEvery,
        Duration lossFor,
        Duration retransmission,
        Duration idleAfter,
        Duration wakeUp) {
    /** Nothing of the kind. */
    public static final AirOptions NONE = new AirOptions(
            Duration.ZERO, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** LTE Cat M1 in half duplex as users measure it: about 300 kbit/s, a radio connection that ends after ten seconds. */
    public static final AirOptions CAT_M1 = new AirOptions(
            Duration.ofMillis(40),
            375_000,
            300_000,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(10),
            Duration.ofMillis(400));

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is negative, or there are losses without a length
     */
    public AirOptions {
        for (Duration time : new Duration[] {jitter, lossEvery, lossFor, retransmission, idleAfter, wakeUp}) {
            if (time.isNegative()) {
                throw new IllegalArgumentException("times of the air are not negative");
            }
        }
        if (upBitsPerSecond < 0 || downBitsPerSecond < 0) {
            throw new IllegalArgumentException("rates of the air are not negative");
        }
        if (!lossEvery.isZero() && lossFor.isZero()) {
            throw new IllegalArgumentException("a loss of the air lasts some time");
        }
    }
}
