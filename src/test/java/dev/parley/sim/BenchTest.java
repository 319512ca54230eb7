package dev.parley.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.journal.Bytes;
import dev.parley.link.Link;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.sim.modem.UartOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The bench in the box")
class BenchTest {
    /** A ClientHello: TLS 1.2, ECDHE_RSA with AES-128-GCM, P-256, RSA with SHA-256. */
    private static final Bytes CLIENT_HELLO = Bytes.hex("160301004b010000470303"
            + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f000004c02f00ff0100"
            + "001a000a000400020017000b00020100000d00040002040100170000");

    @TempDir
    static Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("field-report: the close comes with the 877-byte record, and the alert is still to be read")
    void fieldReport(long seed) throws Exception {
        try (Bench bench = bench("field-report", seed);
                Host host = new Host(bench, "sim:field-report")) {
            byte[] certificate = certificateRecord(bench.certificate());
            assertThat(certificate).hasSize(877);
            assertThat(host.sendAfterHello(certificate))
                    .isEqualTo("\r\n+QIURC: \"recv\",0\r\n\r\n+QIURC: \"closed\",0\r\n\r\nSEND OK\r\n");
            assertThat(host.ask("AT+QISEND=0,75\r", "\r\n", 2)).isEqualTo("\r\nERROR\r\n");
            assertThat(host.ask("AT+QIRD=0,1500\r", "OK\r\n", 1))
                    .isEqualTo("\r\n+QIRD: 7\r\n" + Bytes.hex("1503030002022e").latin1() + "\r\n\r\nOK\r\n");
            assertThat(host.ask("AT+QISEND=0,0\r", "OK\r\n", 1)).contains("+QISEND: 957,957,0\r\n");
        }
    }

    @Test
    @DisplayName("peer-closes: the same without a word")
    void peerCloses() throws Exception {
        try (Bench bench = bench("peer-closes", 1);
                Host host = new Host(bench, "sim:peer-closes")) {
            assertThat(host.sendAfterHello(certificateRecord(bench.certificate())))
                    .isEqualTo("\r\n+QIURC: \"closed\",0\r\n\r\nSEND OK\r\n");
        }
    }

    @Test
    @DisplayName("modem-reset: RDY in the middle of the handshake, echo on, sockets gone")
    void modemReset() throws Exception {
        try (Bench bench = bench("modem-reset", 1);
                Host host = new Host(bench, "sim:modem-reset")) {
            assertThat(host.sendAfterHello(certificateRecord(bench.certificate())))
                    .isEqualTo("\r\nSEND OK\r\n");
            host.await("\r\nRDY\r\n\r\nAPP RDY\r\n", 1);
            assertThat(host.ask("AT+QISTATE?\r", "OK\r\n", 1)).isEqualTo("AT+QISTATE?\r\r\nOK\r\n");
        }
    }

    @Test
    @DisplayName("pdp-lost: the context is gone, and nobody says that the socket is")
    void pdpLost() throws Exception {
        try (Bench bench = bench("pdp-lost", 1);
                Host host = new Host(bench, "sim:pdp-lost")) {
            host.sendAfterHello(certificateRecord(bench.certificate()));
            host.await("\r\n+QIURC: \"pdpdeact\",1\r\n", 1);
            assertThat(host.ask("AT+QIACT?\r", "OK\r\n", 1))
                    .endsWith("\r\nOK\r\n")
                    .doesNotContain("+QIACT: 1");
            assertThat(host.ask("AT+QISEND=0,1\r", "\r\n", 2)).isEqualTo("\r\nERROR\r\n");
            assertThat(host.ask("AT+QIDEACT=1;+QIACT=1\r", "OK\r\n", 1)).isEqualTo("\r\nOK\r\n");
        }
    }

    @Test
    @DisplayName("send-fail: refused twice, taken the third time")
    void sendFail() throws Exception {
        try (Bench bench = bench("send-fail", 1);
                Host host = new Host(bench, "sim:send-fail")) {
            byte[] record = certificateRecord(bench.certificate());
            assertThat(host.sendAfterHello(record)).isEqualTo("\r\nSEND FAIL\r\n");
            assertThat(host.send(record)).isEqualTo("\r\nSEND FAIL\r\n");
            assertThat(host.send(record)).isEqualTo("\r\nSEND OK\r\n");
        }
    }

    @Test
    @DisplayName("recv-missed: data waits, and no URC says so")
    void recvMissed() throws Exception {
        try (Bench bench = bench("recv-missed", 1);
                Host host = new Host(bench, "sim:recv-missed")) {
            host.open();
            host.send(CLIENT_HELLO.toArray());
            String unread;
            do {
                unread = host.ask("AT+QIRD=0,0\r", "OK\r\n", 1);
            } while (unread.contains(",0\r\n"));
            assertThat(unread).doesNotContain("recv").contains("+QIRD: ");
        }
    }

    @ParameterizedTest
    @CsvSource({"dns-failed,565", "connect-refused,566"})
    @DisplayName("a socket that cannot be opened says why")
    void cannotBeOpened(String scenario, int error) throws Exception {
        try (Bench bench = bench(scenario, 1);
                Host host = new Host(bench, "sim:" + scenario)) {
            assertThat(host.ask("AT+QIOPEN=1,0,\"TCP\",\"broker.parley.test\",8883\r", "+QIOPEN: 0," + error, 1))
                    .isEqualTo("\r\nOK\r\n\r\n+QIOPEN: 0," + error);
        }
    }

