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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A socket that is closed before the modem's buffer is empty")
class ClosedBeforeDrainedTest {
    private static final String CODE = "closed-before-drained";
    /** A ClientHello's record as far as its header tells, and a warning close_notify(0) in the clear. */
    private static final Bytes HELLO = Bytes.hex("1603010004" + "01000000");

    private static final Bytes CLOSE_NOTIFY = Bytes.hex("15030300020100");
    private static final Bytes CONNECT = Bytes.hex("100d" + "00044d515454" + "04" + "02" + "003c" + "000174");
    private static final Bytes DISCONNECT = Bytes.hex("e000");

    @Test
    @DisplayName("is found where the peer closed first")
    void found() throws Exception {
        assertThat(codes(true, HELLO)).contains(CODE);
        assertThat(codes(true, CONNECT)).contains(CODE);
    }

    @Test
    @DisplayName(
            "is nothing to find where the host had said close_notify or DISCONNECT, and the peer's close crossed the"
                    + " host's")
    void afterGoodbye() throws Exception {
        assertThat(codes(true, HELLO, CLOSE_NOTIFY)).doesNotContain(CODE);
        assertThat(codes(true, CONNECT, DISCONNECT)).doesNotContain(CODE);
    }

    @Test
    @DisplayName("is found all the same where the goodbye came after the peer's close")
    void lateGoodbye() throws Exception {
        assertThat(codes(false, HELLO, CLOSE_NOTIFY)).contains(CODE);
        assertThat(codes(false, CONNECT, DISCONNECT)).contains(CODE);
    }

    @Test
    @DisplayName("is nothing to find where a send was refused and a read after that came back empty")
    void emptiedAfterRefusal() throws Exception {
        for (boolean reads : new boolean[] {true, false}) {
            try (Told told = new Told()) {
                told.opens(0, 0);
                told.sends(0, CONNECT);
                told.host("AT+QISEND=0,31\r");
                told.modem("\r\nERROR\r\n");
                if (reads) {
                    told.host("AT+QIRD=0,1500\r");
                    told.modem("\r\n+QIRD: 0\r\n\r\nOK\r\n");
                }
                told.modem("\r\n+QIURC: \"closed\",0\r\n");
                told.closes(0);
                if (reads) {
                    assertThat(told.codes()).doesNotContain(CODE);
                } else {
                    assertThat(told.codes()).contains(CODE);
                }
            }
        }
    }

    /** What the doctor finds where the host sends these and then closes; the last leaves before the peer's close, or after it. */
    private static List<String> codes(boolean before, Bytes... sent) throws Exception {
        long[] clock = {0};
        try (Session session = Session.live(
                Journal.inMemory(SessionHeader.of("test", "sim:", Instant.EPOCH), () -> clock[0] += 1_000_000))) {
            Journal journal = session.journal();
            journal.link(Event.LinkChange.State.OPENED, "sim:");
            say(journal, Direction.TX, Bytes.latin1("AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,0\r"));
            say(journal, Direction.RX, Bytes.latin1("\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n"));
            for (int i = 0; i < sent.length; i++) {
                if (i == sent.length - 1 && !before) {
                    closed(journal);
                }
                say(journal, Direction.TX, Bytes.latin1("AT+QISEND=0," + sent[i].length() + "\r"));
                say(journal, Direction.RX, Bytes.latin1("\r\n> "));
                say(journal, Direction.TX, sent[i]);
                say(journal, Direction.RX, Bytes.latin1("\r\nSEND OK\r\n"));
            }
            if (before) {
                closed(journal);
            }
            say(journal, Direction.TX, Bytes.latin1("AT+QICLOSE=0\r"));
            say(journal, Direction.RX, Bytes.latin1("\r\nOK\r\n"));
            return session.settled().findings().stream().map(Finding::code).toList();
        }
    }

    private static void closed(Journal journal) {
        say(journal, Direction.RX, Bytes.latin1("\r\n+QIURC: \"closed\",0\r\n"));
    }

    private static void say(Journal journal, Direction direction, Bytes bytes) {
        journal.traffic(
                direction,
                bytes,
                direction == Direction.TX ? Event.Origin.PARLEY : Event.Origin.MODEM,
                journal.now() + 1);
    }
}
