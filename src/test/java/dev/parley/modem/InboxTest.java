package dev.parley.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.modem.ModemSocketChannel.Arrival;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final Bytes TEXT = Bytes.latin1("hello\r\n");

    @Test
    void theLineEndBeforeNoCarrierIsNoDataHoweverItIsCut() {
        for (int first = 0; first <= TEXT.length(); first++) {
            for (int second = first; second <= TEXT.length(); second++) {
                Inbox inbox = new Inbox();
                inbox.add(TEXT.slice(0, first), "");
                inbox.add(TEXT.slice(first, second), "");
                inbox.add(TEXT.from(second), "");

                inbox.lineEnded();

                assertThat(rest(inbox)).as("cut at %d and %d", first, second).isEqualTo(Bytes.latin1("hello"));
                assertThat(inbox.received()).isEqualTo(5);
            }
        }
    }

    @Test
    void otherBytesBeforeNoCarrierAreData() {
        Inbox inbox = new Inbox();
        inbox.add(Bytes.latin1("\r"), "");
        inbox.add(Bytes.latin1("x"), "");

        inbox.lineEnded();

        assertThat(rest(inbox)).isEqualTo(Bytes.latin1("\rx"));
        assertThat(inbox.received()).isEqualTo(2);
    }

    private static Bytes rest(Inbox inbox) {
        Bytes all = Bytes.empty();
        for (Optional<Arrival> next = inbox.poll(100); next.isPresent(); next = inbox.poll(100)) {
            all = all.plus(next.get().bytes());
        }
        return all;
    }
}
