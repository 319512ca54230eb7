package dev.parley.sim.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** UDP and listening sockets (BG95 TCP/IP application note), with real peers on this machine. */
@DisplayName("Beside TCP, a simulated modem")
class DatagramTest {
    private final DatagramSocket peer = socket();
    private final RunningModem modem = RunningModem.start(
            new ModemSetup(
                    ModemOptions.standard().toBuilder()
                            .latency(Duration.ZERO, Duration.ZERO)
                            .sendLatency(Duration.ZERO)
                            .build(),
                    List.of()),
            UartOptions.UNLIMITED,
            Routes.none()
                    .with(
                            "peer.parley.test",
                            4000,
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.getLocalPort())),
            7);
    private final TestHost host = new TestHost(modem);

    @BeforeEach
    void activate() throws IOException {
        peer.setSoTimeout(10_000);
        host.ask("ATE0\r", "OK\r\n");
        host.ask("AT+QISDE=0\r", "OK\r\n");
        host.ask("AT+QIACT=1\r", "OK\r\n");
    }

    @AfterEach
    void stop() {
        modem.close();
        peer.close();
    }

    @Test
    @DisplayName("sends each AT+QISEND of a UDP socket as a datagram, and gives those that come one by one")
    void oneToOne() throws IOException {
        host.ask("AT+QIOPEN=1,2,\"UDP\",\"peer.parley.test\",4000,0,0\r", "+QIOPEN: 2,0\r\n");
        assertThat(host.ask("AT+QISTATE=1,2\r", "OK\r\n"))
                .matches("\r\n\\+QISTATE: 2,\"UDP\",\"203.0.113.7\",4000,\\d+,2,1,0,0,\"uart1\"\r\n\r\nOK\r\n");
        host.ask("AT+QISEND=2,5\r", "> ");
        host.ask("hello", "SEND OK\r\n");
        host.ask("AT+QISEND=2,3\r", "> ");
        host.ask("you", "SEND OK\r\n");
        DatagramPacket first = receive();
        assertThat(text(first)).isEqualTo("hello");
        assertThat(text(receive())).isEqualTo("you");

        send("one", first);
        send("another", first);
        host.await("+QIURC: \"recv\",2\r\n");
        awaitUnread(2, 10);
        assertThat(host.ask("AT+QIRD=2\r", "OK\r\n")).isEqualTo("\r\n+QIRD: 3\r\none\r\n\r\nOK\r\n");
        assertThat(host.ask("AT+QIRD=2,3\r", "OK\r\n")).isEqualTo("\r\n+QIRD: 3\r\nano\r\n\r\nOK\r\n");
        assertThat(host.ask("AT+QIRD=2,1500\r", "OK\r\n")).isEqualTo("\r\n+QIRD: 4\r\nther\r\n\r\nOK\r\n");
        assertThat(host.ask("AT+QIRD=2,1500\r", "OK\r\n")).isEqualTo("\r\n+QIRD: 0\r\n\r\nOK\r\n");
        assertThat(host.ask("AT+QICLOSE=2\r", "OK\r\n")).isEqualTo("\r\nOK\r\n");
        assertThat(host.ask("AT+QISTATE=1,2\r", "OK\r\n")).isEqualTo("\r\nOK\r\n");
    }

    @Test
    @DisplayName("tells and takes a datagram's peer in a UDP SERVICE")
    void service() throws IOException {
        int port = freePort();
        host.ask("AT+QIOPEN=1,3,\"UDP SERVICE\",\"127.0.0.1\",0," + port + ",0\r", "+QIOPEN: 3,0\r\n");
        assertThat(host.ask("AT+QISTATE=1,3\r", "OK\r\n"))
                .matches("\r\n\\+QISTATE: 3,\"UDP SERVICE\",\"10[0-9.]+\",0," + port
                        + ",2,1,3,0,\"uart1\"\r\n\r\nOK\r\n");
        send("ping", new DatagramPacket(new byte[0], 0, InetAddress.getLoopbackAddress(), port));
        host.await("+QIURC: \"recv\",3\r\n");
        assertThat(host.ask("AT+QIRD=3\r", "OK\r\n"))
                .isEqualTo("\r\n+QIRD: 4,\"127.0.0.1\"," + peer.getLocalPort() + "\r\nping\r\n\r\nOK\r\n");
        host.ask("AT+QISEND=3,4,\"127.0.0.1\"," + peer.getLocalPort() + "\r", "> ");
        host.ask("pong", "SEND OK\r\n");
        DatagramPacket answer = receive();
        assertThat(text(answer)).isEqualTo("pong");
        assertThat(answer.getPort()).isEqualTo(port);
        // Without a peer there is no transparent mode.
        assertThat(host.ask("AT+QISWTMD=3,2\r", "ERROR\r\n")).isEqualTo("\r\nERROR\r\n");
        assertThat(host.ask("AT+QIGETERROR\r", "OK\r\n")).contains("+QIGETERROR: 572,");
        assertThat(host.ask("AT+QISEND=3,4\r", "ERROR\r\n")).isEqualTo("\r\nERROR\r\n");
        assertThat(host.ask("AT+QIGETERROR\r", "OK\r\n")).contains("+QIGETERROR: 552,");
    }

    @Test
    @DisplayName("pushes a datagram with its peer")
    void push() throws IOException {
        int port = freePort();
        host.ask("AT+QIOPEN=1,0,\"UDP SERVICE\",\"127.0.0.1\",0," + port + ",1\r", "+QIOPEN: 0,0\r\n");
        send("ping", new DatagramPacket(new byte[0], 0, InetAddress.getLoopbackAddress(), port));
        assertThat(host.await("ping\r\n"))
                .isEqualTo("\r\n+QIURC: \"recv\",0,4,\"127.0.0.1\"," + peer.getLocalPort() + "\r\nping\r\n");
    }

    @Test
    @DisplayName(
            "takes connections at a TCP LISTENER under connectIDs of its own, from the last down, until there is none"
                    + " left")
    void listener() throws IOException {
        int port = freePort();
        host.ask("AT+QIOPEN=1,1,\"TCP LISTENER\",\"127.0.0.1\",0," + port + ",0\r", "+QIOPEN: 1,0\r\n");
        assertThat(host.ask("AT+QISTATE=1,1\r", "OK\r\n"))
                .matches("\r\n\\+QISTATE: 1,\"TCP LISTENER\",\"10[0-9.]+\",0," + port
                        + ",3,1,1,0,\"uart1\"\r\n\r\nOK\r\n");
        List<Socket> clients = new ArrayList<>();
        try {
            for (int id = 11; id >= 0; id--) {
                if (id != 1) {
                    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
                    clients.add(client);
                    host.await("+QIURC: \"incoming\"," + id + ",1,\"127.0.0.1\"," + client.getLocalPort() + "\r\n");
                }
            }
            clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
            host.await("+QIURC: \"incoming full\"\r\n");
            assertThat(clients.getLast().getInputStream().read())
                    .as("who is one too many hears the end")
                    .isEqualTo(-1);

            Socket first = clients.getFirst();
            first.getOutputStream().write("GET".getBytes(StandardCharsets.US_ASCII));
            host.await("+QIURC: \"recv\",11\r\n");
            assertThat(host.ask("AT+QIRD=11,1500\r", "OK\r\n")).isEqualTo("\r\n+QIRD: 3\r\nGET\r\n\r\nOK\r\n");
            host.ask("AT+QISEND=11,2\r", "> ");
            host.ask("ok", "SEND OK\r\n");
            assertThat(first.getInputStream().readNBytes(2)).isEqualTo("ok".getBytes(StandardCharsets.US_ASCII));
            assertThat(host.ask("AT+QISTATE=1,11\r", "OK\r\n"))
                    .isEqualTo("\r\n+QISTATE: 11,\"TCP INCOMING\",\"127.0.0.1\"," + first.getLocalPort() + "," + port
                            + ",2,1,1,0,\"uart1\"\r\n\r\nOK\r\n");
            first.close();
            host.await("+QIURC: \"closed\",11\r\n");
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        host.ask("AT+QICLOSE=1\r", "OK\r\n");
        Awaitility.await("the port closes").atMost(Duration.ofSeconds(10)).until(() -> isRefused(port));
    }

    @Test
    @DisplayName(
            "says 556 where the local port is taken, and 552 where none is named, or a service that does not exist")
    void refusals() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            host.ask(
                    "AT+QIOPEN=1,0,\"TCP LISTENER\",\"127.0.0.1\",0," + taken.getLocalPort() + ",0\r",
                    "+QIOPEN: 0,556\r\n");
        }
        for (String wrong : List.of("\"UDP SERVICE\",\"127.0.0.1\",0,0,0", "\"SCTP\",\"127.0.0.1\",7,0,0")) {
            host.ask("AT+QIOPEN=1,4," + wrong + "\r", "ERROR\r\n");
            assertThat(host.ask("AT+QIGETERROR\r", "OK\r\n")).contains("+QIGETERROR: 552,");
        }
    }

    private static boolean isRefused(int port) {
        try (Socket late = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !late.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    private void awaitUnread(int id, int count) {
        for (String answer = ""; !answer.contains("," + count + "\r\n"); ) {
            answer = host.ask("AT+QIRD=" + id + ",0\r", "OK\r\n");
        }
    }

    private static DatagramSocket socket() {
        try {
            return new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void send(String text, DatagramPacket to) throws IOException {
        byte[] bytes = Bytes.latin1(text).toArray();
        peer.send(new DatagramPacket(bytes, bytes.length, to.getAddress(), to.getPort()));
    }

    private DatagramPacket receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        peer.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        return Bytes.copyOf(packet.getData(), 0, packet.getLength()).latin1();
    }
}
