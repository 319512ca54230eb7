package dev.parley.sim.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What crosses the serial line, byte for byte (ITU-T V.250; Quectel BG95 TCP/IP application note). */
@DisplayName("The simulated modem's transcripts")
class TranscriptTest {
    private final VirtualHost port = new VirtualHost(ModemOptions.standard());

    @Test
    @DisplayName("SEND FAIL while the send buffer is full, SEND OK once it has drained")
    void sendFail() {
        port.ready();
        port.open(0, 0);
        for (int i = 0; i < 7; i++) {
            port.exchange("AT+QISEND=0,1460\r", "\r\n> ");
            port.exchange("x".repeat(1460), "\r\nSEND OK\r\n");
        }
        port.exchange("AT+QISEND=0,877\r", "\r\n> ");
        port.exchange("y".repeat(877), "\r\nSEND FAIL\r\n");
        port.modem.acknowledged(0, 1460, port.now);
        port.exchange("AT+QISEND=0,877\r", "\r\n> ");
        port.exchange("y".repeat(877), "\r\nSEND OK\r\n");
        port.exchange("AT+QISEND=0,0\r", "\r\n+QISEND: 11097,1460,9637\r\n\r\nOK\r\n");
    }

    @Test
    @DisplayName("push mode: data follows its URC, whatever it looks like")
    void pushMode() {
        port.ready();
        port.open(1, 1);
        port.modem.received(0, Bytes.latin1("abcd"), port.now);
        assertThat(port.read()).isEqualTo("\r\n+QIURC: \"recv\",1,4\r\nabcd\r\n");
        port.modem.received(0, Bytes.latin1("\r\nOK\r\n+QIURC: "), port.now);
        assertThat(port.read()).isEqualTo("\r\n+QIURC: \"recv\",1,14\r\n\r\nOK\r\n+QIURC: \r\n");
        port.modem.received(0, Bytes.latin1("z".repeat(1501)), port.now);
        assertThat(port.read())
                .isEqualTo(
                        "\r\n+QIURC: \"recv\",1,1500\r\n" + "z".repeat(1500) + "\r\n\r\n+QIURC: \"recv\",1,1\r\nz\r\n");
    }

    @Nested
    @DisplayName("The command line")
    class CommandLine {
        @Test
        @DisplayName("may chain commands and ends with one result")
        void chained() {
            port.exchange("ATE0\r", "ATE0\r\r\nOK\r\n");
            port.exchange("AT+CMEE=2;+CMEE?\r", "\r\n+CMEE: 2\r\n\r\nOK\r\n");
            port.exchange("AT+NOSUCH;+CMEE=0\r", "\r\nERROR\r\n");
            port.exchange("at+cmee?\r", "\r\n+CMEE: 2\r\n\r\nOK\r\n");
            port.exchange("ATE0V1\r", "\r\nOK\r\n");
        }

        @Test
        @DisplayName("may end in CR LF, and the LF does not get into the payload that follows")
        void lineFeedBeforePayload() {
            port.ready();
            port.open(0, 0);
            port.exchange("AT+QISEND=0,5\r\n", "\r\n> ");
            port.exchange("hello", "\r\nSEND OK\r\n");
            assertThat(port.sent()).isEqualTo("hello");
            port.exchange("AT+QISEND=0,2\r", "\r\n> ");
            port.exchange("\nx", "\r\nSEND OK\r\n");
            assertThat(port.sent()).isEqualTo("\nx");
        }

        @Test
        @DisplayName("is repeated with A/, without a CR")
        void repeated() {
            port.exchange("ATE0\r", "ATE0\r\r\nOK\r\n");
            port.exchange("AT+CMEE?\r", "\r\n+CMEE: 1\r\n\r\nOK\r\n");
            port.exchange("A/", "\r\n+CMEE: 1\r\n\r\nOK\r\n");
        }

        @Test
        @DisplayName("can be corrected with a backspace, and an LF after its CR does no harm")
        void edited() {
            port.exchange("ATE0\r", "ATE0\r\r\nOK\r\n");
            port.exchange("AT+CMEX\bE?\r\n", "\r\n+CMEE: 1\r\n\r\nOK\r\n");
        }

        @Test
        @DisplayName("with an open quote is an error, one without AT is nothing")
        void wrong() {
            port.exchange("ATE0\r", "ATE0\r\r\nOK\r\n");
            port.exchange("AT+QICSGP=1,1,\"apn\r", "\r\nERROR\r\n");
            port.exchange("hello\r", "");
            port.exchange("AT+\r", "\r\nERROR\r\n");
            port.exchange("AT=\r", "\r\nERROR\r\n");
        }
    }

    @Nested
    @DisplayName("Payload")
    class Payload {
        @Test
        @DisplayName("of a given length may hold any byte")
        void anyByte() {
            port.ready();
            port.open(0, 0);
            port.exchange("AT+QISEND=0,6\r", "\r\n> ");
            port.exchange("\u001a\u001b\r\n\u0000+", "\r\nSEND OK\r\n");
            assertThat(port.sent()).isEqualTo("\u001a\u001b\r\n\u0000+");
        }

