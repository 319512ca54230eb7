package dev.parley.ui.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Field;
import dev.parley.ui.PlayedSession;
import dev.parley.ui.shared.Focus;
import dev.parley.ui.shared.Shown;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the inspector shows")
class SpecimenTest {
    private final Shown refused = PlayedSession.refused();

    private Specimen specimen(Focus focus) {
        return Specimen.of(
                        focus,
                        refused.view(),
                        refused.snapshot().findings(),
                        refused.goesOn(),
                        refused.snapshot().wallClock(),
                        place -> Bytes.wrap(new byte[(int) place.length()]))
                .orElseThrow();
    }

    private int message(String title, int number) {
        return refused.conversation().orElseThrow().messages().stream()
                .filter(message -> message.title().equals(title))
                .skip(number)
                .findFirst()
                .orElseThrow()
                .index();
    }

    @Test
    @DisplayName("of a message is its record with the sum of its parts")
    void message() {
        Specimen certificate = specimen(new Focus.OnMessage(0, message("Certificate", 1)));

        assertThat(certificate.bytes().length()).isEqualTo(877);
        assertThat(certificate.bytes().u8(0)).as("content type handshake").isEqualTo(22);
        assertThat(certificate.detail()).contains("client → server").endsWith("877 = 5 + 4 + 3 + (3 + 862)");
    }

    @Test
    @DisplayName("of an exchange is its lines, each with its bytes")
    void exchange() {
        long number = refused.view().exchanges().stream()
                .filter(exchange -> exchange.text().startsWith("AT+QISEND"))
                .findFirst()
                .orElseThrow()
                .number();
        Specimen send = specimen(new Focus.OnExchange(number));

        assertThat(send.fields().children())
                .extracting(Field::name)
                .containsExactly("→ command", "← prompt", "→ payload", "← result");
        assertThat(send.fields().children().getLast().to())
                .isEqualTo(send.bytes().length());
    }

    @Test
    @DisplayName("of a finding is its evidence")
    void finding() {
        Specimen evidence = specimen(new Focus.OnFinding("certificate-refused"));

        assertThat(evidence.fields().children()).hasSizeGreaterThan(1);
        assertThat(evidence.bytes().length()).isGreaterThan(877);
        assertThat(evidence.detail())
                .as("the connection is over, though its journal is open")
                .doesNotContain("goes on");
    }

    @Test
    @DisplayName("is nothing where the session has no such thing")
    void nothing() {
        assertThat(Specimen.of(
                        new Focus.OnMessage(3, 0),
                        refused.view(),
                        List.of(),
                        false,
                        Optional.empty(),
                        place -> Bytes.empty()))
                .isEmpty();
        assertThat(Specimen.of(
                        new Focus.OnExchange(10_000),
                        refused.view(),
                        List.of(),
                        false,
                        Optional.empty(),
                        place -> Bytes.empty()))
                .isEmpty();
    }
}
