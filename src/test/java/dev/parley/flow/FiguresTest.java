package dev.parley.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Figures")
class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "-1,           ''",
        "0,            0 ms",
        "400000,       0.4 ms",
        "38000000,     38 ms",
        "3200000000,   3.2 s",
        "250000000000, 4 min 10 s",
    })
    @DisplayName("tell a span in the unit that fits it")
    void spans(long nanos, String words) {
        assertThat(Figures.span(nanos)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"877; 877 B", "12345; 12,345 B", "123456; 123.5 kB", "1234567; 1.2 MB"})
    @DisplayName("tell bytes exactly as long as one can count them")
    void bytes(long count, String words) {
        assertThat(Figures.bytes(count)).isEqualTo(words);
    }
}
