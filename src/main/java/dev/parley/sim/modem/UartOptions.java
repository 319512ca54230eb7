package dev.parley.sim.modem;

/**
 * How fast the simulated serial line is.
 *
 * @param baud bits a second, both directions; 0 for no pacing at all
 */
public record UartOptions(int baud) {
    /** No pacing: bytes cross at once. */
    public static final UartOptions UNLIMITED = new UartOptions(0);

    public UartOptions {
        if (baud < 0 || baud > 10_000_000) {
            throw new IllegalArgumentException("a baud rate is 1 to 10000000, or 0 for no pacing, not " + baud);
        }
    }

    long nanosPerByte() {
        return baud == 0 ? 0 : 10_000_000_000L / baud;
    }
}
