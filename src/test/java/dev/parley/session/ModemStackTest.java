package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.export.AnalysisJson;
import dev.parley.export.Redaction;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.link.LinkAddress;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.session.ControllerState.Phase;
import dev.parley.session.ControllerState.Step;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenarios;
import dev.parley.socket.AccessMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The same session over sim: with the host's TLS and MQTT, the modem's TLS, the modem's MQTT")
@Timeout(120)
class ModemStackTest {
    /** With line ends, quotes and a final result in it: the modem must be taken at its word about the length. */
    private static final Bytes AWKWARD = Bytes.utf8("a\r\nOK\r\n\"b\",\r+QMTRECV: 0,1,\"x\"\n");

    @TempDir
    private static Path folder;

    private static @Nullable Bench bench;

    @BeforeAll
    static void startBench() throws Exception {
        bench = Bench.start(Scenarios.standard(), WholeSession.certificates(), 1);
    }

    @AfterAll
    static void endBench() {
        if (bench != null) {
            bench.close();
        }
    }

    private static Bench bench() {
        if (bench == null) {
            throw new AssertionError("no bench");
        }
        return bench;
    }

    private static void done(Future<Void> future) throws Exception {
        future.get(60, TimeUnit.SECONDS);
    }

    private static List<MqttPacket> messages(Snapshot snapshot, Direction direction) {
        return snapshot.view().packets().values().stream()
                .flatMap(List::stream)
                .filter(packet -> packet.type() == MqttPacketType.PUBLISH && packet.direction() == direction)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Stack.class)
    @DisplayName(
            "brings messages back with each QoS, whatever their bytes, and keeps the private key out of the journal")
    void messages(Stack stack) throws Exception {
        Path file = folder.resolve(stack.word() + ".parley");
        Snapshot live;
        try (SessionController controller = LiveController.standard(
                bench().links(), header -> Journal.create(file, header, System::nanoTime), "parley test")) {
            ConnectionProfile profile = WholeSession.profile(LinkAddress.parse("sim:"), bench(), AccessMode.BUFFER)
                    .withStack(stack);
            done(controller.connect(profile, ControllerState.Level.RUN));
            assertThat(controller.state().phase()).isEqualTo(Phase.READY);
            assertThat(controller.state().steps()).extracting(Step::status).containsOnly(Step.Status.DONE);
            done(controller.subscribe("stäck/#", 2));
            for (int qos = 0; qos <= 2; qos++) {
                int count = qos + 1;
                done(controller.publish("stäck/" + qos, AWKWARD, qos, false));
                assertThat(controller
                                .session()
                                .await(
                                        view -> view.packets().values().stream()
                                                        .flatMap(List::stream)
                                                        .filter(packet -> packet.type() == MqttPacketType.PUBLISH
                                                                && packet.direction() == Direction.RX)
                                                        .count()
                                                == count,
                                        WholeSession.LIMIT))
                        .as("message of QoS %d", qos)
                        .isPresent();
            }
            done(controller.unsubscribe("stäck/#"));
            done(controller.disconnect());
            live = controller.session().settled();
        }
        for (Direction direction : Direction.values()) {
            assertThat(messages(live, direction))
                    .extracting(MqttPacket::topic)
                    .containsExactly("stäck/0", "stäck/1", "stäck/2");
            assertThat(messages(live, direction))
                    .extracting(MqttPacket::payload)
                    .containsOnly(AWKWARD);
        }
        assertThat(live.damage()).isEmpty();
        try (Session again = Session.open(file)) {
            Snapshot read = again.settled();
            assertThat(AnalysisJson.of("session", read, Redaction.off()))
                    .isEqualTo(AnalysisJson.of("session", live, Redaction.off()));
            messages(read, Direction.RX)
                    .forEach(packet -> assertThat(places(read, packet))
                            .as("is linked to its bytes")
                            .isNotEmpty());
            holdsNoKey(again.journal(), file);
        }
    }

    @Test
    @DisplayName(
            "files are uploaded, compared by checksum, listed and deleted; of a private key the journal has length and"
                    + " checksum")
    void files() throws Exception {
        Path file = folder.resolve("files.parley");
        try (SessionController controller = LiveController.standard(
                bench().links(), header -> Journal.create(file, header, System::nanoTime), "parley test")) {
            controller
                    .attach(WholeSession.profile(LinkAddress.parse("sim:"), bench(), AccessMode.BUFFER))
                    .get(60, TimeUnit.SECONDS);
            job(controller, new ModemFilesJob.Upload("ca.pem", bench().ca(), false));
            job(controller, new ModemFilesJob.Upload("ca.pem", bench().ca(), false));
            job(controller, new ModemFilesJob.Upload("key.pem", bench().key(), true));
            assertThat(job(controller, new ModemFilesJob.Listing()))
                    .containsExactlyInAnyOrder(
                            new ModemFilesJob.StoredFile("ca.pem", Files.size(bench().ca())),
                            new ModemFilesJob.StoredFile("key.pem", Files.size(bench().key())));
            job(controller, new ModemFilesJob.Delete("ca.pem"));
            job(controller, new ModemFilesJob.Delete("nothing.pem"));
            assertThat(job(controller, new ModemFilesJob.Listing()))
                    .extracting(ModemFilesJob.StoredFile::name)
                    .containsExactly("key.pem");
            done(controller.disconnect());
            assertThat(controller.session().settled().view().changes())
                    .anyMatch(change -> change instanceof Event.Action action
                            && action.name().equals("secret.written")
                            && action.detail().matches(size(bench().key()) + " bytes, checksum [0-9a-f]{1,4}"));
        }
        try (Session again = Session.open(file)) {
            holdsNoKey(again.journal(), file);
        }
    }

