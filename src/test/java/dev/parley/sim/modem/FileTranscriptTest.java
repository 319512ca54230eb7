package dev.parley.sim.modem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What crosses the serial line with the file commands, byte for byte (Quectel's file manual). */
@DisplayName("The simulated modem's files")
class FileTranscriptTest {
    private final VirtualHost port = new VirtualHost(ModemOptions.standard());

    @BeforeEach
    void echoOff() {
        port.exchange("ATE0\r", "ATE0\r\r\nOK\r\n");
    }

    @Test
    @DisplayName("are uploaded with a checksum, listed and deleted")
    void uploaded() {
        port.exchange("AT+QFUPL=\"a.pem\",6,100\r", "\r\nCONNECT\r\n");
        port.exchange("\u00124Vx\u009a\u001a", "\r\n+QFUPL: 6,de56\r\n\r\nOK\r\n");
        port.exchange("AT+QFUPL=\"odd\",3\r", "\r\nCONNECT\r\n");
        port.exchange("\u0001\u0002\u0001", "\r\n+QFUPL: 3,2\r\n\r\nOK\r\n");
        port.exchange("AT+QFLST\r", "\r\n+QFLST: \"a.pem\",6\r\n+QFLST: \"odd\",3\r\n\r\nOK\r\n");
        port.exchange("AT+QFLST=\"a.pem\"\r", "\r\n+QFLST: \"a.pem\",6\r\n\r\nOK\r\n");
        port.exchange("AT+QFUPL=\"odd\",3\r", "\r\n+CME ERROR: 407\r\n");
        port.exchange("AT+QFDEL=\"odd\"\r", "\r\nOK\r\n");
        port.exchange("AT+QFDEL=\"odd\"\r", "\r\n+CME ERROR: 405\r\n");
        port.exchange("AT+QFDEL=\"*\"\r", "\r\nOK\r\n");
        port.exchange("AT+QFLST\r", "\r\nOK\r\n");
    }

    @Test
    @DisplayName("are acknowledged with an A for each 1024 bytes where that was asked for")
    void acknowledged() {
        port.exchange("AT+QFUPL=\"big\",2500,100,1\r", "\r\nCONNECT\r\n");
        port.exchange("x".repeat(1023), "");
        port.exchange("x", "A");
        port.exchange("x".repeat(1024), "A");
        port.exchange("x".repeat(452), "\r\n+QFUPL: 2500,0\r\n\r\nOK\r\n");
        port.exchange("AT+QFUPL=\"all\",2048,100,1\r", "\r\nCONNECT\r\n");
        port.exchange("y".repeat(2048), "AA\r\n+QFUPL: 2048,0\r\n\r\nOK\r\n");
    }

    @Test
    @DisplayName("whose bytes do not come are given up with error 421, and the port takes commands again")
    void uploadTooShort() {
        port.write("AT+QFUPL=\"a.pem\",1188,5\r");
        port.pass(Duration.ofMillis(10));
        assertThat(port.output()).isEqualTo("\r\nCONNECT\r\n");
        port.write("only this");
        port.pass(Duration.ofSeconds(4));
        port.write(" and that");
        port.pass(Duration.ofMillis(4_900));
        assertThat(port.output()).isEmpty();
        port.pass(Duration.ofMillis(200));
        assertThat(port.output()).isEqualTo("\r\n+CME ERROR: 421\r\n");
        port.exchange("AT+QFLST\r", "\r\nOK\r\n");
    }

    @Test
    @DisplayName("are not echoed while they are uploaded, and come back whole")
    void downloaded() {
        port.exchange("ATE1\r", "\r\nOK\r\n");
        port.exchange("AT+QFUPL=\"f\",4,100\r", "AT+QFUPL=\"f\",4,100\r\r\nCONNECT\r\n");
        port.exchange("\r\nAT", "\r\n+QFUPL: 4,4c5e\r\n\r\nOK\r\n");
        port.exchange("ATE0\r", "ATE0\r\r\nOK\r\n");
        port.exchange("AT+QFDWL=\"f\"\r", "\r\nCONNECT\r\n\r\nAT\r\n+QFDWL: 4,4c5e\r\n\r\nOK\r\n");
    }

    @Test
    @DisplayName("can be opened, written, moved in, read and cut")
    void opened() {
        port.exchange("AT+QFOPEN=\"f\",0\r", "\r\n+QFOPEN: 1\r\n\r\nOK\r\n");
        port.exchange("AT+QFWRITE=1,5\r", "\r\nCONNECT\r\n");
        port.exchange("hello", "\r\n+QFWRITE: 5,5\r\n\r\nOK\r\n");
        port.exchange("AT+QFSEEK=1,1,0\r", "\r\nOK\r\n");
        port.exchange("AT+QFREAD=1,3\r", "\r\nCONNECT 3\r\nell\r\nOK\r\n");
        port.exchange("AT+QFPOSITION=1\r", "\r\n+QFPOSITION: 4\r\n\r\nOK\r\n");
        port.exchange("AT+QFTUCAT=1\r", "\r\nOK\r\n");
        port.exchange("AT+QFOPEN?\r", "\r\n+QFOPEN: \"f\",1,0\r\n\r\nOK\r\n");
        port.exchange("AT+QFCLOSE=1\r", "\r\nOK\r\n");
        port.exchange("AT+QFREAD=1,3\r", "\r\n+CME ERROR: 416\r\n");
        port.exchange("AT+QFLST=\"f\"\r", "\r\n+QFLST: \"f\",4\r\n\r\nOK\r\n");
    }

    @Test
    @DisplayName("outlive a restart, those in RAM do not")
    void restart() {
        for (String name : new String[] {"UFS:kept", "RAM:gone"}) {
            port.exchange("AT+QFUPL=\"" + name + "\",1\r", "\r\nCONNECT\r\n");
            port.exchange("x", "\r\n+QFUPL: 1,7800\r\n\r\nOK\r\n");
        }
        port.exchange("AT+CFUN=1,1\r", "\r\nOK\r\n\r\nPOWERED DOWN\r\n\r\nRDY\r\n\r\nAPP RDY\r\n");
        port.exchange("AT+QFLST\r", "AT+QFLST\r\r\n+QFLST: \"kept\",1\r\n\r\nOK\r\n");
    }
}
