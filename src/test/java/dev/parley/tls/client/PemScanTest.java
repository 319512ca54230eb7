package dev.parley.tls.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tls.Severity;
import dev.parley.tls.client.PemScan.Block;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A scan of a PEM file")
class PemScanTest {
    private static final String ONE =
            "-----BEGIN CERTIFICATE-----\nMIIDWTCCAkGgAwIBAgIU\nMIIDWTCCAkGgAwIBAgIU\n-----END CERTIFICATE-----\n";

    private static PemScan scan(String text) {
        return PemScan.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("lists the blocks with their lines, and has nothing to say about a clean file")
    void clean() {
        PemScan scan = scan(ONE + ONE.replace("CERTIFICATE", "RSA PRIVATE KEY"));

        assertThat(scan.traps()).isEmpty();
        assertThat(scan.blocks())
                .containsExactly(new Block("CERTIFICATE", 1, false), new Block("RSA PRIVATE KEY", 5, false));
    }

    static Stream<Arguments> traps() {
        return Stream.of(
                Arguments.of("a byte order mark", "\ufeff" + ONE, Severity.ERROR, 1, "begins with a byte order mark"),
                Arguments.of("\\n for line ends", ONE.replace("\n", "\\n"), Severity.ERROR, 1, "two characters \\n"),
                Arguments.of("CR LF", ONE.replace("\n", "\r\n"), Severity.NOTE, 1, "end with CR LF"),
                Arguments.of("CR alone", ONE.replace("\n", "\r"), Severity.WARNING, 1, "carriage return alone"),
                Arguments.of("both", ONE + ONE.replace("\n", "\r\n"), Severity.WARNING, 1, "Some lines end with CR LF"),
                Arguments.of("no final line end", ONE.strip(), Severity.NOTE, 4, "last line has no line end"),
                Arguments.of("two files joined", ONE.strip() + ONE, Severity.ERROR, 4, "are one line"),
                Arguments.of("no END", ONE.substring(0, 40), Severity.ERROR, 1, "has no END line"),
                Arguments.of("no BEGIN", ONE.substring(28), Severity.ERROR, 3, "without its BEGIN"),
                Arguments.of("another END", ONE.replace("END C", "END X509 C"), Severity.ERROR, 4, "ends as X509"),
                Arguments.of("BEGIN twice", ONE.substring(0, 49) + ONE, Severity.ERROR, 1, "before the next BEGIN"),
                Arguments.of("dashes", ONE.replace("-----B", "\u2014\u2014B"), Severity.ERROR, 1, "five hyphens"),
                Arguments.of("four hyphens", ONE.replace("-----B", "----B"), Severity.ERROR, 1, "five hyphens"),
                Arguments.of(
                        "indented", ONE.replace("-----B", "  -----B"), Severity.ERROR, 1, "BEGIN line is indented"),
                Arguments.of("no base64", ONE.replace("CCAk", "C\u00a0Ak"), Severity.ERROR, 2, "is no base64"),
                Arguments.of("a character lost", ONE.replaceFirst("MIID", "MII"), Severity.ERROR, 1, "no whole base64"),
                Arguments.of("text before", "Bag Attributes\n" + ONE, Severity.NOTE, 1, "1 line of text stands"),
                Arguments.of("text after", ONE + "one\ntwo\n", Severity.NOTE, 5, "2 lines of text stand"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("finds a trap, and its line")
    void traps(String what, String text, Severity severity, int line, String sentence) {
        assertThat(scan(text).traps()).anySatisfy(trap -> {
            assertThat(trap.severity()).isEqualTo(severity);
            assertThat(trap.line()).isEqualTo(line);
            assertThat(trap.sentence()).contains(sentence);
        });
    }

    @Test
    @DisplayName("knows an encrypted key by its label and by its headers, and UTF-16 by its first bytes")
    void encryptedAndUtf16() {
        assertThat(scan(ONE.replace("CERTIFICATE", "ENCRYPTED PRIVATE KEY"))
                        .blocks()
                        .getFirst()
                        .encrypted())
                .isTrue();
        assertThat(scan(ONE.replace("CERTIFICATE", "RSA PRIVATE KEY")
                                .replaceFirst("-----\n", "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"))
                        .blocks())
                .containsExactly(new Block("RSA PRIVATE KEY", 1, true));
        assertThat(PemScan.of(ONE.getBytes(StandardCharsets.UTF_16)).traps())
                .singleElement()
                .satisfies(trap -> assertThat(trap.sentence()).isEqualTo("The file is UTF-16 text."));
    }

    @Test
    @DisplayName("never quotes the file, whatever it holds")
    void neverQuotes() {
        Random random = new Random(5);
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder(ONE.replace("MIID", "SECR"));
            for (int i = random.nextInt(4); i > 0; i--) {
                text.setCharAt(random.nextInt(text.length()), (char) (random.nextInt(90) + 32));
            }
            assertThat(scan(text.toString()).traps())
                    .as(text.toString())
                    .allSatisfy(trap ->
                            assertThat(trap.sentence() + trap.fix()).doesNotContain("SECR", "TCCAk", "gAwIBAgIU"));
        }
    }
}
