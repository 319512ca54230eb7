package dev.parley.at;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What parsers of AT traffic are known to get wrong. */
@DisplayName("Pitfalls of AT parsing")
class AtPitfallsTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "+CEREG: 0,1                     | information",
                "+CEREG: 1                       | urc",
                "+CEREG: 5,\"1A2B\",\"01C3D4E5\",8  | urc",
                "+CEREG: 2,5,\"1A2B\",\"01C3D4E5\",8 | information",
                "+CEREG: 5,\"1A2B\",\"01C3D4E5\"    | urc",
                "+CEREG: 2,5,\"1A2B\",\"01C3D4E5\"  | information",
                "+CREG: 0,1                      | urc",
            })
    @DisplayName("a registration's answer has the mode in front, its URC has not, and quotes tell them apart")
    void registration(String line, String kind) {
        assertThat(Told.what(new Transcript()
                        .tx("AT+CEREG?\r")
                        .rx("\r\n" + line + "\r\n")
                        .rx("\r\nOK\r\n")
                        .decode()))
                .element(1)
                .asString()
                .startsWith(kind);
    }

    @Test
    @DisplayName("a registration URC is one while another command is open, and after AT+CEREG=2")
    void registrationUrcElsewhere() {
        assertThat(Told.what(new Transcript()
                        .ask("AT+CSQ", "\r\n+CEREG: 0,1\r\n\r\n+CSQ: 9,99\r\n\r\nOK\r\n")
                        .ask("AT+CEREG=2", "\r\n+CEREG: 2\r\n\r\nOK\r\n")
                        .decode()))
                .contains("urc +CEREG [0, 1]", "information +CSQ: 9,99", "urc +CEREG [2]");
    }

    @Nested
    @DisplayName("+QIRD is read by what was asked")
    class Qird {
        @Test
        @DisplayName("a length, and as many bytes")
        void data() {
            assertThat(Told.what(new Transcript()
                            .ask("AT+QIRD=0", "\r\n+QIRD: 5\r\nworld\r\n\r\nOK\r\n")
                            .decode()))
                    .contains("payload 0 of 5 of socket 0 complete: world");
        }

        @Test
        @DisplayName("nothing, in both forms modems have")
        void nothing() {
            assertThat(Told.what(new Transcript()
                            .ask("AT+QIRD=0,1500", "\r\n+QIRD: 0\r\n\r\nOK\r\n")
                            .ask("AT+QIRD=0,1500", "\r\n+QIRD: 0\r\n\r\n\r\nOK\r\n")
                            .decode()))
                    .containsExactly(
                            "command AT+QIRD=0,1500",
                            "information +QIRD: 0",
                            "result OK OK",
                            "command AT+QIRD=0,1500",
                            "information +QIRD: 0",
                            "result OK OK");
        }

        @Test
        @DisplayName("counters, which have no bytes behind them")
        void counters() {
            assertThat(Told.what(new Transcript()
                            .ask("AT+QIRD=0,0", "\r\n+QIRD: 5,5,0\r\n\r\nOK\r\n")
                            .decode()))
                    .containsExactly("command AT+QIRD=0,0", "information +QIRD: 5,5,0", "result OK OK");
        }

        @Test
        @DisplayName("a datagram with its sender")
        void datagram() {
            assertThat(Told.what(new Transcript()
                            .ask("AT+QIRD=2", "\r\n+QIRD: 5,\"1.2.3.4\",90\r\nworld\r\n\r\nOK\r\n")
                            .decode()))
                    .contains("payload 0 of 5 of socket 2 complete: world");
        }
    }

    @Test
    @DisplayName("+QISEND answers AT+QISEND=id,0 and asks for no payload")
    void sendCounters() {
        assertThat(Told.what(new Transcript()
                        .ask("AT+QISEND=0,0", "\r\n+QISEND: 5,5,0\r\n\r\nOK\r\n")
                        .ask("AT", "\r\nOK\r\n")
                        .decode()))
                .containsExactly(
                        "command AT+QISEND=0,0",
                        "information +QISEND: 5,5,0",
                        "result OK OK",
                        "command AT",
                        "result OK OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AT+QIOPEN=1,0,\"TCP\",\"h\",7|+QIOPEN: 0,0",
                "AT+QSSLOPEN=1,1,0,\"h\",7|+QSSLOPEN: 0,0",
                "AT+QMTOPEN=0,\"h\",7|+QMTOPEN: 0,-1",
                "AT+QMTCONN=0,\"c\"|+QMTCONN: 0,0,0",
                "AT+QMTSUB=0,1,\"t\",1|+QMTSUB: 0,1,0,1",
                "AT+QPING=1,\"h\"|+QPING: 569",
                "AT+QNTP=1,\"h\"|+QNTP: 0,\"26/07/18,16:32:18-20\"",
                "AT+QIDNSGIP=1,\"h\"|+QIURC: \"dnsgip\",0,1,600"
            })
    @DisplayName("results that follow OK are URCs, also in the same burst as OK, or before it")
    void resultsThatFollowOk(String example) {
        String command = example.substring(0, example.indexOf('|'));
        String result = "\r\n" + example.substring(example.indexOf('|') + 1) + "\r\n";
        assertThat(Told.what(new Transcript()
                                .ask(command, "\r\nOK\r\n" + result)
                                .decode())
                        .stream()
                        .map(text -> text.substring(0, 4)))
                .containsExactly("comm", "resu", "urc ");
        assertThat(Told.what(new Transcript()
                                .ask(command, result + "\r\nOK\r\n")
                                .decode())
                        .stream()
                        .map(text -> text.substring(0, 4)))
                .containsExactly("comm", "urc ", "resu");
    }

    @Test
    @DisplayName("CONNECT ends an open in transparent mode, and starts the data of a file command")
    void connect() {
        assertThat(Told.what(new Transcript()
                        .ask("AT+QFUPL=\"f\",2", "\r\nCONNECT\r\n")
                        .tx("ab")
                        .rx("\r\n+QFUPL: 2,6162\r\n\r\nOK\r\n")
                        .ask("AT+QIOPEN=1,0,\"TCP\",\"h\",7,0,2", "\r\nCONNECT 115200\r\n")
                        .decode()))
                .containsExactly(
                        "command AT+QFUPL=\"f\",2",
                        "information CONNECT",
                        "payload 0 of 2 of socket -1 complete: ab",
                        "information +QFUPL: 2,6162",
                        "result OK OK",
                        "command AT+QIOPEN=1,0,\"TCP\",\"h\",7,0,2",
                        "result CONNECT CONNECT 115200");
    }

    @Test
    @DisplayName("an echo ends in CR alone and is the pending command's text, nothing like it")
    void echoes() {
        assertThat(Told.what(new Transcript()
                        .ask("AT+CSQ", "AT+CSQ\r\r\n+CSQ: 1,99\r\n\r\nOK\r\n")
                        .ask("AT+CREG?", "\r\n+CREG: 1\r\nAT+CREG?\r\r\n+CREG: 0,1\r\n\r\nOK\r\n")
                        .decode()))
                .containsExactly(
                        "command AT+CSQ",
                        "echo AT+CSQ",
                        "information +CSQ: 1,99",
                        "result OK OK",
                        "command AT+CREG?",
                        "urc +CREG [1]",
                        "echo AT+CREG?",
                        "information +CREG: 0,1",
                        "result OK OK");
    }

    @Test
    @DisplayName("an echo glued to the result before it")
    void gluedEcho() {
        assertThat(Told.what(new Transcript()
                        .ask("AT+QISEND=0,1", "AT+QISEND=0,1\r\r\n> ")
                        .tx("x")
                        .tx("AT+QIRD=0,0\r")
                        .rx("x\r\nSEND OKAT+QIRD=0,0\r\r\n+QIRD: 0,0,0\r\n\r\nOK\r\n")
                        .decode()))
                .containsSubsequence(
                        "echo of payload",
                        "result SEND_OK SEND OK",
                        "echo AT+QIRD=0,0",
                        "information +QIRD: 0,0,0",
                        "result OK OK");
    }

    @Test
    @DisplayName("commands may be typed in lower case")
    void lowerCase() {
        assertThat(Told.what(new Transcript()
                        .ask("at+qiopen=1,3,\"TCP\",\"h\",7,0,1", "\r\nOK\r\n\r\n+QIOPEN: 3,0\r\n")
                        .rx("\r\n+QIURC: \"recv\",3,2\r\nOK\r\n")
                        .ask("at+qird=0,5", "\r\n+QIRD: 2\r\n\r\n\r\n\r\nOK\r\n")
                        .decode()))
                .contains("payload 0 of 2 of socket 3 complete: OK", "payload 0 of 2 of socket 0 complete: \r\n");
    }

    @Test
    @DisplayName("commas and semicolons in quotes part nothing")
    void quotes() {
        CommandLine line = CommandLine.parse("AT+QMTPUBEX=0,1,1,0,\"a,b;c\",4;+CSQ;+CEREG?;E0");
        assertThat(line.commands())
                .extracting(CommandLine.Command::name)
                .containsExactly("+QMTPUBEX", "+CSQ", "+CEREG", "ATE");
        assertThat(line.first().arguments()).containsExactly("0", "1", "1", "0", "a,b;c", "4");
        assertThat(CommandLine.parse("AT+QSSLCFG=\"ciphersuite\",0,0XFFFF")
                        .first()
                        .arguments())
                .containsExactly("ciphersuite", "0", "0XFFFF");
        assertThat(CommandLine.parse("ATE0V1Q0&D2+CMEE=2;S0=1").commands())
                .extracting(CommandLine.Command::name)
                .containsExactly("ATE", "ATV", "ATQ", "AT&D", "+CMEE", "ATS0");
    }

    @Test
    @DisplayName("one result for a line of several commands, whose answers are told to it")
    void chainedCommands() {
        assertThat(Told.what(new Transcript()
                        .ask("AT+CMEE=2;+CSQ", "\r\n+CSQ: 20,99\r\n\r\nOK\r\n")
                        .decode()))
                .containsExactly("command AT+CMEE=2;+CSQ", "information +CSQ: 20,99", "result OK OK");
    }

    @Test
    @DisplayName("ids of two digits")
    void twoDigits() {
        assertThat(Told.what(new Transcript().rx("\r\n+QIURC: \"recv\",11\r\n").decode()))
                .containsExactly("urc +QIURC [recv, 11]");
    }

    @Test
    @DisplayName("lines of several thousand characters")
    void longLines() {
        String payload = "x".repeat(4096);
        List<String> told = Told.what(new Transcript()
                .rx("\r\n+QMTRECV: 0,0,\"t\",\"" + payload + "\"\r\n")
                .decode());
        assertThat(told).containsExactly("urc +QMTRECV [0, 0, t, " + payload + "]");
    }

    @Test
    @DisplayName("no blank after the colon")
    void noBlank() {
        assertThat(Told.what(new Transcript()
                        .rx("\r\n+QIND:\"csq\",20,99\r\n")
                        .ask("AT+QIRD=0,9", "\r\n+QIRD:2\r\nab\r\n\r\nOK\r\n")
                        .decode()))
                .contains("urc +QIND [csq, 20, 99]", "payload 0 of 2 of socket 0 complete: ab");
    }

    @Test
    @DisplayName("noise before the echo")
    void noiseFirst() {
        assertThat(Told.what(new Transcript()
                        .rx("\u00fe\u0000\u0080")
                        .ask("AT", "\u0001AT\r\r\nOK\r\n")
                        .decode()))
                .containsExactly(
                        "command AT",
                        "noise \u00fe\u0000\u0080\u0001 (bytes before an echo)",
                        "echo AT",
                        "result OK OK");
    }

    @Test
    @DisplayName("a URC between information and OK, with any number of empty lines")
    void urcInside() {
        assertThat(Told.what(new Transcript()
                        .ask("AT+CSQ", "\r\n+QIURC: \"closed\",0\r\n\r\n\r\n")
                        .rx("+CSQ: 20,99\r\n+QIURC: \"pdpdeact\",1\r\n\r\n\r\n\r\nOK\r\n")
                        .decode()))
                .containsExactly(
                        "command AT+CSQ",
                        "urc +QIURC [closed, 0]",
                        "information +CSQ: 20,99",
                        "urc +QIURC [pdpdeact, 1]",
                        "result OK OK");
    }

    @Test
    @DisplayName("lengths in buffer mode announce no bytes")
    void recvind() {
        assertThat(Told.what(new Transcript()
                        .ask("AT+QICFG=\"recvind\",1", "\r\nOK\r\n")
                        .ask("AT+QIOPEN=1,0,\"TCP\",\"h\",7,0,0", "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n")
                        .rx("\r\n+QIURC: \"recv\",0,100\r\n")
                        .ask("AT", "\r\nOK\r\n")
                        .decode()))
                .endsWith("urc +QIURC [recv, 0, 100]", "command AT", "result OK OK");
    }

    @Test
    @DisplayName("ESC cancels a send up to Ctrl-Z")
    void escape() {
        assertThat(Told.what(new Transcript()
                        .ask("AT+QISEND=0", "\r\n> ")
                        .tx("abc\u001b")
                        .rx("\r\nOK\r\n")
                        .ask("AT", "\r\nOK\r\n")
                        .decode()))
                .containsExactly(
                        "command AT+QISEND=0",
                        "prompt",
                        "payload 0 of -1 of socket 0: abc",
                        "result OK OK",
                        "command AT",
                        "result OK OK");
    }
}
