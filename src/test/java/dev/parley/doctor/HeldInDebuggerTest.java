package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A handshake that is parked in the debugger")
class HeldInDebuggerTest {
    private static final String CODE = "held-in-debugger";
    /** Records with a ClientHello and a ServerHelloDone as far as their headers tell. */
    private static final Bytes CLIENT_HELLO = Bytes.hex("1603010004" + "01000000");

    private static final Bytes SERVER_HELLO_DONE = Bytes.hex("1603030004" + "0e000000");

    @Test
    @DisplayName("until the server closes died of that, and the host was not slow")
    void theServerCloses() throws Exception {
        try (Told told = greeted()) {
            told.journal().action("gate.stop", "ClientKeyExchange, 75 bytes: before each message");
            told.waits(30_000);
            told.modem("\r\n+QIURC: \"closed\",0\r\n");
            assertThat(told.codes()).startsWith(CODE).doesNotContain("handshake-too-slow");
            assertThat(told.finding(CODE).orElseThrow().evidence().getFirst().text())
                    .isEqualTo("Parked for 30.0 s: ClientKeyExchange, 75 bytes: before each message");
        }
    }

    @Test
    @DisplayName("and given up there by the operator was not closed by an impatient host")
    void theOperatorGivesUp() throws Exception {
        try (Told told = greeted()) {
            told.journal().action("gate.stop", "ClientKeyExchange, 75 bytes: before each message");
            told.waits(900);
            told.journal().action("abort", "");
            told.closes(0);
            assertThat(told.codes()).startsWith(CODE).doesNotContain("closed-by-host", "handshake-too-slow");
        }
    }

    @Test
    @DisplayName("for a moment only may be slow all the same")
    void heldForAMoment() throws Exception {
        for (String release : new String[] {"gate.step", "gate.run"}) {
            try (Told told = greeted()) {
                told.journal().action("gate.stop", "ClientKeyExchange, 75 bytes: before each message");
                told.waits(400);
                told.journal().action(release, "ClientKeyExchange");
                told.waits(20_000);
                told.modem("\r\n+QIURC: \"closed\",0\r\n");
                assertThat(told.codes()).contains("handshake-too-slow").doesNotContain(CODE);
                assertThat(told.finding("handshake-too-slow").orElseThrow().title())
                        .startsWith("The handshake took too long: 20.0 s of 20.4 s");
            }
        }
    }

    private static Told greeted() throws Exception {
        Told told = new Told();
        told.opens(0, 1);
        told.sends(0, CLIENT_HELLO);
        told.pushes(0, SERVER_HELLO_DONE);
        return told;
    }
}
