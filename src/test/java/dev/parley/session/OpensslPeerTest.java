package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.export.ExportFormat;
import dev.parley.export.ExportOptions;
import dev.parley.export.Exports;
import dev.parley.export.Redaction;
import dev.parley.export.Tshark;
import dev.parley.journal.Direction;
import dev.parley.journal.Journal;
import dev.parley.link.LinkAddress;
import dev.parley.sim.SimLinks;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.sim.modem.Routes;
import dev.parley.socket.AccessMode;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.Resumption;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.TlsRecord;
import dev.parley.tls.client.Experiments;
import dev.parley.tls.client.Programs;
import dev.parley.tls.client.TestPki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A session to openssl s_server through the simulated modem")
@Timeout(60)
class OpensslPeerTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /**
     * What {@code -trace} prints for a record: who sent it, its content type and length, the type inside where it is encrypted by
     * TLS 1.3, and the handshake message that ends in it.
     */
    private static final Pattern RECORD = Pattern.compile(
            "(Sent|Received) Record\nHeader:\n +Version = .*\n +Content Type = (\\w+) \\(\\d+\\)\n +Length = (\\d+)"
                    + "(?:\n +Inner Content Type = (\\w+) \\(\\d+\\))?(?:\n    (\\w+), Length=\\d+)?");

    private static final ClientOffer TLS_1_3 = ClientOffer.standard(List.of(ClientOffer.TLS_1_3));
    private static final ClientOffer BOTH = ClientOffer.standard(List.of(ClientOffer.TLS_1_3, ClientOffer.TLS_1_2));

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
        "ECDHE-ECDSA-CHACHA20-POLY1305, ecdsa, DEMANDED_AND_GIVEN",
        "ECDHE-RSA-AES128-SHA256, rsa, DEMANDED_AND_GIVEN",
        "ECDHE-RSA-AES256-SHA, rsa, ASKED_AND_NOT_THERE",
        "ECDHE-ECDSA-AES128-SHA256, ecdsa, NOT_ASKED",
    })
    @DisplayName("has the messages that openssl's trace has, in its order, in records of its sizes")
    void sameMessages(String suite, String identity, ClientCertificate certificate) throws Exception {
        Both both = connect(
                List.of("-tls1_2", "-cipher", suite),
                identity,
                certificate,
                ClientOffer.standard(),
                Experiments.none());

        assertThat(both.ours()).isEqualTo(both.theirs());
        assertThat(both.conversation().suite().replace('_', '-')).contains(suite.substring(suite.lastIndexOf('-') + 1));
        assertThat(both.theirs())
                .startsWith("tx ClientHello "
                        + both.conversation().records().getFirst().size());
        if (!suite.contains("AES128-SHA") && !suite.contains("AES256-SHA")) {
            assertThat(both.theirs()).contains("rx Finished " + finishedRecord(suite));
        }
        assertThat(both.theirs().contains("tx Certificate 877"))
                .isEqualTo(certificate == ClientCertificate.DEMANDED_AND_GIVEN);
        assertThat(both.theirs().contains("tx Certificate 12"))
                .isEqualTo(certificate == ClientCertificate.ASKED_AND_NOT_THERE);
    }

    @Test
    @DisplayName("agrees with openssl about a server's flight in fragments of 512 bytes")
    void fragmentedServerFlight() throws Exception {
        Both both = connect(
                List.of("-tls1_2", "-max_send_frag", "512"),
                "rsa",
                ClientCertificate.DEMANDED_AND_GIVEN,
                ClientOffer.standard(),
                Experiments.none());

        assertThat(both.ours()).isEqualTo(both.theirs());
        assertThat(both.conversation().records())
                .filteredOn(record -> record.direction() == Direction.RX)
                .extracting(TlsRecord::size)
                .contains(517);
    }

    @Test
    @DisplayName(
            "agrees on max_fragment_length 512 and obeys it: the client's Certificate takes two records, 517 and 365")
    void maxFragmentLength() throws Exception {
        Both both = connect(
                List.of("-tls1_2"),
                "rsa",
                ClientCertificate.DEMANDED_AND_GIVEN,
                ClientOffer.standard().withMaxFragmentLength(OptionalInt.of(512)),
                Experiments.none());

        assertThat(both.ours()).isEqualTo(both.theirs()).contains("tx Certificate 882");
        assertThat(both.conversation().records())
                .filteredOn(record -> record.direction() == Direction.TX)
                .extracting(TlsRecord::size)
                .containsSubsequence(517, 365);
    }

    @Test
    @DisplayName("has a Certificate of 877 bytes refused with record_overflow where it agrees on 512 and does not obey")
    void maxFragmentLengthIgnored() throws Exception {
        TlsConversation conversation = refused(
                ClientOffer.standard().withMaxFragmentLength(OptionalInt.of(512)),
                Experiments.none().withIgnoreMaxFragmentLength(true));

        assertThat(conversation.messages())
                .filteredOn(message -> message.title().equals("Certificate") && message.direction() == Direction.TX)
                .extracting(conversation::recordBytes)
                .containsExactly(877);
        assertThat(conversation.messages().getLast().title()).contains("record_overflow");
    }

    @Test
    @DisplayName("is understood by openssl with handshake records cut at 261 bytes")
    void fragmentedClientFlight() throws Exception {
        Both both = connect(
                List.of("-tls1_2"),
                "rsa",
                ClientCertificate.DEMANDED_AND_GIVEN,
                ClientOffer.standard(),
                Experiments.none().withFragmentAt(OptionalInt.of(261)));

        assertThat(both.ours()).isEqualTo(both.theirs());
        assertThat(both.conversation().records())
                .filteredOn(record -> record.direction() == Direction.TX)
                .extracting(TlsRecord::size)
                .containsSubsequence(266, 266, 266, 94);
    }

    @Test
    @DisplayName("sends the five records of its flight in one AT+QISEND where it is to")
    void oneSend() throws Exception {
        Both both = connect(
                List.of("-tls1_2"),
                "rsa",
                ClientCertificate.DEMANDED_AND_GIVEN,
                ClientOffer.standard(),
                Experiments.none().withOneSend(true));

        assertThat(both.ours()).isEqualTo(both.theirs()).contains("tx Certificate 877");
        assertThat(both.sends()).hasSize(3).contains(877 + 75 + 269 + 6 + 45);
    }

    @ParameterizedTest
    @EnumSource(
            value = Resumption.class,
            names = {"SESSION_ID", "TICKET"})
    @DisplayName(
            "takes up its session by its id or ticket: the second handshake has no certificate, and the server speaks"
                    + " first")
    void resumption(Resumption how) throws Exception {
        List<List<String>> ours = new ArrayList<>();
        List<Optional<Resumption>> said = new ArrayList<>();
        Path trace = folder.resolve(how + ".txt");
        int port = Programs.freePort();
        Process server =
                start(trace, command(port, List.of("-tls1_2"), "rsa", ClientCertificate.DEMANDED_AND_GIVEN, 2));
        try (SessionController controller = controller()) {
            ConnectionProfile profile = profile(
                    port,
                    true,
                    ClientOffer.standard().withResume(true).withSessionTicket(how == Resumption.TICKET),
                    Experiments.none());
            for (int i = 0; i < 2; i++) {
                TlsConversation conversation = conversation(run(controller, profile));
                ours.add(ours(conversation));
                said.add(conversation.resumption());
            }
            ended(server, trace);
        } finally {
            server.destroyForcibly();
        }

        List<String> theirs = records(text(trace));
        int second = theirs.lastIndexOf(theirs.stream()
                .filter(record -> record.startsWith("tx ClientHello"))
                .reduce((first, last) -> last)
                .orElseThrow());
        assertThat(said).containsExactly(Optional.empty(), Optional.of(how));
        assertThat(ours.get(0)).isEqualTo(theirs.subList(0, second));
        assertThat(ours.get(1)).isEqualTo(theirs.subList(second, theirs.size()));
        assertThat(ours.get(1).stream().map(record -> record.substring(0, record.lastIndexOf(' '))))
                .startsWith(
                        "tx ClientHello",
                        "rx ServerHello",
                        "rx ChangeCipherSpec",
                        "rx Finished",
                        "tx ChangeCipherSpec",
                        "tx Finished");
    }

    @ParameterizedTest(name = "{0}, {1}, client certificate {2}")
    @CsvSource({
        "TLS_AES_128_GCM_SHA256, rsa, DEMANDED_AND_GIVEN",
        "TLS_AES_256_GCM_SHA384, rsa, NOT_ASKED",
        "TLS_CHACHA20_POLY1305_SHA256, ecdsa, ASKED_AND_NOT_THERE",
    })
    @DisplayName("speaks TLS 1.3 as openssl sees it, each way in its order")
    void tls13(String suite, String identity, ClientCertificate certificate) throws Exception {
        for (ClientOffer offer : List.of(TLS_1_3, BOTH)) {
            Both both = connect(
                    List.of("-tls1_3", "-ciphersuites", suite, "-num_tickets", "0"),
                    identity,
                    certificate,
                    offer,
                    Experiments.none());

            assertThat(both.conversation().suite()).isEqualTo(suite);
            for (String way : List.of("tx", "rx")) {
                // The client's ChangeCipherSpec leaves while the server's flight is still on its way.
                assertThat(both.ours())
                        .filteredOn(record -> record.startsWith(way))
                        .isEqualTo(both.theirs().stream()
                                .filter(record -> record.startsWith(way))
                                .toList());
            }
            assertThat(both.ours().stream()
                            .filter(record -> record.startsWith("tx Certificate "))
                            .count())
                    .isEqualTo(certificate == ClientCertificate.NOT_ASKED ? 0 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    @DisplayName("is decrypted by tshark from the exported pcapng, with the secrets inside or beside, with the same"
            + " messages in the same order")
    void tshark(String version) throws Exception {
        Tshark.orSkip();
        Both both = connect(
                List.of(version),
                "rsa",
                ClientCertificate.DEMANDED_AND_GIVEN,
                version.equals("-tls1_3") ? TLS_1_3 : ClientOffer.standard(),
                Experiments.none());
        List<String> ours = both.conversation().messages().stream()
                .filter(TlsMessage.Handshake.class::isInstance)
                .map(message -> String.valueOf(
                        ((TlsMessage.Handshake) message).type().orElseThrow().number()))
                .toList();
        ExportOptions with =
                ExportOptions.of("session").withRedaction(Redaction.off()).withSecrets(true);
        Path inside = export(both, ExportFormat.PCAPNG, "inside" + version, with);
        Path bare = export(both, ExportFormat.PCAPNG, "bare" + version, with.withSecrets(false));
        Path keys = export(both, ExportFormat.KEYLOG, "keys" + version, with);

        assertThat(types(both, inside)).isEqualTo(ours).contains("20");
        assertThat(types(both, bare, "-o", "tls.keylog_file:" + keys)).isEqualTo(ours);
        assertThat(types(both, bare)).as("nothing is decrypted without").doesNotContain("20");
    }

    private static Path export(Both both, ExportFormat format, String name, ExportOptions options) throws Exception {
        Path file = folder.resolve(name + format.suffix());
        Exports.write(format, both.snapshot(), both.journal(), file, options);
        return file;
    }

    /** The handshake messages tshark can read, by their numbers. */
    private static List<String> types(Both both, Path file, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("-d", "tcp.port==" + both.port() + ",tls", "-T", "fields", "-e", "tls.handshake.type"));
        arguments.addAll(List.of(options));
        return Tshark.read(file, arguments.toArray(String[]::new)).stream()
                .filter(line -> !line.isBlank())
                .flatMap(line -> List.of(line.split(",")).stream())
                .toList();
    }

    /** Record header, explicit nonce (RFC 5288; ChaCha20 has none, RFC 7905), Finished with its header, tag. */
    private static int finishedRecord(String suite) {
        return 5 + (suite.contains("CHACHA20") ? 0 : 8) + 16 + 16;
    }

    /** One handshake as both sides saw it: each message with its direction and the bytes of its records. */
    private record Both(Snapshot snapshot, Journal journal, int port, List<String> theirs) {
        TlsConversation conversation() {
            return OpensslPeerTest.conversation(snapshot);
        }

        List<String> ours() {
            return OpensslPeerTest.ours(conversation());
        }

        /** How many bytes each send carried. */
        List<Integer> sends() {
            return snapshot.view().exchanges().stream()
                    .map(exchange -> exchange.text())
                    .filter(text -> text.matches("AT\\+QISEND=0,[1-9]\\d*"))
                    .map(text -> Integer.valueOf(text.substring(text.indexOf(',') + 1)))
                    .toList();
        }
    }

    private static Both connect(
            List<String> arguments,
            String identity,
            ClientCertificate certificate,
            ClientOffer offer,
            Experiments experiments)
            throws Exception {
        int port = Programs.freePort();
        Path trace = folder.resolve(port + ".txt");
        Process server = start(trace, command(port, arguments, identity, certificate, 1));
        try (SessionController controller = controller()) {
            Snapshot snapshot = run(
                    controller, profile(port, certificate == ClientCertificate.DEMANDED_AND_GIVEN, offer, experiments));
            ended(server, trace);
            Both both = new Both(snapshot, controller.session().journal(), port, records(text(trace)));
            assertThat(snapshot.findings()).isEmpty();
            assertThat(both.conversation().problems()).isEmpty();
            assertThat(both.theirs()).as(text(trace)).isNotEmpty();
            return both;
        } finally {
            server.destroyForcibly();
        }
    }

    /** A handshake that openssl refuses. */
    private static TlsConversation refused(ClientOffer offer, Experiments experiments) throws Exception {
        int port = Programs.freePort();
        Path trace = folder.resolve(port + ".txt");
        Process server =
                start(trace, command(port, List.of("-tls1_2"), "rsa", ClientCertificate.DEMANDED_AND_GIVEN, 1));
        try (SessionController controller = controller()) {
            assertThat(controller.connect(profile(port, true, offer, experiments), ControllerState.Level.RUN))
                    .failsWithin(LIMIT);
            controller.disconnect().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return conversation(controller.session().settled());
        } finally {
            server.destroyForcibly();
        }
    }

    private static Process start(Path trace, List<String> command) throws IOException {
        Process server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(trace.toFile())
                .start();
        await().atMost(LIMIT).until(() -> text(trace).contains("ACCEPT"));
        return server;
    }

    private static void ended(Process server, Path trace) throws Exception {
        assertThat(server.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("openssl ends after its last connection: %s", text(trace))
                .isTrue();
    }

    private static List<String> command(
            int port, List<String> arguments, String identity, ClientCertificate certificate, int connections) {
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
                "-naccept",
                String.valueOf(connections),
                "-trace"));
        command.addAll(arguments);
        switch (certificate) {
            case NOT_ASKED -> {}
            case ASKED_AND_NOT_THERE -> command.addAll(List.of("-verify", "1"));
            case DEMANDED_AND_GIVEN -> command.addAll(List.of("-Verify", "1"));
        }
        return command;
    }

    private static SessionController controller() {
        return LiveController.standard(
                new SimLinks(ModemSetup.standard(), Routes.none(), 1), JournalKeeper.inMemory(), "parley test");
    }

    private static ConnectionProfile profile(
            int port, boolean withCertificate, ClientOffer offer, Experiments experiments) throws Exception {
        return new ConnectionProfile(
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
                                true,
                                LIMIT)
                        .withOffer(offer)
                        .withExperiments(experiments)),
                Optional.empty(),
                LIMIT);
    }

    /** Up and down in good order. */
    private static Snapshot run(SessionController controller, ConnectionProfile profile) throws Exception {
        controller.connect(profile, ControllerState.Level.RUN).get(LIMIT.toSeconds() * 2, TimeUnit.SECONDS);
        controller.disconnect().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        return controller.session().settled();
    }

    private static TlsConversation conversation(Snapshot snapshot) {
        return snapshot.view().conversations().get(0);
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
        List<String> records = new ArrayList<>();
        Map<String, Integer> begun = new HashMap<>();
        RECORD.matcher(trace).results().forEach(match -> {
            String way = match.group(1).equals("Received") ? "tx " : "rx ";
            String type = match.group(4) == null ? match.group(2) : match.group(4);
            int bytes = 5 + Integer.parseInt(match.group(3)) + begun.getOrDefault(way, 0);
            boolean goesOn = type.equals("Handshake") && match.group(5) == null;
            begun.put(way, goesOn ? bytes : 0);
            if (!goesOn && !(way + type).equals("rx Alert")) {
                records.add(way + (match.group(5) == null ? type : match.group(5)) + " " + bytes);
            }
        });
        return records;
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
