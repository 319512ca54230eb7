package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Where the evidence is not enough, the doctor")
class UndecidedTest {
    private static final String OPEN = "AT+QIOPEN=1,0,\"TCP\",\"a.example\",8883,0,0";

    private static CaseView view(String... lines) throws Exception {
        long[] clock = {0};
        try (Session session = Session.live(
                Journal.inMemory(SessionHeader.of("test", "sim:", Instant.EPOCH), () -> clock[0] += 1_000_000))) {
            Journal journal = session.journal();
            journal.link(Event.LinkChange.State.OPENED, "sim:");
            for (String line : lines) {
                boolean host = line.startsWith("AT");
                journal.traffic(
                        host ? Direction.TX : Direction.RX,
                        Bytes.latin1(host ? line + "\r" : "\r\n" + line + "\r\n"),
                        host ? Event.Origin.PARLEY : Event.Origin.MODEM,
                        journal.now() + 1);
            }
            journal.link(Event.LinkChange.State.CLOSED, "sim:");
            return session.settled().view();
        }
    }

    private static Finding finding(double confidence) {
        return new Finding(
                "closed-by-peer",
                confidence,
                "closed",
                "why",
                List.of(new Evidence("seen", List.of(), 0)),
                List.of("try"),
                "An alert comes out.");
    }

    @Test
    @DisplayName("says so where a weak finding is the best there is, and what would refute it")
    void weak() throws Exception {
        Undecided open = Undecided.of(view(OPEN, "OK", "+QIOPEN: 0,0"), List.of(finding(0.4)))
                .orElseThrow();

        assertThat(open.why()).startsWith("Not enough evidence: closed-by-peer").contains("0.40");
        assertThat(open.test()).contains("An alert comes out.");
    }

    @Test
    @DisplayName("takes a strong finding for the answer")
    void strong() throws Exception {
        assertThat(Undecided.of(view(OPEN, "OK", "+QIOPEN: 0,0"), List.of(finding(0.9))))
                .isEqualTo(Optional.empty());
    }

    @Test
    @DisplayName("asks to record on where the record ends before the socket was opened")
    void notOpened() throws Exception {
        Undecided open = Undecided.of(view(OPEN, "OK"), List.of()).orElseThrow();

        assertThat(open.why()).startsWith("Not enough evidence").contains("before the modem answered AT+QIOPEN");
        assertThat(open.test()).contains("+QIOPEN: 0,");
    }

    @Test
    @DisplayName("asks for the modem's reason where an open was refused with an error no rule knows")
    void refusedOpen() throws Exception {
        Undecided open =
                Undecided.of(view(OPEN, "OK", "+QIOPEN: 0,575"), List.of()).orElseThrow();

        assertThat(open.why()).contains("error 575");
        assertThat(open.test()).contains("AT+QIGETERROR");
    }

    @Test
    @DisplayName("has nothing to settle where nothing went wrong")
    void well() throws Exception {
        assertThat(Undecided.of(view(OPEN, "OK", "+QIOPEN: 0,0", "AT+QICLOSE=0", "OK"), List.of()))
                .isEqualTo(Optional.empty());
    }
}
