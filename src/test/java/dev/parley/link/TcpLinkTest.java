package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.journal.Bytes;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

class TcpLinkTest {
    private final LinkOpener links = new StandardLinks();

    @Test
    void carriesBytesBothWaysAndTellsTheEnd() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Link link = links.open(address(server.getLocalPort()))) {
            Socket modem = server.accept();
            Heard heard = new Heard();
            link.start(heard);

            link.write(Bytes.latin1("AT\r"));
            assertThat(Bytes.wrap(modem.getInputStream().readNBytes(3))).isEqualTo(Bytes.latin1("AT\r"));
            modem.getOutputStream().write(Bytes.of(0x0d, 0x0a, 0x00, 0xff).toArray());
            heard.awaitBytes(4);
            assertThat(heard.bytes()).isEqualTo(Bytes.of(0x0d, 0x0a, 0x00, 0xff));

            modem.close();
            heard.awaitLoss();
            assertThat(heard.losses()).singleElement().asString().contains("127.0.0.1:" + server.getLocalPort());
        }
    }

    @Test
    void hearsNothingAfterItsOwnClose() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Link link = links.open(address(server.getLocalPort()));
            Socket modem = server.accept();
            Heard heard = new Heard();
            link.start(heard);

            link.close();

            assertThat(modem.getInputStream().read()).isEqualTo(-1);
            assertThat(heard.losses()).isEmpty();
            assertThatThrownBy(() -> link.write(Bytes.latin1("AT\r"))).hasMessageContaining("is closed");
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }

        assertThatThrownBy(() -> links.open(address(port)))
                .isInstanceOf(LinkException.class)
                .hasMessage("127.0.0.1:" + port + " refused the connection; start the program that serves the modem"
                        + " there, or check the port");
    }

    @Test
    void saysThatAHostIsUnknown() {
        assertThatThrownBy(() -> links.open(LinkAddress.parse("tcp://no-such-host.invalid:2001")))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("'no-such-host.invalid'")
                .hasMessageContaining("is not known");
    }

    @Test
    void refusesPortsAndOptionsThatAreNone() {
        assertThatThrownBy(() -> links.open(LinkAddress.parse("tcp://localhost:modem")))
                .hasMessage("'modem' in tcp://localhost:modem is no port; use a number from 1 to 65535");
        assertThatThrownBy(() -> links.open(LinkAddress.parse("tcp://localhost:70000")))
                .hasMessageContaining("is no port");
        assertThatThrownBy(() -> links.open(LinkAddress.parse("tcp://localhost:2001?baud=9600")))
                .hasMessage("'baud' is no option of a tcp link; there are reconnect");
        assertThatThrownBy(() -> links.open(LinkAddress.parse("sim:"))).hasMessageContaining("neither a serial port");
    }

    @Test
    void asksAVanishedHostForASignOfLife() throws Exception {
        try (Socket socket = new Socket()) {
            TcpLink.keepAlive(socket);

            assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(10);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(5);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(3);
        }
    }

    /** Without reconnecting, unless a test is about that. */
    private static LinkAddress address(int port) throws LinkException {
        return LinkAddress.parse("tcp://127.0.0.1:" + port + "?reconnect=off");
    }
}
