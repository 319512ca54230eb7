package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.session.Session;
import dev.parley.tls.Hello;
import dev.parley.tls.Resumption;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.TlsNames;
import dev.parley.tls.TlsRecord;
import dev.parley.tls.client.Programs;
import dev.parley.tls.client.TestPki;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What connect tries on a handshake")
@Timeout(60)
class ConnectExperimentsTest {
    @TempDir
    private Path folder;

    /** What {@code connect} said and kept. */
    private record Tried(int exit, String out, CaseView view, List<String> experiments) {
        TlsConversation conversation() {
            return view.conversations().get(0);
        }

        /** The sizes of the client's records. */
        List<Integer> records() {
            return conversation().records().stream()
                    .filter(record -> record.direction() == Direction.TX)
                    .map(TlsRecord::size)
                    .toList();
        }

        /** How many bytes each send carried. */
        List<Integer> sends() {
            return view.exchanges().stream()
                    .map(Exchange::text)
                    .filter(text -> text.matches("AT\\+QISEND=0,[1-9]\\d*"))
                    .map(text -> Integer.valueOf(text.substring(text.indexOf(',') + 1)))
                    .toList();
        }

        Hello hello() {
            TlsMessage.Handshake first =
                    (TlsMessage.Handshake) conversation().messages().getFirst();
            return Hello.client(first.body()).orElseThrow();
        }
    }

    private Tried connect(String... options) throws Exception {
        return connect(folder.resolve("out"), options);
    }

