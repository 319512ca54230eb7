package dev.parley.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.sim.modem.ModemVariant;
import dev.parley.sim.modem.UartOptions;
import dev.parley.tls.client.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated modem for programs that are not Parley. */
@DisplayName("For other programs, the simulated modem")
@Timeout(120)
class OtherProgramsTest {
    private static final LinkAddress ANY_PORT = new LinkAddress("tcp", "127.0.0.1:0", Map.of());

    @TempDir
    private static Path folder;

    private static Bench bench;

    @BeforeAll
    static void startBench() throws Exception {
        bench = Bench.start(Scenarios.standard(), folder.resolve("pki"), 1);
    }

    @AfterAll
    static void endBench() {
        bench.close();
    }

    @Test
    @DisplayName("is served on several ports, each of its own kind and with its own state")
    void severalPorts() throws Exception {
        try (SimServer first = bench.serve(ANY_PORT, UartOptions.UNLIMITED, List.of());
                SimServer second = bench.serve(ANY_PORT, UartOptions.UNLIMITED, List.of(), ModemVariant.BG96)) {
            assertThat(talk(first.address(), "ATE0;+CGMM\r")).isEqualTo("ATE0;+CGMM\r\r\nBG95-M3\r\n\r\nOK\r\n");
            assertThat(talk(second.address(), "AT+CGMM\r")).isEqualTo("AT+CGMM\r\r\nBG96\r\n\r\nOK\r\n");
            assertThat(talk(first.address(), "AT+CGMM\r")).isEqualTo("\r\nBG95-M3\r\n\r\nOK\r\n");
        }
    }

    @ParameterizedTest(name = "access mode {0}")
    @ValueSource(ints = {0, 1, 2})
    @DisplayName("carries a mutual TLS handshake and MQTT for a host on libmbedtls that shares no code with it")
    void anotherHost(int mode) throws Exception {
        publishes(bench, mode);
    }

    @ParameterizedTest(name = "access mode {0}")
    @ValueSource(ints = {0, 1, 2})
    @DisplayName("carries the same where all that the modem says is torn, and the server's messages share records")
    void anotherHostTorn(int mode) throws Exception {
        try (Bench torn = torn()) {
            publishes(torn, mode);
        }
    }

    private static Bench torn() throws Exception {
        Path scenario = Files.writeString(folder.resolve("torn.json"), """
            {
              "name": "torn",
              "group": "healthy",
              "story": "Nothing arrives as it was written.",
              "modem": {
                "urcLead": 2,
                "roundTripMillis": 15,
                "faults": [{"afterMillis": 0, "do": "split", "most": 3}]
              },
              "endpoint": {"coalesced": true},
              "finding": null,
              "fix": "Nothing."
            }
            """);
        return Bench.start(Scenarios.findOrRead(scenario.toString()), folder.resolve("pki"), 1);
    }

    /** Runs the host on libmbedtls from its connection to the broker's answer. */
    private static void publishes(Bench bench, int mode) throws Exception {
        Path program = compile("at_tls_host");
        try (SimServer server = bench.serve(ANY_PORT, UartOptions.UNLIMITED, List.of())) {
            Process host = new ProcessBuilder(
                            program.toString(),
                            String.valueOf(server.address().getPort()),
                            Bench.HOST,
                            String.valueOf(Bench.PORT),
                            bench.ca().toString(),
                            bench.certificate().toString(),
                            bench.key().toString(),
                            String.valueOf(mode))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(host.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(host.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(said)
                    .startsWith("handshake TLSv1.2 TLS-ECDHE-RSA-WITH-")
                    .contains("connack 20020000\n")
                    .containsPattern("done with \\d+ sends and \\d+ reads\n");
            assertThat(host.exitValue()).isZero();
        }
    }

    @Test
    @DisplayName("carries a line of text for a script that speaks plain AT, as the usual Arduino libraries do")
    void plainHost() throws Exception {
        echoes(bench);
    }

    @Test
    @DisplayName("carries it where all that the modem says is torn")
    void plainHostTorn() throws Exception {
        try (Bench torn = torn()) {
            echoes(torn);
        }
    }

    private static void echoes(Bench bench) throws Exception {
        boolean there = Programs.find("bash").isPresent();
        if (!there) {
            System.out.println("skipped: bash is not installed, so there is no script");
        }
        assumeTrue(there, "bash is not installed");
        Path script = copy("at_host.sh");
        try (ServerSocket echo = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> echo(echo));
            String route = "echo.example:7=127.0.0.1:" + echo.getLocalPort();
            try (SimServer server = bench.serve(ANY_PORT, UartOptions.UNLIMITED, List.of(route))) {
                Process host = new ProcessBuilder(
                                "bash",
                                script.toString(),
                                String.valueOf(server.address().getPort()),
                                "echo.example",
                                "7",
                                "hello, echo")
                        .redirectErrorStream(true)
                        .start();
                String said = new String(host.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(host.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(said.strip()).isEqualTo("hello, echo");
                assertThat(host.exitValue()).isZero();
            }
        }
    }

    private static void echo(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // The host hears nothing then, and says so.
        }
    }

    @Test
    @DisplayName("is found on a pseudo-terminal, and is gone from there afterwards")
    void pseudoTerminal() throws Exception {
        boolean there = Programs.find("socat").isPresent();
        if (!there) {
            System.out.println("skipped: socat is not installed, so there is no pseudo-terminal");
        }
        assumeTrue(there, "socat is not installed");
        Path path = folder.resolve("modem0");
        try (SimServer server = bench.serve(ANY_PORT, UartOptions.UNLIMITED, List.of());
                PseudoTerminal terminal = PseudoTerminal.open(path, server.address());
                RandomAccessFile port = new RandomAccessFile(terminal.path().toFile(), "rw")) {
            port.write("AT\r".getBytes(StandardCharsets.ISO_8859_1));
            byte[] answer = new byte[9];
            port.readFully(answer);
            assertThat(new String(answer, StandardCharsets.ISO_8859_1)).isEqualTo("AT\r\r\nOK\r\n");
            assertThatThrownBy(() -> PseudoTerminal.open(path, server.address()))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("name a path that is free");
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !Files.exists(path));
    }

    private static Path copy(String resource) throws IOException {
        Path copy = folder.resolve(resource);
        try (InputStream in = OtherProgramsTest.class.getResourceAsStream("/dev/parley/sim/" + resource)) {
            assertThat(in).isNotNull();
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }

    private static Path compile(String name) throws Exception {
        boolean there = Programs.find("gcc").isPresent() && Files.exists(Path.of("/usr/include/mbedtls/ssl.h"));
        if (!there) {
            System.out.println("skipped: gcc and libmbedtls-dev are not installed, so there is no other host");
        }
        assumeTrue(there, "gcc and libmbedtls-dev are not installed");
        Path source = copy(name + ".c");
        Path program = folder.resolve(name);
        Process gcc = new ProcessBuilder(
                        "gcc",
                        "-O1",
                        "-o",
                        program.toString(),
                        source.toString(),
                        "-lmbedtls",
                        "-lmbedx509",
                        "-lmbedcrypto")
                .redirectErrorStream(true)
                .start();
        String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(gcc.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(gcc.exitValue()).as(said).isZero();
        return program;
    }

    private static String talk(InetSocketAddress address, String command) throws Exception {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(command.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith("OK\r\n")) {
                int b = socket.getInputStream().read();
                assertThat(b).as("after %s", answer).isNotNegative();
                answer.append((char) b);
            }
            return answer.toString();
        }
    }
}