        @Test
        @DisplayName("without a length ends with Ctrl-Z and is given up with ESC")
        void untilCtrlZ() {
            port.ready();
            port.open(0, 0);
            port.exchange("AT+QISEND=0\r", "\r\n> ");
            port.exchange("hello\u001a", "\r\nSEND OK\r\n");
            port.exchange("AT+QISEND=0\r", "\r\n> ");
            port.exchange("no\u001b", "\r\nOK\r\n");
            assertThat(port.sent()).isEqualTo("hello");
            port.exchange("AT+QIGETERROR\r", "\r\n+QIGETERROR: 571,cancel send\r\n\r\nOK\r\n");
        }

        @Test
        @DisplayName("is echoed unless AT+QISDE=0 or ATE0")
        void echoed() {
            port.ready();
            port.open(0, 0);
            port.exchange("ATE1\r", "\r\nOK\r\n");
            port.exchange("AT+QISEND=0,2\r", "AT+QISEND=0,2\r\r\n> ");
            port.exchange("hi", "hi\r\nSEND OK\r\n");
            port.exchange("AT+QISDE=0\r", "AT+QISDE=0\r\r\nOK\r\n");
            port.exchange("AT+QISEND=0,2\r", "AT+QISEND=0,2\r\r\n> ");
            port.exchange("hi", "\r\nSEND OK\r\n");
        }

        @Test
        @DisplayName("keeps URCs waiting until its result")
        void holdsUrcs() {
            port.ready();
            port.open(0, 0);
            port.exchange("AT+QISEND=0,5\r", "\r\n> ");
            port.modem.received(0, Bytes.latin1("x"), port.now);
            port.exchange("he", "");
            port.exchange("llo", "\r\nSEND OK\r\n\r\n+QIURC: \"recv\",0\r\n");
        }

        @Test
        @DisplayName("can be given in hex without a prompt")
        void hex() {
            port.ready();
            port.open(0, 0);
            port.exchange("AT+QISENDEX=0,\"68690d\"\r", "\r\nSEND OK\r\n");
            assertThat(port.sent()).isEqualTo("hi\r");
            port.exchange("AT+QISENDEX=0,\"686\"\r", "\r\nERROR\r\n");
        }
    }

    @Nested
    @DisplayName("Reading")
    class Reading {
        @Test
        @DisplayName("\"recv\" is said once until everything has been read")
        void receiveOnce() {
            port.ready();
            port.open(0, 0);
            port.modem.received(0, Bytes.latin1("abc"), port.now);
            assertThat(port.read()).isEqualTo("\r\n+QIURC: \"recv\",0\r\n");
            port.modem.received(0, Bytes.latin1("def"), port.now);
            assertThat(port.read()).isEmpty();
            port.exchange("AT+QIRD=0,4\r", "\r\n+QIRD: 4\r\nabcd\r\n\r\nOK\r\n");
            port.modem.received(0, Bytes.latin1("g"), port.now);
            assertThat(port.read()).isEmpty();
            port.exchange("AT+QIRD=0\r", "\r\n+QIRD: 3\r\nefg\r\n\r\nOK\r\n");
            port.modem.received(0, Bytes.latin1("h"), port.now);
            assertThat(port.read()).isEqualTo("\r\n+QIURC: \"recv\",0\r\n");
            port.exchange("AT+QIRD=0,0\r", "\r\n+QIRD: 8,7,1\r\n\r\nOK\r\n");
        }

        @Test
        @DisplayName("what waits when the peer closes stays readable until AT+QICLOSE")
        void readableAfterClosed() {
            port.ready();
            port.open(0, 0);
            port.modem.received(0, Bytes.hex("1503030002022e"), port.now);
            port.modem.peerClosed(0, port.now);
            assertThat(port.read()).isEqualTo("\r\n+QIURC: \"recv\",0\r\n\r\n+QIURC: \"closed\",0\r\n");
            port.exchange("AT+QISEND=0,75\r", "\r\nERROR\r\n");
            port.exchange("AT+QIGETERROR\r", "\r\n+QIGETERROR: 567,socket has been closed\r\n\r\nOK\r\n");
            port.exchange("AT+QIRD=0,0\r", "\r\n+QIRD: 7,0,7\r\n\r\nOK\r\n");
            port.exchange(
                    "AT+QIRD=0,1500\r",
                    "\r\n+QIRD: 7\r\n" + Bytes.hex("1503030002022e").latin1() + "\r\n\r\nOK\r\n");
        }

        @Test
        @DisplayName("with recvind the URC says how much waits")
        void receiveIndication() {
            port.ready();
            port.open(0, 0);
            port.exchange("AT+QICFG=\"recvind\",1\r", "\r\nOK\r\n");
            port.exchange("AT+QICFG=\"recvind\"\r", "\r\n+QICFG: \"recvind\",1\r\n\r\nOK\r\n");
            port.modem.received(0, Bytes.latin1("abc"), port.now);
            assertThat(port.read()).isEqualTo("\r\n+QIURC: \"recv\",0,3\r\n");
        }
    }

