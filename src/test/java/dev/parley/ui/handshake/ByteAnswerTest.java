package dev.parley.ui.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Direction;
import dev.parley.tls.TlsConversation;
import dev.parley.ui.PlayedSession;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Where byte N falls")
class ByteAnswerTest {
    private final Optional<TlsConversation> refused = PlayedSession.refused().conversation();

    @Test
    @DisplayName("is told in the words of the protocol, with the message and the byte in it")
    void found() {
        // The ClientHello's record has 142 bytes: the Certificate's last byte is the 1019th sent.
        ByteAnswer answer = ByteAnswer.of(refused, Direction.TX, " 1,019 ");

        assertThat(answer.text()).startsWith("byte 1019 = last byte of the client's Certificate");
        assertThat(refused.orElseThrow()
                        .messages()
                        .get(answer.message().orElseThrow())
                        .title())
                .isEqualTo("Certificate");
        assertThat(answer.offset()).hasValue(876);
    }

    @Test
    @DisplayName("is said to be nowhere where so many never crossed")
    void beyond() {
        assertThat(ByteAnswer.of(refused, Direction.TX, "1020"))
                .isEqualTo(new ByteAnswer(
                        "Byte 1020 is in no record: 1,019 bytes were sent.",
                        java.util.OptionalInt.empty(),
                        java.util.OptionalInt.empty()));
    }

    @Test
    @DisplayName("is asked for again where it is no number")
    void noNumber() {
        assertThat(ByteAnswer.of(refused, Direction.TX, "all").text()).startsWith("Type a number");
        assertThat(ByteAnswer.of(refused, Direction.RX, "0").text()).isEqualTo("Bytes are counted from 1.");
        assertThat(ByteAnswer.of(Optional.empty(), Direction.RX, "7").text()).isEqualTo("No TLS has crossed yet.");
    }
}
