package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The wait before a lost MQTT connection is tried again")
class BackoffTest {
    @Test
    @DisplayName("doubles from a second to a minute, and is spread over the upper half")
    void delays() {
        Backoff backoff = Backoff.standard();
        SplittableRandom random = new SplittableRandom(1);
        for (int attempt = 0; attempt < 40; attempt++) {
            long most = Math.min(60_000, 1000L << Math.min(20, attempt));
            for (int i = 0; i < 20; i++) {
                assertThat(backoff.delay(attempt, random))
                        .isBetween(Duration.ofMillis(most / 2), Duration.ofMillis(most));
            }
        }
    }
}
