package dev.parley.at;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Hosts that do not wait, modems that start anew, and UARTs that lose bytes. */
@DisplayName("When one side breaks the rules")
class AtRuleBreakersTest {

    @Test
    @DisplayName("payload before the prompt is counted, and said to be early")
    void payloadBeforeThePrompt() {
        assertThat(Told.what(new Transcript()
                        .tx("AT+QISEND=0,5\r")
                        .tx("Adele")
                        .rx("\r\n> ")
                        .rx("\r\nSEND OK\r\n")
                        .decode()))
                .containsExactly(
                        "command AT+QISEND=0,5",
                        "noise  (payload before the modem asked for it)",
                        "payload 0 of 5 of socket 0 complete: Adele",
                        "prompt",
                        "result SEND_OK SEND OK");
    }

    @Test
    @DisplayName("payload that meets ERROR instead of a prompt ends with it")
    void payloadMeetsError() {
        assertThat(Told.what(new Transcript()
                        .tx("AT+QISEND=0,500\r\u0016\u0003")
                        .rx("\r\nERROR\r\n")
                        .ask("AT", "\r\nOK\r\n")
                        .decode()))
                .endsWith(
                        "payload 0 of 500 of socket 0: \u0016\u0003",
                        "result ERROR ERROR",
                        "command AT",
                        "result OK OK");
    }

    @Test
    @DisplayName("an impatient next command is no payload")
    void impatientCommand() {
        assertThat(Told.what(new Transcript()
                        .tx("AT+QISEND=0,5\r")
                        .pause(5)
                        .tx("AT\r")
                        .rx("\r\nOK\r\n")
                        .decode()))
                .containsExactly("command AT+QISEND=0,5", "command AT", "result UNANSWERED", "result OK OK");
    }

    @Test
    @DisplayName("commands sent early are answered in their order")
    void earlyCommands() {
        assertThat(Told.of(new Transcript()
                        .tx("AT+CSQ\rAT+CREG?\r")
                        .rx("\r\n+CSQ: 20,99\r\n\r\nOK\r\n\r\n+CREG: 0,1\r\n\r\nOK\r\n")
                        .decode()))
                .containsExactly(
                        "0 tx 0..6 command AT+CSQ",
                        "1 tx 7..15 command AT+CREG?",
                        "0 rx 2..13 information +CSQ: 20,99",
                        "0 rx 17..19 result OK OK",
                        "1 rx 23..33 information +CREG: 0,1",
                        "1 rx 37..39 result OK OK");
    }

    @Test
    @DisplayName("AT sent again and again until the modem is up: the last one is answered")
    void repeatedAt() {
        assertThat(Told.of(new Transcript()
                        .tx("AT\r")
                        .pause(0.5)
                        .tx("AT\r")
                        .pause(0.5)
                        .tx("AT\r")
                        .rx("\r\nOK\r\n")
                        .decode()))
                .containsExactly(
                        "0 tx 0..2 command AT",
                        "0 rx 0..0 result UNANSWERED",
                        "1 tx 3..5 command AT",
                        "1 rx 0..0 result UNANSWERED",
                        "2 tx 6..8 command AT",
                        "2 rx 2..4 result OK OK");
    }

    @Test
    @DisplayName("the echo of the next command says that the last one stays unanswered")
    void echoOfTheNext() {
        assertThat(Told.what(new Transcript()
                        .tx("AT+QIACT=1\r")
                        .pause(10)
                        .ask("AT+CSQ", "AT+CSQ\r\r\n+CSQ: 1,99\r\n\r\nOK\r\n")
                        .decode()))
                .containsExactly(
                        "command AT+QIACT=1",
                        "command AT+CSQ",
                        "result UNANSWERED",
                        "echo AT+CSQ",
                        "information +CSQ: 1,99",
                        "result OK OK");
    }

    @Test
    @DisplayName("fewer bytes than +QIRD declares: closed as incomplete when the host goes on")
    void lostBytes() {
        assertThat(Told.what(WorkedExamples.lostBytes().decode()))
                .containsExactly(
                        "command AT+QIRD=0,1500",
                        "information +QIRD: 100",
                        "payload 0 of 100 of socket 0: only thirty bytes of a hundred",
                        "result OK OK",
                        "urc +QIURC [closed, 0]",
                        "command AT+QICLOSE=0",
                        "result OK OK");
    }

    @Test
    @DisplayName("bytes and OK lost: closed when nothing came for two seconds")
    void stalledPayload() {
        assertThat(Told.what(new Transcript()
                        .ask("AT+QIRD=0,1500", "\r\n+QIRD: 100\r\nten bytes.")
                        .pause(2.5)
                        .ask("AT", "\r\nOK\r\n")
                        .decode()))
                .containsExactly(
                        "command AT+QIRD=0,1500",
                        "information +QIRD: 100",
                        "payload 0 of 100 of socket 0: ten bytes.",
                        "result UNANSWERED",
                        "command AT",
                        "result OK OK");
    }

