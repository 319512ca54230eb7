package dev.parley.tls.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.tls.ClientOffer;
import dev.parley.tls.client.Gate.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A second implementation sees what the TLS client says it sent")
@Timeout(60)
class OpenSslServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    @DisplayName("openssl s_server: the same messages in the same order, and records of the same size")
    void sServer() throws Exception {
        assumeThat(Programs.find("openssl"))
                .as("skipped: openssl is not installed")
                .isPresent();
        TestPki pki = new TestPki();
        Path trusted = TestPki.certificateFile(directory, "ca.pem", pki.authority);
        Path certificate = TestPki.certificateFile(directory, "server.pem", pki.server);
        Path key = TestPki.keyFile(directory, "server.key", pki.server.keys());
        int port = Programs.freePort();
        Path trace = directory.resolve("trace.txt");
        Process server = new ProcessBuilder(
                        "openssl",
                        "s_server",
                        "-accept",
                        "127.0.0.1:" + port,
                        "-cert",
                        certificate.toString(),
                        "-key",
                        key.toString(),
                        "-CAfile",
                        trusted.toString(),
                        "-Verify",
                        "2",
                        "-tls1_2",
                        "-alpn",
                        "x-amzn-mqtt-ca",
                        "-naccept",
                        "2",
                        "-trace")
                .redirectErrorStream(true)
                .redirectOutput(trace.toFile())
                .start();
        try {
            Awaitility.await().atMost(LIMIT).until(() -> Files.readString(trace).contains("ACCEPT"));
            List<String> stops = new ArrayList<>();
            List<Integer> sent;
            try (SocketTransport transport = new SocketTransport(port)) {
                Gate gate = new Gate(Level.RUN, stop -> {});
                TlsStream stream = new TlsClientDriver(
                                new TlsClientConfig(
                                        "localhost",
                                        true,
                                        List.of("x-amzn-mqtt-ca"),
                                        Optional.of(trusted),
                                        Optional.of(pki.deviceCredentials()),
                                        Optional.empty(),
                                        LIMIT,
                                        LIMIT),
                                transport,
                                gate,
                                (label, clientRandom, secret) -> stops.add(label),
                                (why, override) -> {},
                                Clock.fixed(TestPki.NOW, ZoneOffset.UTC),
                                new SecureRandom())
                        .handshake();
                assertThat(stream.alpn()).contains("x-amzn-mqtt-ca");
                sent = List.copyOf(transport.sizes());
                stream.output().write("hello\n".getBytes(StandardCharsets.US_ASCII));
                Awaitility.await()
                        .atMost(LIMIT)
                        .until(() -> Files.readString(trace, StandardCharsets.ISO_8859_1)
                                .contains("hello"));
                stream.close();
            }
            assertThat(sent).hasSize(6).endsWith(877, 75, 269, 6, 45);
            String text = Files.readString(trace, StandardCharsets.ISO_8859_1);
            assertThat(received(text))
                    .startsWith(
                            "ClientHello " + sent.get(0),
                            "Certificate 877",
                            "ClientKeyExchange 75",
                            "CertificateVerify 269",
                            "ChangeCipherSpec 6",
                            "Finished 45");
        } finally {
            server.destroy();
            server.waitFor(5, TimeUnit.SECONDS);
        }
    }

    @Test
    @DisplayName(
            "openssl s_server: TLS 1.3 in steps, with a client certificate, and the key log the server writes itself")
    void tls13() throws Exception {
        assumeThat(Programs.find("openssl"))
                .as("skipped: openssl is not installed")
                .isPresent();
        TestPki pki = new TestPki();
        Path trusted = TestPki.certificateFile(directory, "ca.pem", pki.authority);
        Path keyLog = directory.resolve("keys.txt");
        int port = Programs.freePort();
        Path output = directory.resolve("server.txt");
        Process server = new ProcessBuilder(
                        "openssl",
                        "s_server",
                        "-accept",
                        "127.0.0.1:" + port,
                        "-cert",
                        TestPki.certificateFile(directory, "server.pem", pki.server)
                                .toString(),
                        "-key",
                        TestPki.keyFile(directory, "server.key", pki.server.keys())
                                .toString(),
                        "-CAfile",
                        trusted.toString(),
                        "-Verify",
                        "2",
                        "-tls1_3",
                        "-naccept",
                        "1",
                        "-keylogfile",
                        keyLog.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        List<String> stops = new ArrayList<>();
        List<String> secrets = new ArrayList<>();
        try {
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> Files.readString(output).contains("ACCEPT"));
            try (SocketTransport transport = new SocketTransport(port)) {
                AtomicReference<Gate> itself = new AtomicReference<>();
                Gate gate = new Gate(
                        Level.MESSAGE,
                        stop -> stop.ifPresent(here -> {
                            stops.add(here.direction().word() + " " + here.title());
                            itself.get().step();
                        }));
                itself.set(gate);
                TlsClientConfig config = new TlsClientConfig(
                                "localhost",
                                true,
                                List.of(),
                                Optional.of(trusted),
                                Optional.of(pki.deviceCredentials()),
                                Optional.empty(),
                                LIMIT,
                                LIMIT)
                        .withOffer(ClientOffer.standard(List.of(ClientOffer.TLS_1_3)));
                TlsStream stream = new TlsClientDriver(
                                config,
                                transport,
                                gate,
                                (label, clientRandom, secret) ->
                                        secrets.add(label + " " + clientRandom.hex() + " " + secret.hex()),
                                (why, override) -> {},
                                Clock.fixed(TestPki.NOW, ZoneOffset.UTC),
                                new SecureRandom())
                        .handshake();
                stream.output().write("hello\n".getBytes(StandardCharsets.US_ASCII));
                Awaitility.await()
                        .atMost(LIMIT)
                        .until(() -> Files.readString(output, StandardCharsets.ISO_8859_1)
                                .contains("hello"));
                stream.close();
            }
            assertThat(server.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            server.destroy();
            server.waitFor(5, TimeUnit.SECONDS);
        }
        assertThat(stops)
                .containsExactly(
                        "tx ClientHello",
                        "rx ServerHello",
                        "tx ChangeCipherSpec",
                        "rx ChangeCipherSpec",
                        "rx EncryptedExtensions",
                        "rx CertificateRequest",
                        "rx Certificate",
                        "rx CertificateVerify",
                        "rx Finished",
                        "tx Certificate",
                        "tx CertificateVerify",
                        "tx Finished");
        assertThat(secrets)
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(keyLog).stream()
                        .filter(line -> !line.startsWith("#"))
                        .toList())
                .hasSize(5);
    }

    /** The records s_server received, each as its message and its size on the wire. */
    private static List<String> received(String trace) {
        return Pattern.compile(
                        "Received Record\\s+Header:\\s+Version = .*\\s+Content Type = (\\w+) .*\\s+Length = (\\d+)"
                                + "(?:\\s+(\\w+), Length=)?")
                .matcher(trace)
                .results()
                .map(match -> (match.group(3) == null ? match.group(1) : match.group(3)) + " "
                        + (5 + Integer.parseInt(match.group(2))))
                .toList();
    }
}
