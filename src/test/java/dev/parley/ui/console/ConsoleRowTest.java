package dev.parley.ui.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.at.Exchange;
import dev.parley.ui.PlayedSession;
import dev.parley.ui.shared.Carriage;
import dev.parley.ui.shared.Layer;
import dev.parley.ui.shared.Mark;
import dev.parley.ui.shared.Shown;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A row of the console")
class ConsoleRowTest {
    private static List<ConsoleRow> rows(Shown shown) {
        Carriage carriage = new Carriage();
        carriage.follow(shown.view(), true);
        return shown.view().exchanges().stream()
                .map(exchange -> ConsoleRow.of(exchange, carriage.of(exchange), Exchange::text))
                .toList();
    }

    private static ConsoleRow row(List<ConsoleRow> rows, String words) {
        return rows.stream()
                .filter(row -> row.carried().contains(words) || row.text().contains(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row says " + words));
    }

    @Test
    @DisplayName("folds its payload and says what it is, in the colour of that layer")
    void foldsPayload() {
        List<ConsoleRow> rows = rows(PlayedSession.healthy());

        assertThat(row(rows, "877 bytes").carried()).isEqualTo("877 bytes: TLS Certificate, client");
        assertThat(row(rows, "877 bytes").layer()).isEqualTo(Layer.TLS);
        assertThat(row(rows, "877 bytes").word()).isEqualTo("SEND OK");
        assertThat(row(rows, "MQTT PUBLISH").carried()).endsWith(": MQTT PUBLISH parley/hello");
        assertThat(row(rows, "MQTT PUBLISH").layer()).isEqualTo(Layer.MQTT);
        assertThat(row(rows, "AT+QIOPEN").layer()).isEqualTo(Layer.SOCKET);
        assertThat(row(rows, "AT+CSQ").layer()).isEqualTo(Layer.AT);
    }

    @Test
    @DisplayName("warns of the URC that ends a socket")
    void warnsOfTheClose() {
        ConsoleRow closed = row(rows(PlayedSession.refused()), "\"closed\"");

        assertThat(closed.mark()).isEqualTo(Mark.WARNING);
        assertThat(closed.word()).isEqualTo("URC");
    }

    @Test
    @DisplayName("is found by what it carried as well as by what was typed")
    void isFound() {
        ConsoleRow certificate = row(rows(PlayedSession.healthy()), "877 bytes");

        assertThat(certificate.says(RowFilter.of("tls certificate").text())).isTrue();
        assertThat(certificate.says(RowFilter.of("send ok").text())).isTrue();
        assertThat(certificate.says(RowFilter.of("qiclose").text())).isFalse();
    }
}
