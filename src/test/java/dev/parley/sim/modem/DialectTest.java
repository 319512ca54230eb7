package dev.parley.sim.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where sources disagree, the modem does it either way: the first is what it does unless told otherwise. */
@DisplayName("Where sources disagree, a simulated modem")
class DialectTest {
    private static final Dialect OTHER =
            new Dialect("NORMAL POWER DOWN", true, 512, "+QMTPUB", true, "OK", Duration.ofMillis(100), true, true);

    private final VirtualHost port = host(Dialect.MANUALS);
    private final VirtualHost other = host(OTHER);

    private static VirtualHost host(Dialect dialect) {
        VirtualHost host = new VirtualHost(
                ModemOptions.standard().toBuilder().dialect(dialect).build());
        host.ready();
        return host;
    }

    @Test
    @DisplayName("says POWERED DOWN before it goes off, or NORMAL POWER DOWN")
    void shutdown() {
        port.exchange("AT+QPOWD\r", "\r\nOK\r\n\r\nPOWERED DOWN\r\n");
        other.exchange("AT+QPOWD\r", "\r\nOK\r\n\r\nNORMAL POWER DOWN\r\n");
    }

    @Test
    @DisplayName("tells of the contexts before a restart, or does not")
    void deactivation() {
        port.exchange("AT+CFUN=1,1\r", "\r\nOK\r\n\r\nPOWERED DOWN\r\n\r\nRDY\r\n\r\nAPP RDY\r\n");
        other.exchange(
                "AT+CFUN=1,1\r",
                "\r\nOK\r\n\r\n+QIURC: \"pdpdeact\",1\r\n\r\nNORMAL POWER DOWN\r\n\r\nRDY\r\n\r\nAPP RDY\r\n");
    }

    @Test
    @DisplayName("tells of the contexts before it goes into PSM, or does not")
    void deactivationAtSleep() {
        for (VirtualHost one : List.of(port, other)) {
            one.exchange("AT+QCFG=\"psm/urc\",1\r", "\r\nOK\r\n");
            one.exchange("AT+CPSMS=1,,,\"10000010\",\"00000101\"\r", "\r\nOK\r\n");
            one.pass(Duration.ofSeconds(11));
        }
        assertThat(port.output()).isEqualTo("\r\nPSM POWER DOWN\r\n");
        assertThat(other.output()).isEqualTo("\r\n+QIURC: \"pdpdeact\",1\r\n\r\nPSM POWER DOWN\r\n");
    }

    @Test
    @DisplayName("sends what comes in transparent mode at once, or as a packet of transpktsize or after transwaittm")
    void packing() {
        port.open(0, 2, "\r\nCONNECT\r\n");
        other.exchange("AT+QICFG=\"transpktsize\",10\r", "\r\nOK\r\n");
        other.exchange("AT+QICFG=\"transwaittm\",3\r", "\r\nOK\r\n");
        other.open(0, 2, "\r\nCONNECT\r\n");
        for (VirtualHost one : List.of(port, other)) {
            one.write("seven b");
            one.pass(Duration.ofMillis(290));
        }
        assertThat(port.sent()).isEqualTo("seven b");
        assertThat(other.sent()).isEmpty();
        other.write("ytes, and more");
        other.pass(Duration.ofMillis(290));
        assertThat(other.sent()).as("two packets of ten").isEqualTo("seven bytes, and mor");
        other.pass(Duration.ofMillis(20));
        assertThat(other.sent()).as("what waited for three times 100 ms").isEqualTo("e");
        other.write("x");
        other.pass(Duration.ofMillis(1_100));
        other.write("+++");
        assertThat(other.read()).isEqualTo("\r\nOK\r\n");
        assertThat(other.sent()).isEqualTo("x");
        other.exchange("AT+QICFG=\"transpktsize\",1461\r", "\r\nERROR\r\n");
        other.exchange("AT+QICFG=\"transwaittm\",21\r", "\r\nERROR\r\n");
    }

