package dev.parley.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The pyramid of extremes")
class MinMaxPyramidTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 255, 256, 257, 5_000, 70_000})
    @DisplayName("finds in any stretch what looking at each number finds")
    void agreesWithLookingAtEach(int size) {
        Random random = new Random(size);
        long[] numbers = random.longs(size, -1_000_000, 1_000_000).toArray();
        MinMaxPyramid pyramid = new MinMaxPyramid();
        for (long number : numbers) {
            pyramid.add(number);
        }

        assertThat(pyramid.size()).isEqualTo(size);
        for (int i = 0; i < 300; i++) {
            int from = random.nextInt(size);
            int to = from + 1 + random.nextInt(size - from);
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (int at = from; at < to; at++) {
                min = Math.min(min, numbers[at]);
                max = Math.max(max, numbers[at]);
            }
            assertThat(pyramid.between(from, to))
                    .as("%d to %d of %d", from, to, size)
                    .isEqualTo(new MinMaxPyramid.Extremes(min, max));
        }
    }

    @Test
    @DisplayName("loses no single peak among a million")
    void keepsThePeak() {
        MinMaxPyramid pyramid = new MinMaxPyramid();
        for (int i = 0; i < 1_000_000; i++) {
            pyramid.add(i == 654_321 ? 9 : i == 77 ? -9 : 0);
        }

        assertThat(pyramid.between(0, 1_000_000)).isEqualTo(new MinMaxPyramid.Extremes(-9, 9));
        assertThat(pyramid.between(654_322, 1_000_000)).isEqualTo(new MinMaxPyramid.Extremes(0, 0));
        assertThat(pyramid.between(654_321, 654_322)).isEqualTo(new MinMaxPyramid.Extremes(9, 9));
    }

    @Test
    @DisplayName("has no extremes of nothing")
    void refusesNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MinMaxPyramid().between(0, 0));
    }
}
