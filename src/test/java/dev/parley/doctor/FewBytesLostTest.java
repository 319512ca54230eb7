package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A read of which a few bytes are missing")
class FewBytesLostTest {
    private static final String CODE = "bytes-lost-from-modem";
    private static final Bytes CLIENT_HELLO = Bytes.hex("1603010004" + "01000000");
    private static final String SERVER_HELLO_DONE = "\u0016\u0003\u0003\u0000\u0004\u000e\u0000\u0000\u0000";

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1, 2, 3})
    @DisplayName("is told by the OK that comes too soon, though line ends make up for what is missing")
    void few(int missing) throws Exception {
        try (Told told = new Told()) {
            told.opens(0, 0);
            told.sends(0, CLIENT_HELLO);
            reads(told, 9, SERVER_HELLO_DONE);
            reads(told, 40, "x".repeat(40 - missing));
            told.closes(0);
            if (missing == 0) {
                assertThat(told.codes()).doesNotContain(CODE);
            } else {
                assertThat(told.codes()).contains(CODE);
                assertThat(told.finding(CODE)
                                .orElseThrow()
                                .evidence()
                                .getFirst()
                                .text())
                        .contains("came " + missing + " bytes sooner");
            }
        }
    }

    private static void reads(Told told, int count, String bytes) {
        told.host("AT+QIRD=0,1500\r");
        told.modem("\r\n+QIRD: " + count + "\r\n" + bytes + "\r\n\r\nOK\r\n");
    }
}
