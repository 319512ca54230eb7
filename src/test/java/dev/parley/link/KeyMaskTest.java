package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A private key on the link")
class KeyMaskTest {
    private static String masked(String text, int piece) {
        KeyMask mask = new KeyMask();
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < text.length(); at += piece) {
            out.append(mask.masked(Bytes.latin1(text.substring(at, Math.min(text.length(), at + piece))))
                    .latin1());
        }
        return out.toString();
    }

    @ParameterizedTest(name = "in pieces of {0} bytes")
    @ValueSource(ints = {1, 2, 5, 64, 10_000})
    @DisplayName("is recorded as stars, its frame and all else as they are, however it is cut")
    void stars(int piece) {
        for (String label :
                new String[] {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}) {
            String before = "AT+QFUPL=\"k\",99\r-----BEGIN CERTIFICATE-----\r\nMIIC\r\n-----END CERTIFICATE-----\n--";
            String text = before + "-----BEGIN " + label + "-----\r\nMIIE+/=ab\r\nQQ==\r\n-----END " + label
                    + "-----\r\nAT\r";
            assertThat(masked(text, piece))
                    .isEqualTo(text.replace("MIIE+/=ab", "*********").replace("QQ==", "****"));
        }
        String harmless = "----BEGIN PRIVATE KEY-----\r\nabc -----BEGIN PUBLIC KEY-----\r\nabc";
        assertThat(masked(harmless.replace("----BEGIN PRIVATE", "--- BEGIN PRIVATE"), piece))
                .isEqualTo(harmless.replace("----BEGIN PRIVATE", "--- BEGIN PRIVATE"));
    }
}
