package dev.parley.at;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("+QMTRECV, a message in a line")
class ReceivedMessageTest {
    private static List<AtEvent> decode(String text, int piece) {
        List<AtEvent> events = new ArrayList<>();
        AtDecoder decoder = new AtDecoder(events::add);
        Bytes all = Bytes.latin1(text);
        for (int at = 0; at < all.length(); at += piece) {
            Bytes bytes = all.slice(at, Math.min(all.length(), at + piece));
            decoder.accept(new Event.Traffic(at + 1, at, Direction.RX, at, bytes, Event.Origin.MODEM));
        }
        return events;
    }

    @ParameterizedTest(name = "in pieces of {0} bytes")
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    @DisplayName("is taken at its word about its length: line ends, results and URCs in the payload are payload")
    void counted(int piece) {
        String payload = "a\r\nOK\r\n\r\n+QIURC: \"closed\",0\r\n\"";
        String line = "+QMTRECV: 0,5,\"t/x\"," + payload.length() + ",\"" + payload + "\"";
        List<AtEvent> events = decode("\r\n" + line + "\r\n\r\n+QMTSTAT: 0,1\r\n", piece);
        assertThat(events).hasSize(2).allMatch(event -> event instanceof AtEvent.Urc);
        assertThat(((AtEvent.Urc) events.getFirst()).text()).isEqualTo(line);
        assertThat(((AtEvent.Urc) events.getLast()).text()).isEqualTo("+QMTSTAT: 0,1");
    }

    @Test
    @DisplayName("without a length ends with its line, as older firmware has it")
    void uncounted() {
        List<AtEvent> events = decode("\r\n+QMTRECV: 0,0,\"t\",\"hello\"\r\n\r\nRDY\r\n", 1000);
        assertThat(events).extracting(event -> ((AtEvent.Urc) event).name()).containsExactly("+QMTRECV", "RDY");
    }
}
