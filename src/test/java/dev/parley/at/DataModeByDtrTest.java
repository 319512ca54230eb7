package dev.parley.at;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** ITU-T V.250, 6.2.9; Quectel TCP/IP application notes. */
@DisplayName("A drop of DTR in transparent mode")
class DataModeByDtrTest {
    private final List<AtEvent> events = new ArrayList<>();
    private final AtDecoder decoder = new AtDecoder(events::add);

    private void online(String before) {
        see(new Transcript()
                .ask(before, "\r\nOK\r\n")
                .ask("AT+QIOPEN=1,0,\"TCP\",\"h\",7,0,2", "\r\nCONNECT\r\n")
                .tx("up")
                .rx("down"));
        dtr(true);
        dtr(false);
        events.clear();
    }

    private void see(Transcript transcript) {
        transcript.traffic().forEach(decoder::accept);
    }

    private void dtr(boolean on) {
        decoder.accept(new Event.Signals(1, 1_000_000_000L, true, true, false, false, true, on));
    }

    @Test
    @DisplayName("ends it with AT&D1, at the modem's OK, which nobody asked for")
    void ends() {
        online("AT&D1");
        see(new Transcript().rx("late").rx("\r\nOK\r\n").ask("AT+CSQ", "\r\n+CSQ: 20,99\r\n\r\nOK\r\n"));
        assertThat(Told.what(events))
                .containsExactly(
                        "payload 4 of -1 of socket 0: late\r\n",
                        "urc OK []",
                        "command AT+CSQ",
                        "information +CSQ: 20,99",
                        "result OK OK");
    }

    @Test
    @DisplayName("ends it with the host's next command where the modem says no OK; ATO goes back")
    void endsQuietly() {
        online("AT&D1");
        see(new Transcript()
                .ask("AT+CSQ", "\r\n+CSQ: 20,99\r\n\r\nOK\r\n")
                .ask("ATO", "\r\nCONNECT\r\n")
                .rx("raw"));
        assertThat(Told.what(events))
                .containsExactly(
                        "command AT+CSQ",
                        "information +CSQ: 20,99",
                        "result OK OK",
                        "command ATO",
                        "result CONNECT CONNECT",
                        "payload 0 of -1 of socket 0: raw");
    }

    @Test
    @DisplayName("means nothing without AT&D1: what looks like an OK is data")
    void meansNothing() {
        online("AT&D0");
        see(new Transcript().rx("\r\nOK\r\n").tx("AT+CSQ\r"));
        assertThat(Told.what(events))
                .containsExactly("payload 4 of -1 of socket 0: \r\nOK\r\n", "payload 2 of -1 of socket 0: AT+CSQ\r");
    }
}