    @Test
    @DisplayName("a host that is merely early does not end payload that is still on its way")
    void earlyDuringPayload() {
        assertThat(Told.what(new Transcript()
                        .ask("AT+QIRD=0,1500", "\r\n+QIRD: 12\r\nfirst ")
                        .tx("AT\r")
                        .rx("second\r\n\r\nOK\r\n\r\nOK\r\n")
                        .decode()))
                .containsExactly(
                        "command AT+QIRD=0,1500",
                        "information +QIRD: 12",
                        "command AT",
                        "payload 0 of 12 of socket 0 complete: first second",
                        "result OK OK",
                        "result OK OK");
    }

    @Test
    @DisplayName("a reset inside payload: RDY is found, and ends what was open")
    void resetInsidePayload() {
        assertThat(Told.what(new Transcript()
                        .ask("AT+QIRD=0,1500", "\r\n+QIRD: 100\r\nten bytes.")
                        .rx("\r\nRDY\r\n")
                        .ask("AT", "AT\r\r\nOK\r\n")
                        .decode()))
                .containsExactly(
                        "command AT+QIRD=0,1500",
                        "information +QIRD: 100",
                        "payload 0 of 100 of socket 0: ten bytes.",
                        "result UNANSWERED",
                        "urc RDY []",
                        "command AT",
                        "echo AT",
                        "result OK OK");
    }

    @Test
    @DisplayName("lost pushed bytes: the next URC's header is found after a silence")
    void lostPushedBytes() {
        assertThat(Told.what(new Transcript()
                        .ask("AT+QIOPEN=1,1,\"TCP\",\"h\",7,0,1", "\r\nOK\r\n\r\n+QIOPEN: 1,0\r\n")
                        .rx("\r\n+QIURC: \"recv\",1,50\r\nshort")
                        .rx("\r\n+QIURC: \"closed\",1\r\n")
                        .pause(3)
                        .ask("AT+QICLOSE=1", "\r\nOK\r\n")
                        .decode()))
                .endsWith(
                        "urc +QIURC [recv, 1, 50]",
                        "payload 0 of 50 of socket 1: short",
                        "urc +QIURC [closed, 1]",
                        "command AT+QICLOSE=1",
                        "result OK OK");
    }

    @Test
    @DisplayName("a reset ends open commands and forgets ATV0 and the access modes")
    void reset() {
        assertThat(Told.what(WorkedExamples.reset().decode()))
                .containsExactly(
                        "command AT+QISEND=0,100",
                        "prompt",
                        "payload 0 of 100 of socket 0: half of it",
                        "result UNANSWERED",
                        "urc RDY []",
                        "command AT",
                        "echo AT",
                        "result OK OK",
                        "urc APP RDY []");
        assertThat(Told.what(new Transcript()
                        .ask("ATV0", "0\r")
                        .rx("\r\nRDY\r\n")
                        .ask("AT+CGMI", "\r\n0\r\n\r\nOK\r\n")
                        .decode()))
                .endsWith("command AT+CGMI", "information 0", "result OK OK");
    }

    @Test
    @DisplayName(
            "a host that promises more than it writes has its next command taken for payload, as the modem takes it")
    void underDelivery() {
        assertThat(Told.what(new Transcript()
                        .ask("AT+QISEND=0,10", "\r\n> ")
                        .tx("seven..")
                        .tx("AT\r")
                        .rx("\r\nSEND OK\r\n")
                        .decode()))
                .containsExactly(
                        "command AT+QISEND=0,10",
                        "prompt",
                        "payload 0 of 10 of socket 0 complete: seven..AT\r",
                        "result SEND_OK SEND OK");
    }

    @Test
    @DisplayName("what a host writes beyond its promise is noise in front of its next command")
    void overDelivery() {
        assertThat(Told.what(new Transcript()
                        .ask("AT+QISEND=0,3", "\r\n> ")
                        .tx("abc\u0017\u0003\u0003")
                        .rx("\r\nSEND OK\r\n")
                        .ask("AT", "\r\nOK\r\n")
                        .decode()))
                .endsWith(
                        "result SEND_OK SEND OK",
                        "noise \u0017\u0003\u0003 (bytes outside a command line)",
                        "command AT",
                        "result OK OK");
    }

    @Test
    @DisplayName("results and text that nobody waits for are noise, one exchange a run")
    void unaskedAnswers() {
        assertThat(Told.of(new Transcript()
                        .rx("\r\nOK\r\n\r\nhello\r\n\r\nSEND OK\r\n")
                        .rx("\r\n+CSQ: 1,1\r\n")
                        .decode()))
                .containsExactly(
                        "0 rx 2..4 noise OK (a result no command waits for)",
                        "0 rx 8..13 noise hello (a line while no command is open)",
                        "0 rx 17..24 noise SEND OK (a result no command waits for)",
                        "1 rx 28..37 urc +CSQ [1, 1]");
    }
}
