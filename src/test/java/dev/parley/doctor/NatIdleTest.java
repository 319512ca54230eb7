package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A connection that was silent for long")
class NatIdleTest {
    private static final Bytes CONNECT = Bytes.hex("100d" + "00044d515454" + "04" + "02" + "003c" + "000174");
    private static final Bytes CONNACK = Bytes.hex("20020000");
    private static final Bytes PUBLISH_QOS_0 = Bytes.hex("3004" + "000161" + "78");
    private static final Bytes PUBLISH_QOS_1 = Bytes.hex("3206" + "000161" + "0001" + "78");
    private static final Bytes DISCONNECT = Bytes.hex("e000");

    @Test
    @DisplayName("is dead where a message that asks for an answer gets none")
    void dead() throws Exception {
        try (Told told = silent()) {
            told.sends(0, PUBLISH_QOS_1);
            told.waits(3_000);
            told.closes(0);
            assertThat(told.codes()).contains("nat-idle", "keep-alive-too-long");
        }
    }

    @Test
    @DisplayName("is not dead because a message of QoS 0 and a DISCONNECT have no answer: they never have")
    void nothingToAnswer() throws Exception {
        try (Told told = silent()) {
            told.sends(0, PUBLISH_QOS_0);
            told.waits(6_000);
            told.sends(0, DISCONNECT);
            told.closes(0);
            assertThat(told.codes()).doesNotContain("nat-idle", "keep-alive-too-long");
        }
    }

    private static Told silent() throws Exception {
        Told told = new Told();
        told.opens(0, 1);
        told.sends(0, CONNECT);
        told.pushes(0, CONNACK);
        told.waits(24_000);
        return told;
    }
}
