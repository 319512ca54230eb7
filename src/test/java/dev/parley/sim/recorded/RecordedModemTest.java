package dev.parley.sim.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A recorded modem")
class RecordedModemTest {
    private static final long MILLI = 1_000_000;

    private final Journal journal = Journal.inMemory(SessionHeader.of("test", "none", Instant.EPOCH), () -> 0L);

    private void host(long millis, String text) {
        journal.imported(Direction.TX, Bytes.latin1(text), Event.Origin.HOST, millis * MILLI);
    }

    private void modem(long millis, String text) {
        journal.imported(Direction.RX, Bytes.latin1(text), Event.Origin.MODEM, millis * MILLI);
    }

    private RecordedModem recorded() {
        modem(0, "\r\nAPP RDY\r\n");
        host(100, "AT+CPIN?\r");
        modem(109, "AT+CPIN?\r\r\n+CPIN: READY\r\n\r\nOK\r\n");
        host(200, "AT+QISEND=0,5\r");
        modem(210, "AT+QISEND=0,5\r\r\n> ");
        host(220, "hello");
        modem(280, "\r\nSEND OK\r\n");
        modem(900, "\r\n+QIURC: \"closed\",0\r\n");
        return new RecordedModem(Turn.of(journal), 0);
    }

    private static String all(RecordedModem modem, long millis) {
        return modem.output(millis * MILLI).latin1();
    }

    @Test
    @DisplayName("says first what it said before the host wrote, then what it answered, as late as it answered then")
    void keepsItsTiming() {
        RecordedModem modem = recorded();
        assertThat(all(modem, 0)).isEqualTo("\r\nAPP RDY\r\n");
        modem.host(Bytes.latin1("AT+CPIN?\r"), 5000 * MILLI);
        assertThat(all(modem, 5008)).isEmpty();
        assertThat(modem.due()).isEqualTo(5009 * MILLI);
        assertThat(all(modem, 5009)).isEqualTo("AT+CPIN?\r\r\n+CPIN: READY\r\n\r\nOK\r\n");
    }

    @Test
    @DisplayName("takes as much payload as this host announces, whatever it is, and goes on with what came after it")
    void takesOtherPayload() {
        RecordedModem modem = recorded();
        modem.host(Bytes.latin1("AT+CPIN?\r"), 0);
        modem.host(Bytes.latin1("AT+QISEND=0,3\r"), 1000 * MILLI);
        assertThat(all(modem, 2000)).as("the echo is this host's").endsWith("AT+QISEND=0,3\r\r\n> ");
        modem.host(Bytes.latin1("AT"), 3000 * MILLI);
        assertThat(modem.due()).isEqualTo(Long.MAX_VALUE);
        modem.host(Bytes.latin1("\r"), 3000 * MILLI);
        assertThat(all(modem, 3060)).isEqualTo("\r\nSEND OK\r\n");
        assertThat(all(modem, 3680)).isEqualTo("\r\n+QIURC: \"closed\",0\r\n");
        assertThat(modem.played()).isEqualTo(4);
    }

    @Test
    @DisplayName("answers again what is asked again, and ERROR to what nobody asked then")
    void answersAgain() {
        RecordedModem modem = recorded();
        all(modem, 0);
        modem.host(Bytes.latin1("AT+CPIN?\r"), 0);
        String answer = all(modem, 100);
        modem.host(Bytes.latin1("AT+CPIN?\r\n"), 200 * MILLI);
        assertThat(all(modem, 300)).isEqualTo(answer);
        modem.host(Bytes.latin1("AT+CLCK=1\r"), 400 * MILLI);
        assertThat(all(modem, 500)).isEqualTo("\r\nERROR\r\n");
        assertThat(modem.unknown()).isEqualTo(1);
    }

    @Test
    @DisplayName("is the session it was made of, turn for turn and byte for byte")
    void turnsAreTheSession() {
        RecordedModem _ = recorded();
        Journal again = Turn.journal(Turn.of(journal), journal.header());
        assertThat(again.events()).isEqualTo(journal.events());
        for (long n = 1; n <= journal.events(); n++) {
            assertThat(again.event(n)).isEqualTo(journal.event(n));
        }
    }

    @Test
    @DisplayName("the smallest part that fails has nothing that could be left out")
    void smallest() {
        List<Integer> all = java.util.stream.IntStream.range(0, 100).boxed().toList();
        assertThat(Smallest.of(all, part -> part.contains(7) && part.contains(66) && part.contains(67)))
                .containsExactly(7, 66, 67);
        assertThat(Smallest.of(all, part -> part.size() >= 3)).hasSize(3);
        assertThat(Smallest.of(List.of(1), part -> true)).isEmpty();
    }
}
