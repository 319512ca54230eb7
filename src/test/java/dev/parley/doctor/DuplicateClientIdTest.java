package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A client that is thrown out while nothing is left to answer")
class DuplicateClientIdTest {
    private static final String CODE = "duplicate-client-id";
    private static final Bytes CONNECT = Bytes.hex("100d" + "00044d515454" + "04" + "02" + "003c" + "000174");
    private static final Bytes CONNACK = Bytes.hex("20020000");
    private static final Bytes MESSAGE = Bytes.hex("3005" + "000161" + "6869");
    private static final Bytes DISCONNECT = Bytes.hex("e000");

    @Test
    @DisplayName("most often shares its id with another")
    void thrownOut() throws Exception {
        try (Told told = accepted()) {
            told.pushes(0, MESSAGE);
            told.waits(700);
            told.modem("\r\n+QIURC: \"closed\",0\r\n");
            assertThat(told.codes()).startsWith(CODE);
        }
    }

    @Test
    @DisplayName("went by itself where it had said DISCONNECT, though a message was still on its way to it")
    void left() throws Exception {
        try (Told told = accepted()) {
            told.sends(0, DISCONNECT);
            told.pushes(0, MESSAGE);
            told.waits(700);
            told.modem("\r\n+QIURC: \"closed\",0\r\n");
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
