package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A broker that closes instead of an answer")
class PolicyDisconnectTest {
    private static final String CODE = "policy-disconnect";
    private static final Bytes CONNECT = Bytes.hex("100d" + "00044d515454" + "04" + "02" + "003c" + "000174");
    private static final Bytes CONNACK = Bytes.hex("20020000");
    private static final Bytes SUBSCRIBE = Bytes.hex("8206" + "0001" + "000161" + "00");

    @Test
    @DisplayName("does not allow what was asked right before")
    void forbidden() throws Exception {
        try (Told told = accepted()) {
            told.sends(0, SUBSCRIBE);
            told.modem("\r\n+QIURC: \"closed\",0\r\n");
            assertThat(told.codes()).contains(CODE);
        }
    }

    @Test
    @DisplayName("had another reason where the request was made after it had closed")
    void askedTooLate() throws Exception {
        try (Told told = accepted()) {
            told.modem("\r\n+QIURC: \"closed\",0\r\n");
            told.sends(0, SUBSCRIBE);
            told.closes(0);
            assertThat(told.codes()).doesNotContain(CODE);
        }
    }

    private static Told accepted() throws Exception {
        Told told = new Told();
        told.opens(0, 1);
        told.sends(0, CONNECT);
        told.pushes(0, CONNACK);
        return told;
    }
}
