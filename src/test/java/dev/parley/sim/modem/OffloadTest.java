package dev.parley.sim.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.sim.Bench;
import dev.parley.sim.endpoint.Endpoint;
import dev.parley.sim.endpoint.EndpointSetup;
import dev.parley.sim.endpoint.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS and MQTT in the modem, against the bench's own broker behind mutual TLS. */
@DisplayName("What the simulated modem does for its host")
class OffloadTest {
    @TempDir
    private static Path folder;

    private static TestPki pki;
    private static Endpoint endpoint;

    private RunningModem modem;
    private TestHost host;

    @BeforeAll
    static void startEndpoint() throws Exception {
        pki = TestPki.in(folder, Clock.systemUTC());
        endpoint = Endpoint.start(EndpointSetup.standard(), pki, Clock.systemUTC(), 1);
    }

    @AfterAll
    static void endEndpoint() {
        endpoint.close();
    }

    @BeforeEach
    void startModem() throws Exception {
        modem = RunningModem.start(
                new ModemSetup(
                        ModemOptions.standard().toBuilder()
                                .latency(Duration.ZERO, Duration.ZERO)
                                .sendLatency(Duration.ZERO)
                                .clock(Clock.systemUTC().instant())
                                .build(),
                        List.of()),
                UartOptions.UNLIMITED,
                Routes.none().with(Bench.HOST, Bench.PORT, endpoint.address()),
                7);
        host = new TestHost(modem);
        host.ask("ATE0\r", "OK\r\n");
        host.ask("AT+QIACT=1\r", "OK\r\n");
        upload("ca.pem", pki.caFile());
        upload("client.pem", pki.deviceCertificateFile());
        upload("key.pem", pki.deviceKeyFile());
        for (String setting : List.of(
                "\"cacert\",2,\"ca.pem\"",
                "\"clientcert\",2,\"client.pem\"",
                "\"clientkey\",2,\"key.pem\"",
                "\"seclevel\",2,2",
                "\"sslversion\",2,4",
                "\"ciphersuite\",2,0XFFFF",
                "\"ignorelocaltime\",2,0",
                "\"sni\",2,1",
                "\"checkhost\",2,1")) {
            assertThat(host.ask("AT+QSSLCFG=" + setting + "\r", "OK\r\n")).isEqualTo("\r\nOK\r\n");
        }
    }

    @AfterEach
    void endModem() {
        modem.close();
    }

    private void upload(String name, Path file) throws Exception {
        Bytes content = Bytes.copyOf(Files.readAllBytes(file));
        assertThat(host.ask("AT+QFUPL=\"" + name + "\"," + content.length() + ",100\r", "CONNECT\r\n"))
                .isEqualTo("\r\nCONNECT\r\n");
        host.write(content);
        assertThat(host.await("OK\r\n"))
                .isEqualTo("\r\n+QFUPL: " + content.length() + "," + FileStore.checksum(content) + "\r\n\r\nOK\r\n");
    }

    @Test
    @DisplayName("a TLS socket: handshake with client certificate, bytes there and back, state, close")
    void tlsSocket() {
        assertThat(host.ask("AT+QSSLOPEN=1,2,4,\"broker.parley.test\",8883,0\r", "+QSSLOPEN: 4,0\r\n"))
                .isEqualTo("\r\nOK\r\n\r\n+QSSLOPEN: 4,0\r\n");
        assertThat(host.ask("AT+QSSLSTATE\r", "OK\r\n"))
                .matches("\r\n\\+QSSLSTATE: 4,\"SSLClient\",\"203.0.113.7\",8883,[0-9]+,2,1,0,0,\"uart1\",2"
                        + "\r\n\r\nOK\r\n");
        String connect = "\u0010\u000e\u0000\u0004MQTT\u0004\u0002\u0000<\u0000\u0002ab";
        assertThat(host.ask("AT+QSSLSEND=4," + connect.length() + "\r", "> ")).isEqualTo("\r\n> ");
        host.write(Bytes.latin1(connect));
        String result = host.await("+QSSLURC: \"recv\",4\r\n");
        assertThat(result).isEqualTo("\r\nSEND OK\r\n\r\n+QSSLURC: \"recv\",4\r\n");
        assertThat(host.ask("AT+QSSLRECV=4,0\r", "OK\r\n")).isEqualTo("\r\n+QSSLRECV: 4,0,4\r\n\r\nOK\r\n");
        assertThat(host.ask("AT+QSSLRECV=4,1500\r", "OK\r\n"))
                .isEqualTo("\r\n+QSSLRECV: 4\r\n \u0002\u0000\u0000\r\n\r\nOK\r\n");
        assertThat(host.ask("AT+QSSLRECV=4,1500\r", "OK\r\n")).isEqualTo("\r\n+QSSLRECV: 0\r\n\r\nOK\r\n");
        assertThat(host.ask("AT+QSSLSEND=4,0\r", "OK\r\n")).isEqualTo("\r\n+QSSLSEND: 16,16,0\r\n\r\nOK\r\n");
        assertThat(host.ask("AT+QSSLCLOSE=4\r", "OK\r\n")).isEqualTo("\r\nOK\r\n");
        assertThat(host.ask("AT+QSSLSTATE\r", "OK\r\n")).isEqualTo("\r\nOK\r\n");
    }

