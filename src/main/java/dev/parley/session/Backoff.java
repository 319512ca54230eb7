package dev.parley.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a lost MQTT connection is tried again: doubled each time, never longer than {@code longest}, and up to
 * half of it taken off at random, so that a fleet that lost its broker does not come back in one moment.
 *
 * @param first before the first attempt
 * @param attempts after how many in a row it is given up
 */
public record Backoff(Duration first, Duration longest, int attempts) {
    /** 1 s, 2 s, 4 s, up to a minute; ten times. */
    public static Backoff standard() {
        return new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 10);
    }

    /**
     * The wait before an attempt.
     *
     * @param attempt from 0
     */
    public Duration delay(int attempt, RandomGenerator random) {
        long most = Math.min(longest.toMillis(), first.toMillis() << Math.min(20, attempt));
        return Duration.ofMillis(most - random.nextLong(most / 2 + 1));
    }
}
