package dev.parley.tls.mbedtls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The version of a configuration header")
class VersionGuessTest {
    @ParameterizedTest
    @CsvSource({
        "bg95-aws.h, 2.16 to 2.28, 2.28.10",
        "default-2.16.12.h, 2.16 to 2.28, 2.28.10",
        "default-2.28.10.h, 2.28, 2.28.10",
        "default-3.6.6.h, 3.x, 3.6.6",
        "default-4.0.0.h, 4.x, 4.1.0"
    })
    @DisplayName("is told by the options that came or went")
    void toldByOptions(String config, String line, String version) {
        VersionGuess guess = VersionGuess.of(ConfigHeader.read(Texts.of(config)));

        assertThat(guess.line()).isEqualTo(line);
        assertThat(guess.version()).hasToString(version);
        assertThat(guess.exact()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2.16.12, 2.16.12",
        "v3.6.2, 3.6.2",
        "2.28, 2.28.10",
        "2.16.x, 2.16.12",
        "3, 3.6.6",
        "4, 4.1.0",
        "3.6.3.1, 3.6.3"
    })
    @DisplayName("may be given, in part or whole")
    void given(String text, String version) {
        assertThat(MbedTlsVersion.parse(text).orElseThrow()).hasToString(version);
    }

    @ParameterizedTest
    @CsvSource({"''", "three", "2.28.y", "-1"})
    @DisplayName("is nothing where it is no version")
    void noVersion(String text) {
        assertThat(MbedTlsVersion.parse(text)).isEmpty();
    }
}
