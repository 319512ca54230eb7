package dev.parley.modem;

import java.time.Duration;

/**
 * How long the engine waits where no manual gives a command's limit.
 *
 * @param usual the least limit of any command: the manuals' 0.3 s is too short for a busy modem behind a busy host
 * @param patience how long a command may wait before the wait itself is worth telling
 * @param prompt how long the prompt of a sending command may take
 * @param sync how long one {@code AT} may take while the engine looks for its step
 * @param syncAttempts how many of them it sends before it gives up
 * @param quiet how long the line has to be silent until a late answer is not to be feared any more
 * @param stall how long the line may be silent in the middle of counted payload
 * @param guard the silence before and after {@code +++}: more than the 1 s of Quectel modules, for what was written before may reach
 *     the modem later than {@code +++} does
 * @param sendFull how long a full send buffer ({@code SEND FAIL}) is borne
 * @param firstBackOff the first pause after {@code SEND FAIL}; each further one is twice as long, up to 2 s
 * @param start how long a modem may take to answer its first {@code AT}, and its SIM to be ready, after it was switched on
 * @param lookAgain between two looks at something that changes by itself
 */
public record Timing(
        Duration usual,
        Duration patience,
        Duration prompt,
        Duration sync,
        int syncAttempts,
        Duration quiet,
        Duration stall,
        Duration guard,
        Duration sendFull,
        Duration firstBackOff,
        Duration start,
        Duration lookAgain) {
    /** The field's experience with Quectel modules. */
    public static final Timing STANDARD = new Timing(
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            10,
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofMillis(1200),
            Duration.ofSeconds(60),
            Duration.ofMillis(100),
            Duration.ofSeconds(20),
            Duration.ofSeconds(1));
}
