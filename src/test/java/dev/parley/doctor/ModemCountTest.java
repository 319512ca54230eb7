package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.socket.ClosedBy;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The modem's counts and the record's")
class ModemCountTest {
    private static Bytes bytes(int length) {
        return Bytes.latin1("x".repeat(length));
    }

    /** What is found of bytes that went missing; that x is no TLS record is another matter. */
    private static List<String> losses(Told told) {
        return told.codes().stream()
                .filter(code -> code.startsWith("bytes-lost") || code.equals("link-gap"))
                .toList();
    }

    @Test
    @DisplayName("are those of one connection: one that has the connectID afterwards has counts of its own")
    void usedAgain() throws Exception {
        try (Told told = new Told()) {
            told.opens(0, 1);
            told.sends(0, bytes(1478));
            told.pushes(0, bytes(300));
            told.closes(0);
            told.opens(0, 1);
            told.sends(0, bytes(200));
            told.asksSent(0, "200,200,0");
            told.asksRead(0, "40,40,0");
            assertThat(losses(told)).containsExactly("bytes-lost-from-modem");
            assertThat(told.finding("bytes-lost-from-modem")
                            .orElseThrow()
                            .evidence()
                            .getFirst()
                            .text())
                    .contains("40 bytes read by the host, which has got 0");
        }
    }

    @Test
    @DisplayName("of what the second connection did not do say nothing of the first")
    void theFirstIsNotBlamed() throws Exception {
        try (Told told = new Told()) {
            told.opens(0, 0);
            told.sends(0, bytes(10));
            told.closes(0);
            told.opens(0, 0);
            told.host("AT+QIRD=0,1600\r");
            told.modem("\r\nERROR\r\n");
            told.host("AT+QISEND=0,5\r");
            told.modem("\r\n> ");
            told.host("12345");
            told.modem("\r\nSEND FAIL\r\n");
            told.sends(0, bytes(7));
            assertThat(told.codes()).filteredOn("read-size-mismatch"::equals).hasSize(1);
            assertThat(told.codes()).filteredOn("send-fail-not-retried"::equals).hasSize(1);
        }
    }

    @Test
    @DisplayName("of a socket that was open before the record began are compared from the first answer on")
    void openUnseen() throws Exception {
        try (Told told = new Told()) {
            told.sends(3, bytes(20));
            told.pushes(3, bytes(50));
            told.asksRead(3, "9050,9050,0");
            told.asksSent(3, "4020,4020,0");
            told.sends(3, bytes(30));
            told.pushes(3, bytes(60));
            told.asksRead(3, "9110,9110,0");
            told.asksSent(3, "4050,4050,0");
            assertThat(told.codes()).isEmpty();
            assertThat(told.end().view().sockets().getFirst().openSeen()).isFalse();
            assertThat(told.end().view().sockets().getFirst().acked()).hasValue(50);
            Ledger books =
                    Ledger.of(told.end().view(), told.end().view().sockets().getFirst());
            assertThat(books.rx().mismatch()).isEmpty();
            assertThat(books.tx().mismatch()).isEmpty();
            assertThat(books.rx().modem()).hasValue(110);

            told.asksRead(3, "9117,9117,0");
            assertThat(told.finding("bytes-lost-from-modem").orElseThrow().evidence())
                    .extracting(Evidence::text)
                    .containsExactly(
                            "AT+QIRD=3,0 tells of 117 bytes read by the host, which has got 110: 7 are missing");
        }
    }

    @Test
    @DisplayName("let a socket go on after a gap of the link, also one whose open was not seen")
    void openUnseenAndAGap() throws Exception {
        try (Told told = new Told()) {
            told.pushes(3, bytes(50));
            told.asksRead(3, "9050,9050,0");
            told.gap();
            told.asksRead(3, "9050,9050,0");
            told.pushes(3, bytes(10));
            assertThat(told.end().view().sockets()).hasSize(1);
            assertThat(told.end().view().sockets().getFirst().closedBy()).isEqualTo(ClosedBy.OPEN);
            assertThat(told.end().view().sockets().getFirst().received()).isEqualTo(60);
            assertThat(told.codes()).isEmpty();
        }
    }

    @Test
    @DisplayName("that part in a gap of the link accuse the gap, and not the line")
    void gap() throws Exception {
        try (Told told = new Told()) {
            told.opens(0, 1);
            told.sends(0, bytes(30));
            told.pushes(0, bytes(50));
            told.asksRead(0, "50,50,0");
            told.gap();
            told.asksRead(0, "74,74,0");
            told.asksSent(0, "26,26,0");
            assertThat(losses(told)).containsExactly("link-gap");
            Finding finding = told.finding("link-gap").orElseThrow();
            assertThat(finding.title())
                    .isEqualTo("24 bytes from the modem and 4 bytes to the modem were lost while the link was"
                            + " interrupted");
        }
    }

    @Test
    @DisplayName("that part after a gap accuse the line of what went then, and of no more")
    void afterTheGap() throws Exception {
        try (Told told = new Told()) {
            told.opens(0, 1);
            told.pushes(0, bytes(50));
            told.gap();
            told.asksRead(0, "74,74,0");
            told.asksRead(0, "79,79,0");
            assertThat(losses(told)).containsExactly("link-gap", "bytes-lost-from-modem");
            assertThat(told.finding("bytes-lost-from-modem").orElseThrow().evidence())
                    .extracting(Evidence::text)
                    .singleElement()
                    .asString()
                    .endsWith(": 5 are missing");
        }
    }

    @Test
    @DisplayName("are not needed to see that a push was cut by the gap")
    void cut() throws Exception {
        try (Told told = new Told()) {
            told.opens(0, 1);
            told.modem("\r\n+QIURC: \"recv\",0,100\r\n" + "z".repeat(40));
            told.gap();
            told.closes(0);
            told.journal().link(dev.parley.journal.Event.LinkChange.State.CLOSED, "");
            assertThat(losses(told)).containsExactly("link-gap");
            assertThat(told.finding("link-gap")
                            .orElseThrow()
                            .evidence()
                            .getFirst()
                            .text())
                    .isEqualTo("+QIURC: \"recv\",0,100: 40 bytes came, then the link was lost");
        }
    }
}
