package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.session.Session;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each line of a session is {@code >} host or {@code <} modem; the modem's stand between CR LF. */
@DisplayName("The ledger")
class LedgerTest {
    private static final String OPEN = ">AT+QIOPEN=1,0,\"TCP\",\"a.example\",1883,0,0|<OK|<+QIOPEN: 0,0|";
    private static final String SEND_SEVEN = ">AT+QISEND=0,7|P> |B1234567|<SEND OK|";
    private static final String READ_FIVE = "<+QIURC: \"recv\",0|>AT+QIRD=0,1500|<+QIRD: 5\r\nabcde\r\n\r\nOK|";
    private static final String CLOSED = "<+QIURC: \"closed\",0|";

    private static Ledger ledger(String... lines) throws Exception {
        long[] clock = {0};
        try (Session session = Session.live(
                Journal.inMemory(SessionHeader.of("test", "sim:", Instant.EPOCH), () -> clock[0] += 1_000_000))) {
            Journal journal = session.journal();
            journal.link(Event.LinkChange.State.OPENED, "sim:");
            for (String line : String.join("", lines).split("\\|", -1)) {
                if (!line.isEmpty()) {
                    say(journal, line.charAt(0), line.substring(1));
                }
            }
            journal.link(Event.LinkChange.State.CLOSED, "sim:");
            CaseView view = session.settled().view();
            return Ledger.of(view, view.sockets().getFirst());
        }
    }

    private static void say(Journal journal, char who, String text) {
        boolean host = who == '>' || who == 'B';
        String bytes =
                switch (who) {
                    case '>' -> text + "\r";
                    case 'B' -> text;
                    case 'P' -> "\r\n" + text;
                    default -> "\r\n" + text + "\r\n";
                };
        journal.traffic(
                host ? Direction.TX : Direction.RX,
                Bytes.latin1(bytes),
                host ? Event.Origin.PARLEY : Event.Origin.MODEM,
                journal.now() + 1);
    }

    @Test
    @DisplayName("says that nothing is missing where its four books agree")
    void agrees() throws Exception {
        Ledger ledger = ledger(
                OPEN, SEND_SEVEN, READ_FIVE, ">AT+QISEND=0,0|<+QISEND: 7,7,0|<OK|", ">AT+QIRD=0,0|<+QIRD: 5,5,0|<OK|");
        assertThat(ledger.tx().declared()).hasValue(7);
        assertThat(ledger.tx().delivered()).isEqualTo(7);
        assertThat(ledger.tx().modem()).hasValue(7);
        assertThat(ledger.tx().consumed()).as("there is no TLS").isEqualTo(OptionalLong.empty());
        assertThat(ledger.tx().mismatch()).isEmpty();
        assertThat(ledger.rx().declared()).hasValue(5);
        assertThat(ledger.rx().delivered()).isEqualTo(5);
        assertThat(ledger.rx().modem()).hasValue(5);
        assertThat(ledger.rx().mismatch()).isEmpty();
        assertThat(ledger.verdict())
                .isEqualTo("No byte was lost, stranded or left unsent: 7 bytes sent and 5 received, and the books that"
                        + " were kept agree.");
    }

    @Test
    @DisplayName("tells from which byte on the modem counts fewer than the host was told it has")
    void lostToModem() throws Exception {
        Ledger ledger = ledger(OPEN, SEND_SEVEN, SEND_SEVEN, ">AT+QISEND=0,0|<+QISEND: 11,11,0|<OK|");
        assertThat(ledger.tx().modem()).hasValue(11);
        Ledger.Mismatch mismatch = ledger.tx().mismatch().orElseThrow();
        assertThat(mismatch.offset()).isEqualTo(11);
        assertThat(mismatch.missing()).isEqualTo(3);
        assertThat(mismatch.places()).isNotEmpty();
        assertThat(ledger.verdict()).contains("3 bytes are missing from byte 11 on", "14 bytes sent");
    }

    @Test
    @DisplayName("tells from which byte on the modem counts more as read than came")
    void lostFromModem() throws Exception {
        Ledger ledger = ledger(OPEN, READ_FIVE, ">AT+QIRD=0,0|<+QIRD: 9,9,0|<OK|");
        Ledger.Mismatch mismatch = ledger.rx().mismatch().orElseThrow();
        assertThat(mismatch.offset()).isEqualTo(5);
        assertThat(mismatch.missing()).isEqualTo(4);
        assertThat(ledger.tx().mismatch()).isEmpty();
    }

    @Test
    @DisplayName("counts what lay in the modem at the end as stranded, not as lost")
    void stranded() throws Exception {
        Ledger ledger = ledger(OPEN, READ_FIVE, CLOSED, ">AT+QIRD=0,0|<+QIRD: 12,5,7|<OK|", ">AT+QICLOSE=0|<OK|");
        assertThat(ledger.rx().mismatch()).isEmpty();
        assertThat(ledger.verdict()).contains("7 bytes were stranded in the modem when the connection ended");
    }

    @Test
    @DisplayName("counts what the modem refused as never sent")
    void neverSent() throws Exception {
        Ledger ledger = ledger(OPEN, SEND_SEVEN, ">AT+QISEND=0,4|P> |Babcd|<SEND FAIL|");
        assertThat(ledger.tx().mismatch()).isEmpty();
        assertThat(ledger.verdict()).contains("4 bytes were never sent: the modem refused them");
    }

    @Test
    @DisplayName("counts what was refused and sent again as sent")
    void sentAgain() throws Exception {
        Ledger ledger = ledger(
                OPEN,
                ">AT+QISEND=0,4|P> |Babcd|<SEND FAIL|",
                ">AT+QISEND=0,4|P> |Babcd|<SEND FAIL|",
                ">AT+QISEND=0,4|P> |Babcd|<SEND OK|",
                ">AT+QISEND=0,0|<+QISEND: 4,4,0|<OK|",
                ">AT+QIRD=0,0|<+QIRD: 0,0,0|<OK|");
        assertThat(ledger.verdict()).startsWith("No byte was lost").contains("4 bytes sent");
    }

    @Test
    @DisplayName("counts what was announced and refused before it was written")
    void announced() throws Exception {
        Ledger ledger = ledger(OPEN, ">AT+QISEND=0,1500|<ERROR|", ">AT+QICLOSE=0|<OK|");
        assertThat(ledger.verdict()).contains("1500 bytes were announced with AT+QISEND and refused");
    }

    @Test
    @DisplayName("says what is not known, and what would have told, where the modem was not asked")
    void notAsked() throws Exception {
        Ledger ledger = ledger(OPEN, SEND_SEVEN, READ_FIVE, CLOSED, ">AT+QICLOSE=0|<OK|");
        assertThat(ledger.verdict())
                .startsWith("No loss shows: 7 bytes sent and 5 received")
                .contains("AT+QISEND=0,0 would have told", "AT+QIRD=0 was not read until it came back empty");
    }

    @Test
    @DisplayName("does not call well what was written and never confirmed")
    void unconfirmed() throws Exception {
        Ledger ledger = ledger(OPEN, SEND_SEVEN, ">AT+QISEND=0,4|P> |Babcd|");
        assertThat(ledger.verdict()).contains("4 bytes were written to the modem and never confirmed");
    }

    @Test
    @DisplayName("keeps the books of two sockets that had one id apart")
    void usedAgain() throws Exception {
        Ledger first = ledger(OPEN, SEND_SEVEN, ">AT+QICLOSE=0|<OK|", OPEN, SEND_SEVEN, SEND_SEVEN);
        assertThat(first.tx().declared()).hasValue(7);
    }
}