    @Test
    @DisplayName("a paced line is asked for in the address, and what is wrong in one is said")
    void addresses() throws Exception {
        try (Bench bench = bench("clean", 1)) {
            try (Host host = new Host(bench, "sim:?baud=115200&seed=9")) {
                assertThat(host.ask("AT+CGMM\r", "OK\r\n", 1)).isEqualTo("\r\nBG95-M3\r\n\r\nOK\r\n");
            }
            assertThatThrownBy(() -> bench.links().open(LinkAddress.parse("sim:?baut=1")))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("'baut'");
            assertThatThrownBy(() -> bench.links().open(LinkAddress.parse("sim:?baud=fast")))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("'fast'");
            assertThatThrownBy(() -> bench.links().open(LinkAddress.parse("tcp://127.0.0.1:1")))
                    .isInstanceOf(LinkException.class);
            assertThatThrownBy(() -> Bench.scenarioOf(LinkAddress.parse("sim:claen")))
                    .isInstanceOf(ScenarioException.class)
                    .hasMessageContaining("'clean'");
            assertThat(Bench.scenarioOf(LinkAddress.parse("sim:")).name()).isEqualTo("clean");
        }
    }

    @Test
    @DisplayName("served on TCP, one modem keeps its state from one client to the next")
    void served() throws Exception {
        try (Bench bench = bench("clean", 1);
                SimServer server = bench.serve(
                        LinkAddress.parse("tcp://127.0.0.1:0"),
                        UartOptions.UNLIMITED,
                        List.of("echo.example:7=127.0.0.1:7"))) {
            assertThat(talk(server.address(), "ATE0;+CMEE=2\r", "OK\r\n")).isEqualTo("ATE0;+CMEE=2\r\r\nOK\r\n");
            assertThat(talk(server.address(), "AT+CMEE?\r", "OK\r\n")).isEqualTo("\r\n+CMEE: 2\r\n\r\nOK\r\n");
            LinkAddress taken =
                    LinkAddress.parse("tcp://127.0.0.1:" + server.address().getPort());
            assertThatThrownBy(() -> bench.serve(taken, UartOptions.UNLIMITED, List.of()))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("choose another port");
            assertThatThrownBy(() -> bench.serve(taken, UartOptions.UNLIMITED, List.of("a=b")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'a' is not HOST:PORT");
        }
    }

    private static Bench bench(String scenario, long seed) throws Exception {
        return Bench.start(Scenarios.find(scenario), directory, seed);
    }

    private static byte[] certificateRecord(Path pem) throws IOException {
        String body = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        byte[] der = Base64.getDecoder().decode(body);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {22, 3, 3});
        number(out, 2, 4 + 3 + 3 + der.length);
        out.write(11);
        number(out, 3, 3 + 3 + der.length);
        number(out, 3, 3 + der.length);
        number(out, 3, der.length);
        out.writeBytes(der);
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int bytes, int value) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write(value >> shift);
        }
    }

    private static String talk(InetSocketAddress address, String command, String end) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith(end)) {
                answer.append((char) socket.getInputStream().read());
            }
            return answer.toString();
        }
    }

    /** A host of its own on a link, with a context active. */
    private static final class Host implements Link.Listener, AutoCloseable {
        private final Link link;
        private final StringBuilder received = new StringBuilder();

        Host(Bench bench, String address) throws Exception {
            link = bench.links().open(LinkAddress.parse(address));
            link.start(this);
            ask("ATE0\r", "OK\r\n", 1);
            ask("AT+QIACT=1\r", "OK\r\n", 1);
        }

        @Override
        public synchronized void received(Bytes bytes, long stamp) {
            received.append(bytes.latin1());
            notifyAll();
        }

        @Override
        public void lost(LinkException why) {
            throw new AssertionError(why);
        }

        @Override
        public void close() {
            link.close();
        }

        void open() throws Exception {
            ask("AT+QIOPEN=1,0,\"TCP\",\"broker.parley.test\",8883,0,0\r", "+QIOPEN: 0,0\r\n", 1);
        }

        /** Opens, sends the ClientHello, reads the server's flight to its end, then sends; everything up to the result. */
        String sendAfterHello(byte[] record) throws Exception {
            open();
            send(CLIENT_HELLO.toArray());
            String done = Bytes.hex("16030300040e000000").latin1();
            StringBuilder flight = new StringBuilder();
            while (!flight.toString().contains(done)) {
                flight.append(ask("AT+QIRD=0,1500\r", "\r\nOK\r\n", 1));
            }
            ask("AT+QIRD=0,1500\r", "+QIRD: 0\r\n\r\nOK\r\n", 1);
            return send(record);
        }

        String send(byte[] record) throws Exception {
            ask("AT+QISEND=0," + record.length + "\r", "\r\n> ", 1);
            link.write(Bytes.wrap(record));
            String before = await("SEND ", 1);
            return before + await("\r\n", 1);
        }

        String ask(String command, String end, int times) throws Exception {
            link.write(Bytes.latin1(command));
            return await(end, times);
        }

        /** Everything up to and with the {@code times}th {@code end}. */
        synchronized String await(String end, int times) throws InterruptedException {
            long limit = System.nanoTime() + 10_000_000_000L;
            while (true) {
                int at = -1;
                for (int i = 0; i < times; i++) {
                    at = received.indexOf(end, at + 1);
                    if (at < 0) {
                        break;
                    }
                }
                if (at >= 0) {
                    String taken = received.substring(0, at + end.length());
                    received.delete(0, at + end.length());
                    return taken;
                }
                assertThat(System.nanoTime()).as("no %s in %s", end, received).isLessThan(limit);
                wait(100);
            }
        }
    }
}
