package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.export.ExportFormat;
import dev.parley.export.ExportOptions;
import dev.parley.export.Exports;
import dev.parley.export.Redaction;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.link.LinkAddress;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.mqtt.client.MqttOptions;
import dev.parley.mqtt.client.Password;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenarios;
import dev.parley.socket.AccessMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Secrets that cross the link are in no journal, report, capture or message")
@Timeout(120)
class SecretsTest {
    private static final String PASSWORD = "Xyzzy-4711-mqtt";
    private static final String APN_PASSWORD = "Plugh-0815-apn";

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void startBench() throws Exception {
        bench = Bench.start(Scenarios.standard(), WholeSession.certificates(), 1);
    }

    @AfterEach
    void endBench() {
        bench.close();
    }

    private ConnectionProfile profile(Stack stack, String clientId, String password, Optional<MqttOptions.Will> will)
            throws Exception {
        ConnectionProfile usual = WholeSession.profile(LinkAddress.parse("sim:"), bench, AccessMode.PUSH)
                .withStack(stack);
        return usual.withMqtt(Optional.of(new ConnectionProfile.Mqtt(
                clientId,
                Duration.ofSeconds(60),
                true,
                Optional.of("someone"),
                Optional.of(Password.of(password.toCharArray())),
                will,
                Optional.empty(),
                Optional.empty())));
    }

    private SessionController controller(Path file) {
        return LiveController.standard(
                bench.links(), header -> Journal.create(file, header, System::nanoTime), "parley test");
    }

    @Test
    @DisplayName("the MQTT password of AT+QMTCONN, the APN's of a typed AT+QICSGP, and their echoes")
    void passwords() throws Exception {
        Path file = folder.resolve("passwords.parley");
        try (SessionController controller = controller(file)) {
            controller
                    .connect(
                            profile(Stack.MODEM_MQTT, "with-password", PASSWORD, Optional.empty()),
                            ControllerState.Level.RUN)
                    .get(60, TimeUnit.SECONDS);
            controller.command("ATE1").get(10, TimeUnit.SECONDS);
            controller
                    .command("AT+QICSGP=2,1,\"apn.example\",\"me\",\"" + APN_PASSWORD + "\",1")
                    .get(10, TimeUnit.SECONDS);
            controller.disconnect().get(60, TimeUnit.SECONDS);
        }
        try (Session again = Session.open(file)) {
            Snapshot read = again.settled();
            assertThat(read.damage()).isEmpty();
            assertThat(read.view().exchanges())
                    .anyMatch(exchange -> exchange.text()
                            .equals("AT+QMTCONN=0,\"with-password\",\"someone\",\"" + "*".repeat(PASSWORD.length())
                                    + "\""))
                    .anyMatch(exchange -> exchange.text()
                                    .equals("AT+QICSGP=2,1,\"apn.example\",\"me\",\""
                                            + "*".repeat(APN_PASSWORD.length()) + "\",1")
                            && exchange.lines().stream()
                                    .anyMatch(line -> line.text().contains("OK")));
            holdsNot(again, file, Bytes.latin1(PASSWORD));
            holdsNot(again, file, Bytes.latin1(APN_PASSWORD));
            for (ExportFormat format : List.of(ExportFormat.TEXT, ExportFormat.HTML)) {
                Path out = folder.resolve("derived" + format.suffix());
                Exports.write(format, read, again.journal(), out, ExportOptions.of("session"));
                assertThat(Files.readString(out).replaceAll("\\s+", " "))
                        .as("lists what the modem's client did, and says that it is derived")
                        .containsIgnoringCase("MQTT client 0 of the modem")
                        .contains("These packets were not seen")
                        .contains("CONNACK");
            }
        }
    }

    @Test
    @DisplayName("a password that a command cannot carry is refused without being told")
    void refusedPassword() throws Exception {
        Path file = folder.resolve("refused.parley");
        String awkward = "Xyzzy\"4711";
        try (SessionController controller = controller(file)) {
            assertThatThrownBy(() -> controller
                            .connect(
                                    profile(Stack.MODEM_MQTT, "awkward", awkward, Optional.empty()),
                                    ControllerState.Level.RUN)
                            .get(60, TimeUnit.SECONDS))
                    .hasMessageContaining("the password has characters")
                    .satisfies(why -> {
                        for (Throwable at = why; at != null; at = at.getCause()) {
                            assertThat(at.toString()).doesNotContain("Xyzzy");
                        }
                    });
        }
        try (Session again = Session.open(file)) {
            holdsNot(again, file, Bytes.latin1("Xyzzy"));
        }
    }

    @Test
    @DisplayName("the last will goes along in the modem's CONNECT, and the broker publishes it")
    void will() throws Exception {
        Bytes last = Bytes.utf8("gone, without a word");
        try (SessionController controller = controller(folder.resolve("will.parley"))) {
            controller
                    .connect(
                            profile(
                                    Stack.MODEM_MQTT,
                                    "mortal",
                                    PASSWORD,
                                    Optional.of(new MqttOptions.Will("will/mortal", last, 1, true))),
                            ControllerState.Level.RUN)
                    .get(60, TimeUnit.SECONDS);
            // Closed without DISCONNECT.
            controller.command("AT+QMTCLOSE=0").get(10, TimeUnit.SECONDS);
            controller.disconnect().get(60, TimeUnit.SECONDS);
        }
        try (SessionController controller = controller(folder.resolve("heir.parley"))) {
            controller
                    .connect(profile(Stack.HOST, "heir", PASSWORD, Optional.empty()), ControllerState.Level.RUN)
                    .get(60, TimeUnit.SECONDS);
            controller.subscribe("will/#", 1).get(30, TimeUnit.SECONDS);
            assertThat(controller
                            .session()
                            .await(
                                    view -> view.packets().values().stream()
                                            .flatMap(List::stream)
                                            .anyMatch(packet -> isMessage(packet, last)),
                                    WholeSession.LIMIT))
                    .isPresent();
            controller.disconnect().get(60, TimeUnit.SECONDS);
        }
    }

