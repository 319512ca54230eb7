package dev.parley.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What a UART can carry")
class UartSpeedTest {
    @ParameterizedTest
    @CsvSource({
        "serial:/dev/ttyUSB2?baud=115200, 11520",
        "serial:/dev/ttyUSB2, 11520",
        "serial:COM3?baud=9600&parity=even&stopbits=2, 800",
        "sim:?baud=115200, 11520",
        "sim:, 0",
        "tcp://gateway.example:2001, 0",
        "what is this, 0"
    })
    @DisplayName("is read from the link's address")
    void uartSpeed(String link, double bytesPerSecond) {
        assertThat(UartSpeed.of(link)).isEqualTo(bytesPerSecond);
    }
}