    @ParameterizedTest
    @CsvSource({"MODEM_TLS,false", "MODEM_MQTT,false", "MODEM_TLS,true"})
    @DisplayName("the private key does not stay in the modem, unless it is to, and the journal says which")
    void keyIsDeleted(Stack stack, boolean keep) throws Exception {
        try (SessionController controller =
                LiveController.standard(bench().links(), JournalKeeper.inMemory(), "parley test")) {
            ConnectionProfile profile = WholeSession.profile(LinkAddress.parse("sim:"), bench(), AccessMode.BUFFER)
                    .withStack(stack)
                    .withKeepModemKey(keep);
            done(controller.connect(profile, ControllerState.Level.RUN));
            assertThat(job(controller, new ModemFilesJob.Listing()))
                    .extracting(ModemFilesJob.StoredFile::name)
                    .contains("parley_key.pem");
            done(controller.disconnect());
            assertThat(actions(controller.session(), "key."))
                    .containsExactly(
                            keep
                                    ? "key.kept parley_key.pem stays in the modem, as asked for"
                                    : "key.deleted parley_key.pem is no longer in the modem (AT+QFDEL)");
        }
    }

    @Test
    @DisplayName("what a profile asks for and the modem cannot do is said at the connection, each thing")
    void notTaken() throws Exception {
        try (SessionController controller =
                LiveController.standard(bench().links(), JournalKeeper.inMemory(), "parley test")) {
            ConnectionProfile usual = WholeSession.profile(LinkAddress.parse("sim:"), bench(), AccessMode.PUSH);
            ConnectionProfile.Tls tls = usual.tls().orElseThrow();
            ConnectionProfile asked = usual.withTls(Optional.of(new ConnectionProfile.Tls(
                            tls.ca(),
                            tls.certificate(),
                            tls.key(),
                            "other.example",
                            List.of("mqtt"),
                            true,
                            tls.readTimeout())))
                    .withMqtt(Optional.of(new ConnectionProfile.Mqtt("parley", Duration.ofSeconds(4000), true)));
            assertThat(Stack.HOST.leavesOut(asked)).isEmpty();
            done(controller.connect(asked.withStack(Stack.MODEM_MQTT), ControllerState.Level.RUN));
            done(controller.disconnect());
            assertThat(actions(controller.session(), "stack."))
                    .singleElement()
                    .asString()
                    .isEqualTo(
                            "stack.not-taken TLS and MQTT in the modem: ALPN mqtt is not offered: Parley does not set"
                                + " it, for AT+QSSLCFG of a BG95 has no setting for it; server name other.example is"
                                + " not sent: the modem sends the name it connects to, broker.parley.test; there is no"
                                + " key log: the modem does not tell its secrets; access mode push plays no part:"
                                + " there is no socket to read; keep alive is 3600 s, not 4000");
        }
    }

    private static List<String> actions(Session session, String prefix) {
        return session.settled().view().changes().stream()
                .filter(Event.Action.class::isInstance)
                .map(Event.Action.class::cast)
                .filter(action -> action.name().startsWith(prefix))
                .map(action -> action.name() + " " + action.detail())
                .toList();
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    private static List<ModemFilesJob.StoredFile> job(SessionController controller, ModemFilesJob job)
            throws Exception {
        return controller.modemFiles(job).get(60, TimeUnit.SECONDS);
    }

    private static List<?> places(Snapshot snapshot, MqttPacket packet) {
        List<Object> places = new ArrayList<>();
        snapshot.view().packets().forEach((ordinal, packets) -> {
            if (packets.contains(packet)) {
                places.addAll(snapshot.view().places(ordinal, packet));
            }
        });
        return places;
    }

    /** Neither the key's file nor any line of it is in the journal, nor in the file as text. */
    private static void holdsNoKey(Journal journal, Path file) throws Exception {
        StringBuilder sent = new StringBuilder();
        for (long n = 1; n <= journal.events(); n++) {
            if (journal.event(n) instanceof Event.Traffic traffic && traffic.direction() == Direction.TX) {
                sent.append(traffic.bytes().latin1());
            }
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        for (String line : Files.readAllLines(bench().key())) {
            if (line.length() > 16 && !line.startsWith("-----")) {
                assertThat(sent).doesNotContain(line);
                assertThat(text).doesNotContain(line);
            }
        }
    }
}