    @Test
    @DisplayName("a server that the modem does not trust, or that does not get a certificate, is refused")
    void refused() {
        host.ask("AT+QSSLCFG=\"cacert\",2,\"client.pem\"\r", "OK\r\n");
        assertThat(host.ask("AT+QSSLOPEN=1,2,0,\"broker.parley.test\",8883\r", "+QSSLOPEN: 0,566\r\n"))
                .isEqualTo("\r\nOK\r\n\r\n+QSSLOPEN: 0,566\r\n");
        host.ask("AT+QSSLCFG=\"cacert\",2,\"ca.pem\"\r", "OK\r\n");
        host.ask("AT+QSSLCFG=\"seclevel\",2,1\r", "OK\r\n");
        assertThat(host.ask("AT+QSSLOPEN=1,2,1,\"broker.parley.test\",8883\r", "+QSSLOPEN: 1,566\r\n"))
                .isEqualTo("\r\nOK\r\n\r\n+QSSLOPEN: 1,566\r\n");
    }

    @Test
    @DisplayName("an MQTT client over TLS: connect, subscribe, publish with each QoS, receive, disconnect")
    void mqtt() {
        host.ask("AT+QMTCFG=\"ssl\",0,1,2\r", "OK\r\n");
        assertThat(host.ask("AT+QMTOPEN=0,\"broker.parley.test\",8883\r", "+QMTOPEN: 0,0\r\n"))
                .isEqualTo("\r\nOK\r\n\r\n+QMTOPEN: 0,0\r\n");
        assertThat(host.ask("AT+QMTOPEN?\r", "OK\r\n"))
                .isEqualTo("\r\n+QMTOPEN: 0,\"broker.parley.test\",8883\r\n\r\nOK\r\n");
        assertThat(host.ask("AT+QMTOPEN=0,\"broker.parley.test\",8883\r", "+QMTOPEN: 0,2\r\n"))
                .isEqualTo("\r\nOK\r\n\r\n+QMTOPEN: 0,2\r\n");
        assertThat(host.ask("AT+QMTCONN=0,\"parley\"\r", "+QMTCONN: 0,0,0\r\n"))
                .isEqualTo("\r\nOK\r\n\r\n+QMTCONN: 0,0,0\r\n");
        assertThat(host.ask("AT+QMTCONN?\r", "OK\r\n")).isEqualTo("\r\n+QMTCONN: 0,3\r\n\r\nOK\r\n");
        assertThat(host.ask("AT+QMTSUB=0,1,\"test/#\",2\r", "+QMTSUB: 0,1,0,2\r\n"))
                .isEqualTo("\r\nOK\r\n\r\n+QMTSUB: 0,1,0,2\r\n");
        for (int qos = 0; qos <= 2; qos++) {
            int id = qos == 0 ? 0 : 10 + qos;
            host.ask("AT+QMTPUB=0," + id + "," + qos + ",0,\"test/a\"\r", "> ");
            host.write(Bytes.latin1("hello " + qos + "\u001a"));
            String heard = host.await("\"hello " + qos + "\"\r\n");
            if (!heard.contains("+QMTPUB: 0," + id + ",0\r\n")) {
                heard += host.await("+QMTPUB: 0," + id + ",0\r\n");
            }
            assertThat(heard)
                    .startsWith("\r\nOK\r\n")
                    .containsPattern("\r\n\\+QMTRECV: 0,[0-9]+,\"test/a\",\"hello " + qos + "\"\r\n");
        }
        assertThat(host.ask("AT+QMTUNS=0,2,\"test/#\"\r", "+QMTUNS: 0,2,0\r\n"))
                .isEqualTo("\r\nOK\r\n\r\n+QMTUNS: 0,2,0\r\n");
        assertThat(host.ask("AT+QMTDISC=0\r", "+QMTDISC: 0,0\r\n")).isEqualTo("\r\nOK\r\n\r\n+QMTDISC: 0,0\r\n");
        assertThat(host.ask("AT+QMTCONN?\r", "OK\r\n")).isEqualTo("\r\nOK\r\n");
    }

