package dev.parley.at;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the decoder tells of the exchanges a BG95 has, byte for byte. */
@DisplayName("The AT decoder")
class AtDecoderTest {

    @Test
    @DisplayName("tells echo, answer and result with their exact places")
    void startUp() {
        assertThat(Told.of(WorkedExamples.startUp().decode()))
                .startsWith(
                        "0 tx 0..2 command AT",
                        "0 rx 0..2 echo AT",
                        "0 rx 5..7 result OK OK",
                        "1 tx 3..7 command ATE0",
                        "1 rx 9..13 echo ATE0",
                        "1 rx 16..18 result OK OK",
                        "2 tx 8..10 command AT",
                        "2 rx 22..24 result OK OK")
                .contains(
                        "5 tx 32..40 command AT+CPIN?",
                        "5 rx 40..52 information +CPIN: READY",
                        "5 rx 56..58 result OK OK",
                        "6 tx 41..50 command AT+CFUN=1",
                        "9 rx 117..122 result ERROR ERROR")
                .endsWith("13 tx 117..129 command AT+QICLOSE=0", "13 rx 174..176 result OK OK");
    }

    @Test
    @DisplayName("tells a plain TCP session in buffer mode")
    void plainTcp() {
        assertThat(Told.of(WorkedExamples.plainTcp("\r\n> ").decode()))
                .containsExactly(
                        "0 tx 0..42 command AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,0",
                        "0 rx 2..4 result OK OK",
                        "1 rx 8..20 urc +QIOPEN [0, 0]",
                        "2 tx 43..56 command AT+QISEND=0,5",
                        "2 rx 24..25 prompt",
                        "2 tx 57..62 payload 0 of 5 of socket 0 complete: hello",
                        "2 rx 28..35 result SEND_OK SEND OK",
                        "3 tx 62..75 command AT+QISEND=0,0",
                        "3 rx 39..53 information +QISEND: 5,5,0",
                        "3 rx 57..59 result OK OK",
                        "4 rx 63..79 urc +QIURC [recv, 0]",
                        "5 tx 76..90 command AT+QIRD=0,1500",
                        "5 rx 83..91 information +QIRD: 5",
                        "5 rx 93..98 payload 0 of 5 of socket 0 complete: world",
                        "5 rx 102..104 result OK OK",
                        "6 tx 91..105 command AT+QIRD=0,1500",
                        "6 rx 108..116 information +QIRD: 0",
                        "6 rx 120..122 result OK OK",
                        "7 tx 106..117 command AT+QIRD=0,0",
                        "7 rx 126..138 information +QIRD: 5,5,0",
                        "7 rx 142..144 result OK OK",
                        "8 rx 148..166 urc +QIURC [closed, 0]",
                        "9 tx 118..132 command AT+QISTATE=1,0",
                        "9 rx 170..228 information +QISTATE: 0,\"TCP\",\"203.0.113.7\",8883,22742,4,1,0,0,\"uart1\"",
                        "9 rx 232..234 result OK OK",
                        "10 tx 133..145 command AT+QICLOSE=0",
                        "10 rx 238..240 result OK OK",
                        "11 tx 146..160 command AT+QISTATE=1,0",
                        "11 rx 244..246 result OK OK",
                        "12 tx 161..172 command AT+QIRD=0,0",
                        "12 rx 250..255 result ERROR ERROR");
    }

    @Test
    @DisplayName("tells refused opens, refused sends and errors with a number")
    void failures() {
        assertThat(Told.what(WorkedExamples.failures().decode()))
                .containsSubsequence(
                        "urc +QIOPEN [0, 565]",
                        "result ERROR ERROR",
                        "information +QIGETERROR: 563,socket identity has been used",
                        "command AT+QISEND=0,1461",
                        "result ERROR ERROR",
                        "command AT+QISEND=3,4",
                        "result ERROR ERROR",
                        "prompt",
                        "payload 0 of 8 of socket 0 complete: AT\rOK\r\n>",
                        "result SEND_FAIL SEND FAIL",
                        "result CME_ERROR +CME ERROR: 10");
    }

    @Test
    @DisplayName("counts pushed payload, also where it cuts into an answer")
    void pushMode() {
        assertThat(Told.of(WorkedExamples.pushMode().decode()))
                .containsSubsequence(
                        "2 rx 24..42 urc +QIURC [recv, 1, 4]",
                        "2 rx 44..48 payload 0 of 4 of socket 1 complete: abcd",
                        "3 tx 40..46 command AT+CSQ",
                        "4 rx 52..70 urc +QIURC [recv, 1, 6]",
                        "4 rx 72..78 payload 0 of 6 of socket 1 complete: \r\nOK\r\n",
                        "3 rx 82..93 information +CSQ: 20,99",
                        "3 rx 97..99 result OK OK",
                        "5 rx 123..124 payload 0 of 1 of socket 1 complete: +",
                        "6 rx 126..144 urc +QIURC [closed, 1]");
    }

