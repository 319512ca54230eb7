package dev.parley.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.sim.modem.Routes;
import dev.parley.sim.modem.UartOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Faults by hand")
@Timeout(60)
class ControlServerTest {
    private static final LinkAddress ANY = new LinkAddress("tcp", "127.0.0.1:0", Map.of());

    private static SimServer modem() throws LinkException {
        return SimServer.start(ANY, ModemSetup.standard(), UartOptions.UNLIMITED, Routes.none(), 1);
    }

    @Test
    @DisplayName("happen to the served modem, at once or at the command they name")
    void happen() throws Exception {
        try (SimServer modem = modem();
                ControlServer control = ControlServer.start(ANY, List.of(modem));
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

    @Test
    @DisplayName("that are none are answered with an error, and taken on loopback only")
    void refused() throws Exception {
        try (SimServer modem = modem();
                ControlServer control = ControlServer.start(ANY, List.of(modem));
                Socket hand = connect(control.address())) {
            assertThat(ask(hand, "fault dance\n")).startsWith("error: a modem does not 'dance'");
            assertThat(ask(hand, "fault {\"do\": \"delay\"}\n")).contains("name its command with \"atCommand\"");
            assertThat(ask(hand, "fault {\"do\": \"reset\", \"colour\": 1}\n"))
                    .contains("\"colour\" means nothing here");
            assertThat(ask(hand, "stop\n")).startsWith("error: say");
            assertThat(ask(hand, "help\n")).contains("fault NAME");
            assertThatThrownBy(() -> ControlServer.start(LinkAddress.parse("tcp://0.0.0.0:0"), List.of(modem)))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("on this machine only");
        }
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        return new Socket(address.getAddress(), address.getPort());
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
