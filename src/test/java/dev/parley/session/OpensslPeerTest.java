package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.journal.Direction;
import dev.parley.link.LinkAddress;
import dev.parley.sim.SimLinks;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.sim.modem.Routes;
import dev.parley.socket.AccessMode;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.client.Programs;
import dev.parley.tls.client.TestPki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A session to openssl s_server through the simulated modem")
@Timeout(60)
class OpensslPeerTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** What {@code -trace} prints for a record: who sent it, its content type and length, and its handshake message. */
    private static final Pattern RECORD = Pattern.compile(
            "(Sent|Received) Record\nHeader:\n +Version = .*\n +Content Type = (\\w+) \\(\\d+\\)\n +Length = (\\d+)"
                    + "(?:\n    (\\w+), Length=\\d+)?");

    @TempDir
    private static Path folder;

    private static final TestPki PKI = new TestPki();
    private static Path openssl = Path.of("");

    /** How the server treats the client's certificate, and whether the client has one. */
    enum ClientCertificate {
        NOT_ASKED,
        ASKED_AND_NOT_THERE,
        DEMANDED_AND_GIVEN
    }

    @BeforeAll
    static void findOpenssl() throws Exception {
        Optional<Path> program = Programs.find("openssl");
        if (program.isEmpty()) {
            System.out.println("skipped: openssl is not installed, so there is no second opinion on the records");
        }
        assumeTrue(program.isPresent(), "openssl is not installed");
        openssl = program.get();
        TestPki.certificateFile(folder, "ca.pem", PKI.authority);
        TestPki.certificateFile(folder, "device.pem", PKI.device);
        TestPki.keyFile(folder, "device.key", PKI.device.keys());
        TestPki.certificateFile(folder, "rsa.pem", PKI.server);
        TestPki.keyFile(folder, "rsa.key", PKI.server.keys());
        TestPki.Identity ecdsa = TestPki.issue(
                PKI.authority,
                TestPki.Wish.server("CN=broker with ECDSA", TestPki.dns("localhost")),
                TestPki.keys("EC", 256));
        TestPki.certificateFile(folder, "ecdsa.pem", ecdsa);
        TestPki.keyFile(folder, "ecdsa.key", ecdsa.keys());
    }

    @ParameterizedTest(name = "{0}, client certificate {2}")
    @CsvSource({
        "ECDHE-RSA-AES128-GCM-SHA256, rsa, DEMANDED_AND_GIVEN",
        "ECDHE-RSA-AES128-GCM-SHA256, rsa, ASKED_AND_NOT_THERE",
        "ECDHE-RSA-AES128-GCM-SHA256, rsa, NOT_ASKED",
        "ECDHE-RSA-AES256-GCM-SHA384, rsa, DEMANDED_AND_GIVEN",
        "ECDHE-RSA-AES256-GCM-SHA384, rsa, NOT_ASKED",
        "ECDHE-RSA-CHACHA20-POLY1305, rsa, DEMANDED_AND_GIVEN",
        "ECDHE-RSA-CHACHA20-POLY1305, rsa, ASKED_AND_NOT_THERE",
        "ECDHE-ECDSA-AES128-GCM-SHA256, ecdsa, DEMANDED_AND_GIVEN",
        "ECDHE-ECDSA-AES128-GCM-SHA256, ecdsa, ASKED_AND_NOT_THERE",
    })
    @DisplayName("has the messages that openssl's trace has, in its order, in records of its sizes")
    void sameMessages(String suite, String identity, ClientCertificate certificate) throws Exception {
        int port = Programs.freePort();
        Path trace = folder.resolve(suite + "-" + certificate + ".txt");
        Process server = new ProcessBuilder(command(port, suite, identity, certificate))
                .redirectErrorStream(true)
                .redirectOutput(trace.toFile())
                .start();
        TlsConversation conversation;
        try {
            await().atMost(LIMIT).until(() -> text(trace).contains("ACCEPT"));
            conversation = connect(port, certificate == ClientCertificate.DEMANDED_AND_GIVEN);
            assertThat(server.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("openssl ends after its one connection: %s", text(trace))
                    .isTrue();
        } finally {
            server.destroyForcibly();
        }

        assertThat(conversation.problems()).isEmpty();
        assertThat(conversation.suite().replace('_', '-')).contains(suite.substring(suite.lastIndexOf('-') + 1));
        List<String> theirs = records(text(trace));
        assertThat(theirs)
                .as(text(trace))
                .startsWith(
                        "tx ClientHello " + conversation.records().getFirst().size())
                .contains("rx Finished 45".replace("45", String.valueOf(finishedRecord(suite))));
        assertThat(ours(conversation)).isEqualTo(theirs);
        assertThat(theirs.contains("tx Certificate 877"))
                .isEqualTo(certificate == ClientCertificate.DEMANDED_AND_GIVEN);
        assertThat(theirs.contains("tx Certificate 12"))
                .isEqualTo(certificate == ClientCertificate.ASKED_AND_NOT_THERE);
    }

    /** Record header, explicit nonce (RFC 5288; ChaCha20 has none, RFC 7905), Finished with its header, tag. */
    private static int finishedRecord(String suite) {
        return 5 + (suite.contains("CHACHA20") ? 0 : 8) + 16 + 16;
    }

    private static List<String> command(int port, String suite, String identity, ClientCertificate certificate) {
        List<String> command = new ArrayList<>(List.of(
                openssl.toString(),
                "s_server",
                "-accept",
                "127.0.0.1:" + port,
                "-cert",
                folder.resolve(identity + ".pem").toString(),
                "-key",
                folder.resolve(identity + ".key").toString(),
                "-CAfile",
                folder.resolve("ca.pem").toString(),
                "-tls1_2",
                "-cipher",
                suite,
                "-naccept",
                "1",
                "-trace"));
        switch (certificate) {
            case NOT_ASKED -> {}
            case ASKED_AND_NOT_THERE -> command.addAll(List.of("-verify", "1"));
            case DEMANDED_AND_GIVEN -> command.addAll(List.of("-Verify", "1"));
        }
        return command;
    }

    private static TlsConversation connect(int port, boolean withCertificate) throws Exception {
        try (SessionController controller = LiveController.standard(
                new SimLinks(ModemSetup.standard(), Routes.none(), 1), JournalKeeper.inMemory(), "parley test")) {
            ConnectionProfile profile = new ConnectionProfile(
                    "openssl",
                    LinkAddress.parse("sim:"),
                    "",
                    "127.0.0.1",
                    port,
                    AccessMode.BUFFER,
                    1460,
                    Optional.of(new ConnectionProfile.Tls(
                            Optional.of(folder.resolve("ca.pem")),
                            Optional.of(folder.resolve("device.pem")).filter(file -> withCertificate),
                            Optional.of(folder.resolve("device.key")).filter(file -> withCertificate),
                            "localhost",
                            List.of(),
                            false,
                            LIMIT)),
                    Optional.empty(),
                    LIMIT);
            controller.connect(profile, ControllerState.Level.RUN).get(LIMIT.toSeconds() * 2, TimeUnit.SECONDS);
            controller.disconnect().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            Snapshot snapshot = controller.session().settled();
            assertThat(snapshot.findings()).isEmpty();
            return snapshot.view().conversations().get(0);
        }
    }

    /** Our messages; what the server says after our close_notify is not waited for, and does not count. */
    private static List<String> ours(TlsConversation conversation) {
        return conversation.messages().stream()
                .filter(message -> !(message instanceof TlsMessage.Alert && message.direction() == Direction.RX))
                .map(message -> message.direction().word() + " "
                        + (message instanceof TlsMessage.Alert ? "Alert" : message.title()) + " "
                        + conversation.recordBytes(message))
                .toList();
    }

    private static List<String> records(String trace) {
        return RECORD.matcher(trace)
                .results()
                .map(match -> (match.group(1).equals("Received") ? "tx " : "rx ")
                        + (match.group(4) == null ? match.group(2) : match.group(4)) + " "
                        + (5 + Integer.parseInt(match.group(3))))
                .filter(record -> !record.startsWith("rx Alert"))
                .toList();
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