    private static boolean isMessage(MqttPacket packet, Bytes payload) {
        return packet.type() == MqttPacketType.PUBLISH
                && packet.direction() == Direction.RX
                && packet.payload().equals(payload);
    }

    @Test
    @DisplayName("private keys in PEM and in DER that a tapped host uploads, while the modem gets them whole")
    void tapped() throws Exception {
        Path file = folder.resolve("tapped.parley");
        Bytes pem = Bytes.copyOf(Files.readAllBytes(bench.key()));
        Bytes der = Bytes.wrap(Base64.getMimeDecoder()
                .decode(pem.latin1().replaceAll("-----[^-]+-----", "").strip()));
        try (Tapping tapping = Tapping.start(
                new Tapping.Plan(LinkAddress.parse("listen:127.0.0.1:0"), LinkAddress.parse("sim:"), false),
                bench.links(),
                header -> Journal.create(file, header, System::nanoTime),
                "parley test")) {
            String target = tapping.host().target();
            int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
            try (Socket host = new Socket(InetAddress.getLoopbackAddress(), port)) {
                for (Bytes key : List.of(pem, der)) {
                    String name = key.equals(pem) ? "key.pem" : "key.der";
                    say(host, Bytes.latin1("AT+QFUPL=\"" + name + "\"," + key.length() + ",60\r"));
                    heard(tapping, "CONNECT\r\n", 1 + (key.equals(pem) ? 0 : 1));
                    say(host, key);
                    heard(tapping, "+QFUPL: " + key.length() + "," + dev.parley.modem.ModemFiles.checksum(key), 1);
                }
                say(host, Bytes.latin1("AT+QFLST=\"*\"\r"));
                heard(tapping, "key.der\"," + der.length(), 1);
            }
            tapping.end();
            tapping.session().close();
        }
        try (Session again = Session.open(file)) {
            assertThat(again.settled().view().exchanges())
                    .filteredOn(exchange -> exchange.text().startsWith("AT+QFUPL"))
                    .hasSize(2);
            for (String line : pem.latin1().lines().toList()) {
                if (line.length() > 16 && !line.startsWith("-----")) {
                    holdsNot(again, file, Bytes.latin1(line));
                }
            }
            // The head of the structure stays: it says that a key was sent.
            holdsNot(again, file, der.slice(12, 40));
            holdsNot(again, file, der.slice(der.length() - 24, der.length()));
        }
    }

    private static void say(Socket host, Bytes bytes) throws IOException {
        host.getOutputStream().write(bytes.toArray());
    }

    private static void heard(Tapping tapping, String text, int times) {
        await().atMost(WholeSession.LIMIT).until(() -> {
            String all = carried(tapping.session().journal(), Direction.RX).latin1();
            return all.split(java.util.regex.Pattern.quote(text), -1).length > times;
        });
    }

    private static Bytes carried(Journal journal, Direction direction) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (long n = 1; n <= journal.events(); n++) {
            if (journal.event(n) instanceof Event.Traffic traffic && traffic.direction() == direction) {
                all.writeBytes(traffic.bytes().toArray());
            }
        }
        return Bytes.wrap(all.toByteArray());
    }

    /** Neither as bytes nor as text, hex or base64; in the journal, its file, and all exports, redacted and not. */
    private void holdsNot(Session session, Path file, Bytes secret) throws Exception {
        String plain = secret.latin1();
        List<String> forms = List.of(
                plain,
                HexFormat.of().formatHex(secret.toArray()),
                HexFormat.ofDelimiter(" ").formatHex(secret.toArray()),
                Base64.getEncoder().withoutPadding().encodeToString(secret.toArray()));
        for (Direction direction : Direction.values()) {
            assertThat(carried(session.journal(), direction).latin1()).doesNotContain(plain);
        }
        assertThat(latin1(Files.readAllBytes(file))).doesNotContain(forms);
        Snapshot snapshot = session.settled();
        for (Redaction redaction : List.of(Redaction.off(), Redaction.fresh())) {
            for (ExportFormat format : ExportFormat.values()) {
                if (format == ExportFormat.KEYLOG) {
                    continue;
                }
                Path out = folder.resolve("export" + format.suffix());
                Files.deleteIfExists(out);
                Exports.write(
                        format,
                        snapshot,
                        session.journal(),
                        out,
                        ExportOptions.of("session").withRedaction(redaction));
                String text = format == ExportFormat.CASE ? unzipped(out) : latin1(Files.readAllBytes(out));
                assertThat(text).as("%s, %s", format, redaction).doesNotContain(forms);
            }
        }
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String unzipped(Path file) throws IOException {
        StringBuilder all = new StringBuilder();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                all.append(latin1(zip.readAllBytes()));
            }
        }
        return all.toString();
    }
}
