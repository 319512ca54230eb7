package dev.parley.ui.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.ui.PlayedSession;
import dev.parley.ui.handshake.ByteAnswer.Way;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Where byte N falls")
class ByteAnswerTest {
    private final Optional<TlsConversation> refused = PlayedSession.refused().conversation();

    private OptionalInt certificate() {
        return refused.orElseThrow().messages().stream()
                .filter(message -> message.title().equals("Certificate"))
                .mapToInt(TlsMessage::index)
                .max();
    }

    @Test
    @DisplayName("is told in the words of the protocol, with the message and the byte in it")
    void found() {
        // The ClientHello's record has 142 bytes: the Certificate's last byte is the 1019th sent.
        ByteAnswer answer = ByteAnswer.of(refused, Way.SENT, OptionalInt.empty(), " 1,019 ");

        assertThat(answer.sentences().getFirst()).startsWith("byte 1019 sent = last byte of the client's Certificate");
        assertThat(answer.message()).isEqualTo(certificate());
        assertThat(answer.offset()).hasValue(876);
    }

    @Test
    @DisplayName("is byte 877 = the last byte of the client's Certificate, counted in that message")
    void inTheSelected() {
        ByteAnswer answer = ByteAnswer.of(refused, Way.SELECTED, certificate(), "877");

        assertThat(answer.sentences().getFirst()).startsWith("byte 877 = last byte of the client's Certificate");
        assertThat(answer.message()).isEqualTo(certificate());
        assertThat(answer.offset()).hasValue(876);
        assertThat(ByteAnswer.of(refused, Way.SELECTED, certificate(), "878").sentences())
                .containsExactly("The Certificate has only 877 bytes.");
        assertThat(ByteAnswer.of(refused, Way.SELECTED, OptionalInt.empty(), "1")
                        .sentences()
                        .getFirst())
                .startsWith("Select a message first");
    }

    @Test
    @DisplayName("tells which record has just that size, whatever lies before it")
    void sameSize() {
        assertThat(ByteAnswer.of(refused, Way.SENT, OptionalInt.empty(), "877").sentences())
                .contains("877 bytes are also the size of one record, the client's Certificate: 877 = 5 + 4 + 3 + 3 +"
                        + " 862");
    }

    @Test
    @DisplayName("is said to be nowhere where so many never crossed")
    void beyond() {
        assertThat(ByteAnswer.of(refused, Way.SENT, OptionalInt.empty(), "1020"))
                .isEqualTo(new ByteAnswer(
                        List.of("byte 1020 sent lies in no record: 1019 bytes were sent"),
                        OptionalInt.empty(),
                        OptionalInt.empty()));
    }

    @Test
    @DisplayName("is asked for again where it is no number")
    void noNumber() {
        OptionalInt none = OptionalInt.empty();
        assertThat(ByteAnswer.of(refused, Way.SENT, none, "all").sentences().getFirst())
                .startsWith("Type a number");
        assertThat(ByteAnswer.of(refused, Way.RECEIVED, none, "0").sentences())
                .containsExactly("Bytes are counted from 1.");
        assertThat(ByteAnswer.of(Optional.empty(), Way.RECEIVED, none, "7").sentences())
                .containsExactly("No TLS has crossed yet.");
    }
}
