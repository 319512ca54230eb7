package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.CaseView;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.session.Session;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a tap tells")
class TapCommandTest {
    private static final String CONNECT = "\u0010\u000e\u0000\u0004MQTT\u0004\u0002\u0000<\u0000\u0002ab";
    private static final String PINGREQ = "\u00c0\u0000";

    /** Its clock stands still, so that equal packets make equal lines. */
    private final Journal journal = Journal.inMemory(SessionHeader.of("test", "tap", Instant.EPOCH), () -> 0L);

    private void host(String text) {
        journal.traffic(Direction.TX, Bytes.latin1(text), Event.Origin.HOST, 0);
    }

    private void modem(String text) {
        journal.traffic(Direction.RX, Bytes.latin1(text), Event.Origin.MODEM, 0);
    }

    private void send(String payload) {
        host("AT+QISEND=0," + payload.length() + "\r");
        modem("\r\n> ");
        host(payload);
        modem("\r\nSEND OK\r\n");
    }

    @Test
    @DisplayName("is each packet once, also where two are equal")
    void equalLines() {
        StringWriter out = new StringWriter();
        TapCommand.Telling telling = new TapCommand.Telling(new PrintWriter(out));
        try (Session session = Session.live(journal)) {
            host("AT+QIOPEN=1,0,\"TCP\",\"example.org\",1883,0,0\r");
            modem("\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
            send(CONNECT);
            send(PINGREQ);
            telling.news(session.settled().view());
            send(PINGREQ);
            CaseView view = session.settled().view();
            telling.news(view);
            telling.news(view);
        }

        assertThat(out.toString().lines())
                .filteredOn(line -> line.contains("PINGREQ"))
                .hasSize(2);
        assertThat(out.toString().lines())
                .filteredOn(line -> line.contains(" to example.org:1883"))
                .hasSize(1);
    }
}