    @Test
    @DisplayName("messages may wait in the modem until they are read")
    void mqttInbox() {
        host.ask("AT+QMTCFG=\"ssl\",0,1,2\r", "OK\r\n");
        host.ask("AT+QMTCFG=\"recv/mode\",0,1,1\r", "OK\r\n");
        host.ask("AT+QMTOPEN=0,\"broker.parley.test\",8883\r", "+QMTOPEN: 0,0\r\n");
        host.ask("AT+QMTCONN=0,\"parley\"\r", "+QMTCONN: 0,0,0\r\n");
        host.ask("AT+QMTSUB=0,1,\"test/b\",0\r", "+QMTSUB: 0,1,0,0\r\n");
        host.ask("AT+QMTPUBEX=0,0,0,0,\"test/b\",5\r", "> ");
        host.write(Bytes.latin1("hello"));
        String heard = host.await("+QMTRECV: 0,0\r\n");
        if (!heard.contains("+QMTPUBEX: 0,0,0\r\n")) {
            host.await("+QMTPUBEX: 0,0,0\r\n");
        }
        assertThat(host.ask("AT+QMTRECV?\r", "OK\r\n")).isEqualTo("\r\n+QMTRECV: 0,1,0,0,0,0\r\n\r\nOK\r\n");
        assertThat(host.ask("AT+QMTRECV=0,0\r", "OK\r\n"))
                .isEqualTo("\r\n+QMTRECV: 0,0,\"test/b\",5,\"hello\"\r\n\r\nOK\r\n");
        assertThat(host.ask("AT+QMTRECV=0,0\r", "ERROR\r\n")).isEqualTo("\r\nERROR\r\n");
        assertThat(host.ask("AT+QMTCLOSE=0\r", "+QMTCLOSE: 0,0\r\n")).isEqualTo("\r\nOK\r\n\r\n+QMTCLOSE: 0,0\r\n");
    }

    @Test
    @DisplayName("an MQTT client that TLS fails for, or without a context, or without the name, says so")
    void mqttFailures() {
        host.ask("AT+QMTCFG=\"ssl\",1,1,3\r", "OK\r\n");
        host.ask("AT+QSSLCFG=\"seclevel\",3,1\r", "OK\r\n");
        assertThat(host.ask("AT+QMTOPEN=1,\"broker.parley.test\",8883\r", "+QMTOPEN: 1,-1\r\n"))
                .isEqualTo("\r\nOK\r\n\r\n+QMTOPEN: 1,-1\r\n");
        assertThat(host.ask("AT+QMTOPEN=2,\"nobody.parley.test\",1883\r", "+QMTOPEN: 2,4\r\n"))
                .isEqualTo("\r\nOK\r\n\r\n+QMTOPEN: 2,4\r\n");
        host.ask("AT+QIDEACT=1\r", "OK\r\n");
        assertThat(host.ask("AT+QMTOPEN=3,\"broker.parley.test\",8883\r", "+QMTOPEN: 3,3\r\n"))
                .isEqualTo("\r\nOK\r\n\r\n+QMTOPEN: 3,3\r\n");
    }
}