    @Test
    @DisplayName("puts nothing behind +QIRD: 0, or an empty line")
    void emptyRead() {
        port.open(0, 0);
        other.open(0, 0);
        port.exchange("AT+QIRD=0,1500\r", "\r\n+QIRD: 0\r\n\r\nOK\r\n");
        other.exchange("AT+QIRD=0,1500\r", "\r\n+QIRD: 0\r\n\r\n\r\nOK\r\n");
    }

    @Test
    @DisplayName("takes 512 bytes in hex, or 512 digits")
    void hexLimit() {
        port.open(0, 0);
        other.open(0, 0);
        port.exchange("AT+QISENDEX=0,\"" + "41".repeat(512) + "\"\r", "\r\nSEND OK\r\n");
        other.exchange("AT+QISENDEX=0,\"" + "41".repeat(256) + "\"\r", "\r\nSEND OK\r\n");
        other.exchange("AT+QISENDEX=0,\"" + "41".repeat(257) + "\"\r", "\r\nERROR\r\n");
    }

    @Test
    @DisplayName("tells a failed AT+QMTOPEN by its URC, or says ERROR as well")
    void mqttOpen() {
        String opening = "AT+QMTOPEN=0,\"broker.example\",1883\r";
        port.exchange(opening, "\r\nOK\r\n");
        other.exchange(opening, "\r\nOK\r\n");
        port.modem.connectFailed(0, 566, port.now);
        other.modem.connectFailed(0, 566, other.now);
        assertThat(port.read()).matches("\r\n\\+QMTOPEN: 0,-?\\d\r\n");
        assertThat(other.read()).matches("\r\n\\+QMTOPEN: 0,-?\\d\r\n\r\nERROR\r\n");
    }

    @Test
    @DisplayName("names the result of AT+QMTPUBEX after it, or after AT+QMTPUB")
    void publishExAnswer() {
        assertThat(published(port)).endsWith("\r\nOK\r\n\r\n+QMTPUBEX: 0,0,0\r\n");
        assertThat(published(other)).endsWith("\r\nOK\r\n\r\n+QMTPUB: 0,0,0\r\n");
    }

    /** What follows the payload of an {@code AT+QMTPUBEX}. */
    private static String published(VirtualHost host) {
        host.exchange("AT+QMTOPEN=0,\"broker.example\",1883\r", "\r\nOK\r\n");
        host.modem.connected(0, "203.0.113.7", 1024, host.now);
        assertThat(host.read()).isEqualTo("\r\n+QMTOPEN: 0,0\r\n");
        host.exchange("AT+QMTCONN=0,\"device\"\r", "\r\nOK\r\n");
        host.modem.received(0, Bytes.hex("20020000"), host.now);
        assertThat(host.read()).isEqualTo("\r\n+QMTCONN: 0,0,0\r\n");
        host.exchange("AT+QMTPUBEX=0,0,0,0,\"t\",2\r", "\r\n> ");
        host.write("hi");
        return host.read();
    }

    @Test
    @DisplayName("ends a scan that the host types into with ABORTED, or with OK, and throws away what was typed")
    void scanAborted() {
        scan(port, "\r\nABORTED\r\n");
        scan(other, "\r\nOK\r\n");
    }

    private static void scan(VirtualHost port, String result) {
        // The line feed that some hosts put behind their CR is no key.
        port.write("AT+COPS=?\r\n");
        port.pass(Duration.ofMillis(500));
        assertThat(port.output()).isEmpty();
        port.exchange("AT\r", result);
        port.exchange("AT\r", "\r\nOK\r\n");
        port.write("AT+COPS=?\r");
        assertThat(port.read()).startsWith("\r\n+COPS: (2,\"Parley Test\"").endsWith("\r\n\r\nOK\r\n");
        port.modem.host(Bytes.latin1("AT\r"), port.now);
        assertThat(port.read()).isEqualTo("\r\nOK\r\n");
    }
}