    @Test
    @DisplayName("leaves transparent mode by +++ between two silences, and by NO CARRIER")
    void transparentMode() {
        assertThat(Told.of(WorkedExamples.transparentMode().decode()))
                .containsExactly(
                        "0 tx 0..39 command AT+QIOPEN=1,0,\"TCP\",\"example.org\",7,0,2",
                        "0 rx 2..9 result CONNECT CONNECT",
                        "0 tx 40..63 payload 0 of -1 of socket 0: AT\r are bytes +++ here\r",
                        "0 rx 11..46 payload 0 of -1 of socket 0: \r\nOK\r\n too\r\n\r\nNO CARRIAGE\r\nRDlate\r\n",
                        "1 tx 63..66 command +++",
                        "1 rx 46..48 result OK OK",
                        "2 tx 66..80 command AT+QISTATE=1,0",
                        "2 rx 52..106 information +QISTATE: 0,\"TCP\",\"203.0.113.7\",7,4097,2,1,0,0,\"uart1\"",
                        "2 rx 110..112 result OK OK",
                        "3 tx 81..84 command ATO",
                        "3 rx 116..123 result CONNECT CONNECT",
                        "3 tx 85..97 payload 0 of -1 of socket 0: ++++ is data",
                        "3 rx 125..130 payload 0 of -1 of socket 0: bye\r\n",
                        "4 rx 130..140 urc NO CARRIER []",
                        "5 tx 97..99 command AT",
                        "5 rx 144..146 result OK OK");
    }

    @Test
    @DisplayName("counts files and TLS sockets as it counts plain sockets")
    void uploadAndTlsSocket() {
        assertThat(Told.what(WorkedExamples.uploadAndTlsSocket().decode()))
                .containsSubsequence(
                        "command AT+QFUPL=\"cacert.pem\",11,100",
                        "information CONNECT",
                        "payload 0 of 11 of socket -1 complete: -----\r\nOK\r\n",
                        "information +QFUPL: 11,2d13",
                        "result OK OK",
                        "noise . (bytes outside a command line)",
                        "command AT+QFLST",
                        "information CONNECT 6",
                        "payload 0 of 6 of socket -1 complete: \r\nOK\r\n",
                        "result OK OK",
                        "urc +QSSLOPEN [4, 0]",
                        "prompt",
                        "payload 0 of 3 of socket 4 complete: \u001a\u001b\u0000",
                        "result SEND_OK SEND OK",
                        "urc +QSSLURC [recv, 4]",
                        "information +QSSLRECV: 4",
                        "payload 0 of 4 of socket 4 complete: abcd",
                        "urc +QSSLURC [closed, 4]");
    }

    @Test
    @DisplayName("tells a scan and a restart")
    void scanAndPower() {
        assertThat(Told.what(WorkedExamples.scanAndPower().decode()))
                .containsExactly(
                        "command AT+COPS=?",
                        "information +COPS:"
                            + " (1,\"name\",\"short\",\"26801\",8),(3,\"n2\",\"n2\",\"26806\",9),,(0,1,2,3,4),(0,1,2)",
                        "result OK OK",
                        "command AT+CFUN=1,1",
                        "result OK OK",
                        "urc POWERED DOWN []",
                        "urc RDY []",
                        "urc APP RDY []");
    }

    @Test
    @DisplayName("takes MQTT payload up to Ctrl-Z or by its length, and the result that follows OK as a URC")
    void mqtt() {
        assertThat(Told.what(WorkedExamples.mqtt().decode()))
                .containsSubsequence(
                        "urc +QMTOPEN [0, 0]",
                        "payload 0 of 4 of socket -1 complete: a\u001ab\r",
                        "result OK OK",
                        "urc +QMTPUBEX [0, 0, 0]",
                        "payload 0 of -1 of socket -1 complete: ab",
                        "result OK OK",
                        "urc +QMTPUB [0, 1, 0]",
                        "information +QMTCONN: 0,3",
                        "urc +QMTRECV [0, 0, t, OK, fine]",
                        "urc +QMTSTAT [0, 1]");
    }