    @Nested
    @DisplayName("Where modems differ")
    class Options {
        @Test
        @DisplayName(
                "the prompt may lack its blank, URCs may have more empty lines, a connected socket may be in state 3")
        void differences() {
            VirtualHost other = new VirtualHost(ModemOptions.standard().toBuilder()
                    .promptBlank(false)
                    .urcLead(2)
                    .connectedState(3)
                    .build());
            other.ready();
            other.write("AT+QIOPEN=1,0,\"TCP\",\"example.org\",7\r");
            other.read();
            other.modem.connected(0, "203.0.113.7", 1024, other.now);
            assertThat(other.read()).isEqualTo("\r\n\r\n\r\n+QIOPEN: 0,0\r\n");
            other.exchange("AT+QISEND=0,1\r", "\r\n>");
            other.exchange("x", "\r\nSEND OK\r\n");
            other.exchange(
                    "AT+QISTATE?\r", "\r\n+QISTATE: 0,\"TCP\",\"203.0.113.7\",7,1024,3,1,0,0,\"uart1\"\r\n\r\nOK\r\n");
        }

        @Test
        @DisplayName("a connectID in use may be refused in the URC, and be free again after a failed open")
        void identityInUse() {
            VirtualHost other = new VirtualHost(ModemOptions.standard().toBuilder()
                    .identityInUse(ModemOptions.IdentityInUse.URC)
                    .failedOpenKeepsId(false)
                    .build());
            other.ready();
            other.exchange("AT+QIOPEN=1,0,\"TCP\",\"example.org\",7\r", "\r\nOK\r\n");
            other.exchange("AT+QIOPEN=1,0,\"TCP\",\"example.org\",7\r", "\r\nOK\r\n\r\n+QIOPEN: 0,563\r\n");
            other.modem.connectFailed(0, 566, other.now);
            assertThat(other.read()).isEqualTo("\r\n+QIOPEN: 0,566\r\n");
            other.exchange("AT+QIOPEN=1,0,\"TCP\",\"example.org\",7\r", "\r\nOK\r\n");
        }

        @Test
        @DisplayName("without a SIM, the CME error takes the form AT+CMEE asks for")
        void withoutSim() {
            VirtualHost other = new VirtualHost(ModemOptions.standard().toBuilder()
                    .sim(ModemOptions.Sim.MISSING)
                    .build());
            other.exchange("ATE0\r", "ATE0\r\r\nOK\r\n");
            other.exchange("AT+CPIN?\r", "\r\n+CME ERROR: 10\r\n");
            other.exchange("AT+CMEE=2;+CPIN?\r", "\r\n+CME ERROR: SIM not inserted\r\n");
            other.exchange("AT+CMEE=0;+CIMI\r", "\r\nERROR\r\n");
            other.exchange("AT+CEREG?\r", "\r\n+CEREG: 0,0\r\n\r\nOK\r\n");
            other.exchange("AT+QIACT=1\r", "\r\nERROR\r\n");
        }

        @Test
        @DisplayName("a locked SIM opens with its PIN")
        void lockedSim() {
            VirtualHost other = new VirtualHost(ModemOptions.standard().toBuilder()
                    .sim(ModemOptions.Sim.PIN)
                    .build());
            other.exchange("ATE0\r", "ATE0\r\r\nOK\r\n");
            other.exchange("AT+CPIN?\r", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n");
            other.exchange("AT+CPIN=\"0000\"\r", "\r\n+CME ERROR: 16\r\n");
            other.exchange("AT+CPIN=\"1234\"\r", "\r\nOK\r\n\r\n+CPIN: READY\r\n");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("however the host's bytes are cut, the answers are the same")
    void anySplit(long seed) {
        String script = "AT\rATE0\r\nAT+CSQ;+CGMM\rAT+QIACT=1\rA/AT+QIOPEN=1,0,\"TCP\",\"example.org\",7\r"
                + "AT+QISEND=0,7\rAT\r\n+++AT+QISEND=0\rabc\u001aAT+QISEND=0,2000\rAT+QIRD=0\rAT+QICLOSE=3\rAT+X\r";
        String whole = answers(List.of(script));
        Random random = new Random(seed);
        List<String> pieces = new java.util.ArrayList<>();
        for (int at = 0; at < script.length(); ) {
            int end = Math.min(script.length(), at + 1 + random.nextInt(9));
            pieces.add(script.substring(at, end));
            at = end;
        }
        assertThat(answers(pieces)).isEqualTo(whole);
        assertThat(whole).contains("> \r\nSEND OK\r\n").endsWith("\r\nERROR\r\n");
    }

    /** The answers to what is written at one time; a connection that is asked for is made at once. */
    private static String answers(List<String> pieces) {
        VirtualHost port = new VirtualHost(ModemOptions.standard());
        pieces.forEach(port::write);
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            for (NetworkAction action : port.actions()) {
                if (action instanceof NetworkAction.Connect(var connection, var _, var _)) {
                    port.modem.connected(connection, "203.0.113.7", 1024, port.now);
                }
            }
            port.pass(Duration.ofMillis(1));
            answers.append(port.modem.output().latin1());
        }
        return answers.toString();
    }
}