    private static Tried connect(Path out, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("connect", "--link", "sim:", "--mqtt", "none", "--key-log", "--out", out.toString()));
        arguments.addAll(List.of(options));
        StringWriter said = new StringWriter();
        int exit = run(said, arguments);
        try (Session session = Session.open(out.resolve("session.parley"))) {
            CaseView view = session.settled().view();
            List<String> experiments = view.changes().stream()
                    .filter(change -> change instanceof Event.Action action
                            && action.name().equals("experiment"))
                    .map(change -> ((Event.Action) change).detail())
                    .toList();
            return new Tried(exit, said.toString(), view, experiments);
        }
    }

    private static int run(StringWriter said, List<String> arguments) {
        PrintWriter out = new PrintWriter(said);
        return ParleyCommand.run(
                new NoDesktop(),
                (session, snapshot, state, profile, target) -> List.of(),
                out,
                out,
                arguments.toArray(String[]::new));
    }

    private static final class NoDesktop implements DesktopStarter {
        @Override
        public boolean canOpen() {
            return false;
        }

        @Override
        public void open(Optional<Path> session) {
            throw new AssertionError("there is no display");
        }
    }

    /** The codes that were told, the first one first. */
    private static List<String> findings(Tried tried) {
        return tried.out()
                .lines()
                .filter(line -> line.matches("  [01]\\.\\d\\d [a-z-]+: .*"))
                .map(line -> line.substring(7, line.indexOf(':')))
                .toList();
    }

    @Test
    @DisplayName("cuts records, sends a flight at once, cuts the sends and holds a message back")
    void theWayRecordsLeave() throws Exception {
        Tried cut = connect("--fragment", "261");
        assertThat(cut.records()).containsSubsequence(266, 266, 266, 94, 75);
        assertThat(cut.out()).contains("will take 892 = 4 x 5 + 4 + 3 + 3 + 862 bytes in 4 records.");
        assertThat(connect("--fragment", "300", "--tls-version", "1.3").out())
                .as("nothing of it can be cut")
                .contains("will take 897 = 5 + ")
                .containsPattern("fragments of 300 bytes: nothing was cut, .*\\s+.*TLS 1.3 encrypts its Certificate")
                .contains("MBEDTLS_SSL_CLIENT_CCS_AFTER_SERVER_FINISHED ");
        assertThat(connect("--one-send").sends()).contains(877 + 75 + 269 + 6 + 45);
        assertThat(connect("--chunk", "256").sends()).containsSubsequence(256, 256, 256, 109, 75);

        Tried delayed = connect("--delay", "Certificate=400");
        List<TlsMessage> messages = delayed.conversation().messages();
        TlsMessage done = messages.stream()
                .filter(message -> message.title().equals("ServerHelloDone"))
                .findFirst()
                .orElseThrow();
        assertThat(Duration.ofNanos(messages.get(done.index() + 1).startNanos() - done.endNanos()))
                .isGreaterThan(Duration.ofMillis(400));
        assertThat(delayed.experiments()).singleElement().asString().contains("400 ms", "Certificate");
    }

    @Test
    @DisplayName("alters and drops a byte: the server refuses what it cannot read")
    void bytes() throws Exception {
        Tried flipped = connect("--flip", "Certificate:877");
        assertThat(flipped.records()).contains(877);
        assertThat(flipped.conversation().result()).isEqualTo(TlsConversation.Result.FAILED);
        assertThat(flipped.conversation().alert()).isPresent();
        assertThat(flipped.exit()).isEqualTo(ExitCode.SESSION_FAILED);

        Tried dropped = connect("--drop", "Certificate:877");
        assertThat(dropped.sends()).contains(876);
        assertThat(dropped.conversation().result()).isEqualTo(TlsConversation.Result.FAILED);
        assertThat(dropped.experiments()).singleElement().asString().contains("877");

        Tried keyExchange = connect("--flip", "ClientKeyExchange:30");
        assertThat(List.of(flipped, dropped, keyExchange))
                .allSatisfy(tried -> assertThat(findings(tried))
                        .as(tried.out())
                        .startsWith("experiment-altered")
                        .doesNotContain("key-mismatch", "bytes-lost-to-modem"));
        assertThat(flipped.out())
                .contains("  experiment: byte 877 of Certificate flipped\n")
                .contains("sent as 877 in AT+QISEND=0,877 at ");
    }

    @Test
    @DisplayName("a message that was changed is the one the handshake died of, wherever the client stood by then")
    void diedOf() throws Exception {
        Tried together = connect("--flip", "Certificate:100", "--one-send");
        assertThat(together.out())
                .containsSubsequence(
                        "   7 MBEDTLS_SSL_CLIENT_CERTIFICATE ",
                        "     X  the handshake died of this message\n",
                        "the client had gone on by then: it had sent all up to MBEDTLS_SSL_CLIENT_FINISHED (11)",
                        "  11 MBEDTLS_SSL_CLIENT_FINISHED ",
                        "     Alert fatal unknown_ca(48)");

        Tried protectedRecord = connect("--flip", "Certificate:100", "--tls-version", "1.3");
        assertThat(protectedRecord.conversation().present().map(step -> step.state() + " " + step.recordBytes()))
                .as("the record that the server could not open, nor can we")
                .contains("CLIENT_CERTIFICATE 897");
        assertThat(protectedRecord.out())
                .contains("The secrets this session holds do not open every record")
                .doesNotContain("holds no secrets");
    }

    @Test
    @DisplayName("a byte that no message had was not altered, and that is told")
    void noSuchByte() throws Exception {
        Tried beyond = connect("--flip", "Certificate:99999");

        assertThat(beyond.exit()).as(beyond.out()).isEqualTo(ExitCode.DONE);
        assertThat(beyond.experiments())
                .containsExactly(
                        "did not happen: byte 99999 of Certificate flipped; Certificate's record has 877 bytes");
        assertThat(beyond.out())
                .contains("parley: the experiment did not happen: byte 99999 of Certificate flipped; Certificate's"
                        + " record has 877 bytes")
                .doesNotContain("experiment: byte 99999", "experiment-altered");
    }

    @Test
    @DisplayName("has no certificate, or a stranger's")
    void certificates() throws Exception {
        Tried none = connect("--no-cert");
        assertThat(none.records()).contains(5 + 4 + 3);
        assertThat(none.conversation().alert().orElseThrow().title()).contains("handshake_failure");
        assertThat(none.experiments()).contains("no client certificate");
        assertThat(findings(none)).startsWith("certificate-refused");
        Tried none13 = connect("--no-cert", "--tls-version", "1.3");
        assertThat(none13.exit()).as(none13.out()).isEqualTo(ExitCode.SESSION_FAILED);
        assertThat(none13.out())
                .containsPattern("FAIL TLS +The server ended the connection with fatal certificate_required");
        assertThat(List.of(none, none13))
                .allSatisfy(tried -> assertThat(tried.out())
                        .contains("The client sent no certificate (an empty Certificate message), the server asked for"
                                + " one"));

        TestPki other = new TestPki();
        Tried wrong = connect(
                "--cert",
                TestPki.certificateFile(folder, "other.pem", other.device).toString(),
                "--key",
                TestPki.keyFile(folder, "other.key", other.device.keys()).toString());
        assertThat(wrong.conversation().alert().orElseThrow().title()).contains("unknown_ca");
    }

    @Test
    @DisplayName("offers no name, a fragment length, other curves and suites")
    void offers() throws Exception {
        Tried nameless = connect("--no-sni");
        assertThat(nameless.conversation().sni()).isEmpty();
        assertThat(nameless.exit()).isEqualTo(ExitCode.DONE);

        Tried fragmented = connect("--max-fragment", "512");
        assertThat(fragmented.records()).containsSubsequence(517, 365);
        assertThat(fragmented.experiments()).contains("offered: max_fragment_length 512");
        Tried sealed = connect("--max-fragment", "512", "--tls-version", "1.3");
        assertThat(sealed.records()).containsSubsequence(534, 385);
        assertThat(sealed.out())
                .contains("will take 919 = 2 x 5 + 4 + 1 + 3 + 3 + 862 + 2 + 2 x 1 + 2 x 16 bytes in 2 records.");

        Tried other = connect("--curves", "secp384r1,secp256r1", "--suites", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        assertThat(other.hello().extension(10).orElseThrow().hex()).isEqualTo("000400180017");
        assertThat(other.conversation().suite()).isEqualTo("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        assertThat(other.experiments()).hasSize(2).allMatch(words -> words.startsWith("offered: "));
        assertThat(other.hello().suites().stream().map(TlsNames::suite))
                .contains("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")
                .hasSize(2);
    }

    @Test
    @DisplayName("keeps both of two runs, and compare marks the first difference")
    void twoRuns() throws Exception {
        connect();
        connect("--fragment", "261");
        Path out = folder.resolve("out");
        StringWriter said = new StringWriter();

        int exit = run(
                said,
                List.of(
                        "compare",
                        out.resolve("session-1.parley").toString(),
                        out.resolve("session.parley").toString()));

        assertThat(exit).isEqualTo(ExitCode.DONE);
        assertThat(said.toString().lines())
                .as("%s", said)
                .anyMatch(line -> line.contains("Certificate") && line.contains("877") && line.contains("892"));

        connect("--max-fragment", "1024");
        StringWriter offered = new StringWriter();
        run(
                offered,
                List.of(
                        "compare",
                        out.resolve("session-1.parley").toString(),
                        out.resolve("session.parley").toString()));
        assertThat(offered.toString())
                .containsPattern("(?i)>>> -> ClientHello .* bytes")
                .contains("max fragment length: A nothing; B ")
                .contains("first difference: the client's ClientHello differs in");
    }

    @Test
    @DisplayName("keeps the secrets of TLS 1.3 under their five labels")
    void keyLogOfTls13() throws Exception {
        Tried tried = connect("--tls-version", "1.3");

        assertThat(tried.conversation().version()).isEqualTo("TLS 1.3");
        assertThat(Files.readAllLines(folder.resolve("out/session.keylog")).stream()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.split(" ", -1)[0]))
                .containsExactlyInAnyOrder(
                        "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                        "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                        "CLIENT_TRAFFIC_SECRET_0",
                        "SERVER_TRAFFIC_SECRET_0",
                        "EXPORTER_SECRET");
    }

    @Test
    @DisplayName("takes up the session of a handshake it made before, and says by what")
    void resumption() throws Exception {
        Optional<Path> openssl = Programs.find("openssl");
        if (openssl.isEmpty()) {
            System.out.println("skipped: openssl is not installed, and the built-in endpoint keeps no sessions");
        }
        assumeTrue(openssl.isPresent(), "openssl is not installed");
        TestPki pki = new TestPki();
        String ca = TestPki.certificateFile(folder, "ca.pem", pki.authority).toString();
        int port = Programs.freePort();
        Path log = folder.resolve("server.txt");
        Process server = new ProcessBuilder(
                        openssl.get().toString(),
                        "s_server",
                        "-accept",
                        "127.0.0.1:" + port,
                        "-cert",
                        TestPki.certificateFile(folder, "server.pem", pki.server)
                                .toString(),
                        "-key",
                        TestPki.keyFile(folder, "server.key", pki.server.keys()).toString(),
                        "-tls1_2")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await().until(() ->
                    Files.readString(log, StandardCharsets.ISO_8859_1).contains("ACCEPT"));
            for (Resumption how : List.of(Resumption.SESSION_ID, Resumption.TICKET)) {
                Tried tried = connect(
                        folder.resolve(how.name()),
                        "--endpoint",
                        "127.0.0.1:" + port,
                        "--sni",
                        "localhost",
                        "--ca",
                        ca,
                        "--resume",
                        how == Resumption.TICKET ? "ticket" : "id");
                assertThat(tried.conversation().resumption()).contains(how);
                assertThat(tried.out()).contains("resumed by " + how.title() + ": no certificate crossed");
                assertThat(folder.resolve(how.name()).resolve("session-1.parley"))
                        .as("the first handshake is kept")
                        .exists();
            }
        } finally {
            server.destroyForcibly();
        }
        assertThat(connect("--resume").out()).contains("not resumed");
    }

    @Test
    @DisplayName("is told where it cannot be tried")
    void mistakes() {
        for (List<String> wrong : List.of(
                List.of("--resume", "psk"),
                List.of("--resume", "--tls-version", "1.3"),
                List.of("--resume", "--plain"))) {
            StringWriter said = new StringWriter();
            assertThat(run(
                            said,
                            Stream.concat(Stream.of("connect", "--link", "sim:"), wrong.stream())
                                    .toList()))
                    .as("%s: %s", wrong, said)
                    .isEqualTo(ExitCode.BAD_INPUT);
        }
    }
}
