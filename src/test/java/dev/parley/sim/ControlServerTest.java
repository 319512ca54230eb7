package dev.parley.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.sim.modem.UartOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Faults by hand")
@Timeout(60)
class ControlServerTest {
    private static final LinkAddress ANY = new LinkAddress("tcp", "127.0.0.1:0", Map.of());

    @TempDir
    static Path directory;

    private static Bench bench() throws BenchException {
        return Bench.start(Scenarios.standard(), directory, 1);
    }

    private static SimServer modem(Bench bench) throws LinkException {
        return bench.serve(ANY, UartOptions.UNLIMITED, List.of());
    }

    @Test
    @DisplayName("happen to the served modem, at once or at the command they name")
    void happen() throws Exception {
        try (Bench bench = bench();
                SimServer modem = modem(bench);
                ControlServer control = ControlServer.start(ANY, bench::strike);
                Socket host = connect(modem.address());
                Socket hand = connect(control.address())) {
            assertThat(ask(
                            hand,
                            "fault {\"atCommand\": \"+CSQ\", \"do\": \"result\", \"result\": \"+CME ERROR: 30\"}\n"))
                    .isEqualTo("ok");
            assertThat(until(host, "AT+CSQ\r", "30\r\n")).contains("+CME ERROR: 30");
            assertThat(until(host, "AT+CSQ\r", "OK\r\n")).contains("+CSQ: ");
            assertThat(ask(hand, "fault {\"do\": \"urc-storm\", \"urc\": \"+QIND: x\", \"count\": 2}\n"))
                    .isEqualTo("ok");
            assertThat(until(host, "", "+QIND: x\r\n\r\n+QIND: x\r\n")).isNotEmpty();
            assertThat(ask(hand, "fault reset\n")).isEqualTo("ok");
            assertThat(until(host, "", "RDY\r\n")).contains("RDY");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "endpoint close | +QIURC: \"closed\",0",
                "endpoint {\"do\": \"close\", \"ending\": \"rst\"} | +QIURC: \"closed\",0",
                "endpoint {\"do\": \"close\", \"ending\": \"half\"} | +QIURC: \"closed\",0",
            })
    @DisplayName("happen to the endpoint's open connections within a moment")
    void happenToEndpoint(String fault, String urc) throws Exception {
        try (Bench bench = bench();
                SimServer modem = modem(bench);
                ControlServer control = ControlServer.start(ANY, bench::strike);
                Socket host = connect(modem.address());
                Socket hand = connect(control.address())) {
            until(host, "ATE0\r", "OK\r\n");
            until(host, "AT+QICSGP=1,1,\"iot.example\"\r", "OK\r\n");
            until(host, "AT+QIACT=1\r", "OK\r\n");
            until(host, "AT+QIOPEN=1,0,\"TCP\",\"broker.parley.test\",8883,0,0\r", "+QIOPEN: 0,0\r\n");
            // The modem is connected a moment before the endpoint has taken the connection up.
            host.setSoTimeout(500);
            String said = "";
            for (int attempt = 0; attempt < 40 && said.isEmpty(); attempt++) {
                assertThat(ask(hand, "fault " + fault + "\n")).isEqualTo("ok");
                try {
                    said = until(host, "", urc + "\r\n");
                } catch (SocketTimeoutException e) {
                    assertThat(e).as("nothing yet").isNotNull();
                }
            }
            assertThat(said).isEqualTo("\r\n" + urc + "\r\n");
        }
    }

    @Test
    @DisplayName("that are none are answered with an error, and taken on loopback only")
    void refused() throws Exception {
        try (Bench bench = bench();
                ControlServer control = ControlServer.start(ANY, bench::strike);
                Socket hand = connect(control.address())) {
            assertThat(ask(hand, "fault dance\n")).startsWith("error: a modem does not 'dance'");
            assertThat(ask(hand, "fault {\"do\": \"delay\"}\n")).contains("name its command with \"atCommand\"");
            assertThat(ask(hand, "fault endpoint dance\n")).startsWith("error: an endpoint does not 'dance'");
            assertThat(ask(hand, "fault endpoint {\"atCommand\": \"+QISEND\", \"do\": \"close\"}\n"))
                    .contains("an endpoint hears no AT commands");
            assertThat(ask(hand, "fault endpoint connack\n")).contains("only a scripted broker does this");
            assertThat(ask(hand, "fault {\"do\": \"reset\", \"colour\": 1}\n"))
                    .contains("\"colour\" means nothing here");
            assertThat(ask(hand, "stop\n")).startsWith("error: say");
            assertThat(ask(hand, "help\n")).contains("fault NAME");
            assertThatThrownBy(() -> ControlServer.start(LinkAddress.parse("tcp://0.0.0.0:0"), bench::strike))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("on this machine only");
        }
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String ask(Socket hand, String line) throws IOException {
        hand.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
        return new BufferedReader(new InputStreamReader(hand.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    private static String until(Socket host, String command, String end) throws IOException {
        host.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
        StringBuilder said = new StringBuilder();
        while (said.indexOf(end) < 0) {
            int next = host.getInputStream().read();
            if (next < 0) {
                break;
            }
            said.append((char) next);
        }
        return said.toString();
    }
}
