package dev.parley.sim.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.journal.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A simulated modem in real time")
class RunningModemTest {
    private static final int AMOUNT = 300_000;

    private ServerSocket server;
    /** Has a port and does not listen on it. */
    private final Socket silent = new Socket();

    private RunningModem modem;
    private TestHost host;

    @BeforeEach
    void startEchoServer() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket client = server.accept();
                    Thread.ofVirtual().start(() -> echo(client));
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
        silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Routes routes = Routes.none()
                .with("echo.parley.test", 7, new InetSocketAddress(server.getInetAddress(), server.getLocalPort()))
                .with("silent.parley.test", 7, (InetSocketAddress) silent.getLocalSocketAddress());
        modem = RunningModem.start(
                new ModemSetup(
                        ModemOptions.standard().toBuilder()
                                .latency(Duration.ZERO, Duration.ZERO)
                                .sendLatency(Duration.ZERO)
                                .build(),
                        List.of()),
                UartOptions.UNLIMITED,
                routes,
                7);
        host = new TestHost(modem);
        host.ask("ATE0\r", "OK\r\n");
        host.ask("AT+QIACT=1\r", "OK\r\n");
    }

    @AfterEach
    void stop() throws IOException {
        modem.close();
        server.close();
        silent.close();
    }

    @Test
    @DisplayName("carries 300 kB there and back in buffer mode")
    void bufferMode() {
        Bytes data = random(1);
        host.ask("AT+QIOPEN=1,0,\"TCP\",\"echo.parley.test\",7,0,0\r", "+QIOPEN: 0,0\r\n");
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        for (int at = 0; at < AMOUNT; ) {
            int end = Math.min(AMOUNT, at + 1460);
            host.ask("AT+QISEND=0," + (end - at) + "\r", "\r\n> ");
            host.write(data.slice(at, end));
            at = host.result().equals("SEND OK") ? end : at;
            host.drain(back);
        }
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> {
            host.drain(back);
            return back.size() >= AMOUNT;
        });
        assertThat(Bytes.copyOf(back.toByteArray())).isEqualTo(data);
        assertThat(host.ask("AT+QIRD=0,0\r", "OK\r\n")).contains("+QIRD: 300000,300000,0\r\n");
        assertThat(host.ask("AT+QICLOSE=0\r", "OK\r\n")).isEqualTo("\r\nOK\r\n");
    }

    @Test
    @DisplayName("carries 300 kB there and back in push mode")
    void pushMode() {
        Bytes data = random(2);
        host.ask("AT+QIOPEN=1,3,\"TCP\",\"echo.parley.test\",7,0,1\r", "+QIOPEN: 3,0\r\n");
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        host.push = back;
        for (int at = 0; at < AMOUNT; ) {
            int end = Math.min(AMOUNT, at + 1460);
            host.write(Bytes.latin1("AT+QISEND=3," + (end - at) + "\r"));
            host.await("\r\n> ");
            host.write(data.slice(at, end));
            at = host.result().equals("SEND OK") ? end : at;
        }
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> {
            host.takePushed();
            return back.size() >= AMOUNT;
        });
        assertThat(Bytes.copyOf(back.toByteArray())).isEqualTo(data);
    }

    @Test
    @DisplayName("carries 300 kB there and back in transparent mode")
    void transparentMode() {
        Bytes data = random(3);
        host.ask("AT+QIOPEN=1,0,\"TCP\",\"echo.parley.test\",7,0,2\r", "\r\nCONNECT\r\n");
        for (int at = 0; at < AMOUNT; at += 10_000) {
            host.write(data.slice(at, at + 10_000));
        }
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> host.waiting() >= AMOUNT);
        assertThat(Bytes.latin1(host.take(AMOUNT))).isEqualTo(data);
    }

    @Test
    @DisplayName("says 565 for a name that does not exist and 566 where nobody listens")
    void failures() {
        assertThat(host.ask("AT+QIOPEN=1,0,\"TCP\",\"nobody.parley.test\",7\r", "+QIOPEN: 0,565\r\n"))
                .isEqualTo("\r\nOK\r\n\r\n+QIOPEN: 0,565\r\n");
        host.ask("AT+QIOPEN=1,1,\"TCP\",\"silent.parley.test\",7\r", "+QIOPEN: 1,566\r\n");
        assertThat(host.ask("AT+QIDNSGIP=1,\"echo.parley.test\"\r", "7\"\r\n"))
                .endsWith("\r\n+QIURC: \"dnsgip\",0,1,600\r\n\r\n+QIURC: \"dnsgip\",\"203.0.113.7\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {9600, 115_200, 921_600})
    @DisplayName("a byte takes ten bit times in either direction, whatever the rate")
    void laneKeepsTime(int baud) {
        UartLane lane = new UartLane(new UartOptions(baud));
        long now = 1_000_000;
        int crossed = 0;
        lane.add(Bytes.wrap(new byte[1000]), now);
        lane.add(Bytes.wrap(new byte[500]), now);
        while (lane.length() > 0) {
            now = lane.due();
            crossed += lane.crossed(now).length();
        }
        assertThat(crossed).isEqualTo(1500);
        assertThat((now - 1_000_000) / 1e9).isCloseTo(1500 * 10.0 / baud, within(1500.0 / baud));
        lane.add(Bytes.wrap(new byte[1]), now + 1_000_000_000);
        assertThat(lane.due()).isCloseTo(now + 1_000_000_000 + 10_000_000_000L / baud, within(1L));
    }

    @Test
    @DisplayName("a line of 9600 baud makes a command and its answer take their time")
    void pacedLine() {
        try (RunningModem slow = RunningModem.start(ModemSetup.standard(), new UartOptions(9600), Routes.none(), 7)) {
            TestHost terminal = new TestHost(slow);
            String command = "AT" + "+CGMR;".repeat(3) + "\r";
            long began = System.nanoTime();
            String answer = terminal.ask(command, "OK\r\n");
            double seconds = (System.nanoTime() - began) / 1e9;
            // The echo, with which the answer begins, crosses while the command does.
            assertThat(answer).hasSizeGreaterThan(70).startsWith(command);
            assertThat(seconds).isGreaterThan(answer.length() * 10.0 / 9600 * 0.9);
        }
    }

    private static Bytes random(long seed) {
        byte[] bytes = new byte[AMOUNT];
        new Random(seed).nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private static void echo(Socket client) {
        try (client;
                InputStream in = client.getInputStream()) {
            in.transferTo(client.getOutputStream());
        } catch (IOException e) {
            // The client is gone.
        }
    }
}
