package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A registration that is lost in mid-session")
class RegistrationLostTest {
    private static final String CODE = "registration-lost";

    @Test
    @DisplayName("is told also where the log begins with the modem's boot")
    void afterABoot() throws Exception {
        try (Told told = new Told()) {
            told.modem("\r\nRDY\r\n\r\nAPP RDY\r\n");
            session(told, "");
            assertThat(told.codes()).contains(CODE);
        }
    }

    @Test
    @DisplayName("is explained by a reset, or a command that leaves the network, in between")
    void askedFor() throws Exception {
        try (Told told = new Told()) {
            session(told, "\r\nRDY\r\n");
            assertThat(told.codes()).doesNotContain(CODE);
        }
        try (Told told = new Told()) {
            told.host("AT+CEREG?\r");
            told.modem("\r\n+CEREG: 2,1\r\n\r\nOK\r\n");
            told.opens(0, 0);
            told.host("AT+COPS=2\r");
            told.modem("\r\nOK\r\n");
            dies(told);
            assertThat(told.codes()).doesNotContain(CODE);
        }
    }

    private static void session(Told told, String between) {
        told.host("AT+CEREG?\r");
        told.modem("\r\n+CEREG: 2,1\r\n\r\nOK\r\n");
        told.opens(0, 0);
        told.sends(0, Bytes.latin1("hello"));
        if (!between.isEmpty()) {
            told.modem(between);
        }
        dies(told);
    }

    private static void dies(Told told) {
        told.modem("\r\n+CEREG: 2\r\n");
        told.host("AT+QISEND=0,5\r");
        told.modem("\r\nERROR\r\n");
    }
}