    @Test
    @DisplayName("tells a prompt with its '>', a result with its LF and an echo with its CR")
    void isQuick() {
        List<AtEvent> events = new ArrayList<>();
        AtDecoder decoder = new AtDecoder(events::add);
        long[] offsets = new long[2];
        feed(decoder, offsets, Direction.TX, "AT+QISEND=0,5\r");
        feed(decoder, offsets, Direction.RX, "AT+QISEND=0,5\r");
        assertThat(events).last().isInstanceOf(AtEvent.Echo.class);
        feed(decoder, offsets, Direction.RX, "\r\n");
        assertThat(events).last().isInstanceOf(AtEvent.Echo.class);
        feed(decoder, offsets, Direction.RX, ">");
        assertThat(events).last().isInstanceOf(AtEvent.Prompt.class);
        feed(decoder, offsets, Direction.TX, "hello");
        feed(decoder, offsets, Direction.RX, " \r\nSEND OK\r");
        assertThat(events).last().isInstanceOf(AtEvent.Payload.class);
        feed(decoder, offsets, Direction.RX, "\n");
        assertThat(events).last().isInstanceOf(AtEvent.FinalResult.class);
    }

    @Test
    @DisplayName("hands on transparent bytes at once, whatever they end with")
    void holdsNoTransparentBytes() {
        List<AtEvent> events = new ArrayList<>();
        AtDecoder decoder = new AtDecoder(events::add);
        long[] offsets = new long[2];
        feed(decoder, offsets, Direction.TX, "AT+QIOPEN=1,0,\"TCP\",\"h\",7,0,2\r");
        feed(decoder, offsets, Direction.RX, "\r\nCONNECT\r\n");
        for (String data : List.of("abc\r", "abc\r\n", "\n", "\r")) {
            feed(decoder, offsets, Direction.RX, data);
            assertThat(events)
                    .last()
                    .isInstanceOfSatisfying(
                            AtEvent.Payload.class,
                            payload -> assertThat(payload.bytes().latin1()).isEqualTo(data));
        }
    }

    @Test
    @DisplayName("hands payload on without copying it")
    void sharesStorage() {
        byte[] array = "hello".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        List<AtEvent> events = new ArrayList<>();
        AtDecoder decoder = new AtDecoder(events::add);
        long[] offsets = new long[2];
        feed(decoder, offsets, Direction.TX, "AT+QISEND=0,5\r");
        feed(decoder, offsets, Direction.RX, "\r\n> ");
        decoder.accept(new Event.Traffic(9, 9, Direction.TX, offsets[0], Bytes.wrap(array), Event.Origin.HOST));
        AtEvent.Payload payload = (AtEvent.Payload) events.getLast();
        array[0] = 'j';
        assertThat(payload.bytes().latin1()).isEqualTo("jello");
    }

    @Test
    @DisplayName("understands numeric results after ATV0, and words again after ATV1")
    void numericResults() {
        assertThat(Told.what(new Transcript()
                        .ask("ATE0V0", "0\r")
                        .ask("AT+CSQ", "+CSQ: 20,99\r\n0\r")
                        .ask("AT+QICLOSE=99", "4\r")
                        .ask("ATV1", "\r\nOK\r\n")
                        .ask("AT+CGMI", "\r\n0\r\n\r\nOK\r\n")
                        .decode()))
                .containsExactly(
                        "command ATE0V0",
                        "result OK 0",
                        "command AT+CSQ",
                        "information +CSQ: 20,99",
                        "result OK 0",
                        "command AT+QICLOSE=99",
                        "result ERROR 4",
                        "command ATV1",
                        "result OK OK",
                        "command AT+CGMI",
                        "information 0",
                        "result OK OK");
    }

    @Test
    @DisplayName("ends every command exactly once, at the latest with the record")
    void everyCommandEndsOnce() {
        assertThat(Told.what(new Transcript()
                        .tx("AT+QIACT=1\r")
                        .rx("\r\n+QIU")
                        .tx("AT+Q")
                        .decode()))
                .containsExactly(
                        "command AT+QIACT=1",
                        "noise AT+Q (a command line without its end)",
                        "noise +QIU (a line without its end)",
                        "result UNANSWERED");
    }

    private static void feed(AtDecoder decoder, long[] offsets, Direction direction, String text) {
        int lane = direction == Direction.TX ? 0 : 1;
        long offset = offsets[lane];
        offsets[lane] += text.length();
        decoder.accept(new Event.Traffic(1, 0, direction, offset, Bytes.latin1(text), Event.Origin.HOST));
    }
}
