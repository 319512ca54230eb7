package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.export.AnalysisJson;
import dev.parley.export.Redaction;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkOpener;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.session.ControllerState.Phase;
import dev.parley.session.ControllerState.Step;
import dev.parley.sim.Bench;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A session from the first AT to the last DISCONNECT, and what must be derived from its bytes, whatever link and access mode it
 * took.
 *
 * @param file its session file
 * @param up how the controller stood when it was connected
 * @param down how it stood at the end
 * @param snapshot what was derived while it was live
 */
record WholeSession(Path file, ControllerState up, ControllerState down, Snapshot snapshot) {
    private static final DateTimeFormatter SOCAT_TIME =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSSSSS", Locale.ROOT);

    static final Duration LIMIT = Duration.ofSeconds(30);

    /** Bytes of the encrypted alert's record. */
    private static final long CLOSE_NOTIFY = 31;

    /** Plays it: connects, subscribes, publishes with QoS 0 and 1, waits for what comes back, disconnects. */
    static WholeSession play(LinkOpener simulator, ConnectionProfile profile, Path file) throws Exception {
        try (SessionController controller = LiveController.standard(
                simulator, header -> Journal.create(file, header, System::nanoTime), "parley test")) {
            done(controller.connect(profile, ControllerState.Level.RUN));
            ControllerState up = controller.state();
            for (int qos = 0; qos <= 1; qos++) {
                String topic = topic(qos);
                done(controller.subscribe(topic, qos));
                done(controller.publish(topic, payload(qos), qos, false));
                assertThat(controller
                                .session()
                                .await(
                                        view -> echo(view.packets().get(0), topic)
                                                .isPresent(),
                                        LIMIT))
                        .as("what was published to %s comes back within %s", topic, LIMIT)
                        .isPresent();
            }
            done(controller.disconnect());
            return new WholeSession(
                    file, up, controller.state(), controller.session().settled());
        }
    }

    private static void done(Future<Void> future) throws Exception {
        future.get(LIMIT.toSeconds() * 2, TimeUnit.SECONDS);
    }

    static ConnectionProfile profile(LinkAddress link, Bench bench, AccessMode mode) {
        return new ConnectionProfile(
                "whole session",
                link,
                "parley.test",
                Bench.HOST,
                Bench.PORT,
                mode,
                1460,
                Optional.of(new ConnectionProfile.Tls(
                        Optional.of(bench.ca()),
                        Optional.of(bench.certificate()),
                        Optional.of(bench.key()),
                        "",
                        List.of(),
                        true,
                        LIMIT)),
                Optional.of(new ConnectionProfile.Mqtt("whole-session", Duration.ofSeconds(60), true)),
                LIMIT);
    }

    /** Where the bench's certificates are kept, so that they are made once. */
    static Path certificates() throws IOException {
        return DataFolder.usual().folder("bench");
    }

    private static String topic(int qos) {
        return "parley/qos" + qos;
    }

    private static Bytes payload(int qos) {
        return Bytes.utf8("through the modem, QoS " + qos);
    }

    private static Optional<MqttPacket> echo(List<MqttPacket> packets, String topic) {
        return Stream.ofNullable(packets)
                .flatMap(List::stream)
                .filter(packet -> packet.type() == MqttPacketType.PUBLISH
                        && packet.direction() == Direction.RX
                        && packet.topic().equals(topic))
                .findFirst();
    }

    TlsConversation conversation() {
        return snapshot.view().conversations().get(0);
    }

    List<MqttPacket> packets() {
        return snapshot.view().packets().get(0);
    }

    void wentUpAndDownInGoodOrder() {
        assertThat(up.phase()).isEqualTo(Phase.READY);
        assertThat(up.failure()).isEmpty();
        assertThat(up.steps()).extracting(Step::status).containsOnly(Step.Status.DONE);
        assertThat(up.steps())
                .extracting(Step::name)
                .startsWith("Link", "AT")
                .containsSubsequence("SIM", "Registration", "PDP context", "Socket", "TLS", "MQTT");
        assertThat(down.phase()).isEqualTo(Phase.CLOSED);
    }

    /**
     * The server's close_notify is left out: whether it comes before the socket is closed is a matter of chance. So is the client's where
     * the broker closes as soon as it has read DISCONNECT: a modem that has said so takes no more.
     */
    void passedEveryStateWithTheRecordsOfTheFieldReport() {
        TlsConversation conversation = conversation();
        assertThat(conversation.problems()).isEmpty();
        assertThat(conversation.version()).isEqualTo("TLS 1.2");
        assertThat(conversation.sni()).isEqualTo(Bench.HOST);
        assertThat(conversation.result()).isEqualTo(TlsConversation.Result.CLOSED);
        List<String> messages = conversation.messages().stream()
                .filter(message -> !(message instanceof TlsMessage.ApplicationData))
                .filter(message -> !(message instanceof TlsMessage.Alert && message.direction() == Direction.RX))
                .map(message -> message.direction().word() + " " + message.title()
                        + (message.direction() == Direction.TX && message.index() > 0
                                ? " " + conversation.recordBytes(message)
                                : ""))
                .toList();
        List<String> goodbye = List.of("tx Alert warning close_notify(0) 31");
        int handshake = 13;
        assertThat(messages.stream().limit(handshake))
                .containsExactly(
                        "tx ClientHello",
                        "rx ServerHello",
                        "rx Certificate",
                        "rx ServerKeyExchange",
                        "rx CertificateRequest",
                        "rx ServerHelloDone",
                        "tx Certificate 877",
                        "tx ClientKeyExchange 75",
                        "tx CertificateVerify 269",
                        "tx ChangeCipherSpec 6",
                        "tx Finished 45",
                        "rx ChangeCipherSpec",
                        "rx Finished");
        boolean hostCloses = snapshot.view().sockets().getFirst().closedBy() == ClosedBy.HOST;
        assertThat(messages.stream().skip(handshake).toList())
                .isIn(hostCloses ? List.of(goodbye) : List.of(goodbye, List.of()));
        assertThat(conversation.steps())
                .extracting(HandshakeStep::state)
                .containsExactlyElementsOf(HandshakeState.TLS12);
        assertThat(conversation.steps())
                .allSatisfy(step -> assertThat(step.status())
                        .as(step.state().name())
                        .isEqualTo(
                                step.state() == HandshakeState.SERVER_NEW_SESSION_TICKET
                                        ? HandshakeStep.Status.SKIPPED
                                        : HandshakeStep.Status.DONE));
    }

    void broughtTheMessagesBack() {
        List<MqttPacket> packets = packets();
        assertThat(packets)
                .allSatisfy(packet -> assertThat(packet.problem()).isEmpty())
                .filteredOn(packet -> packet.direction() == Direction.TX)
                .extracting(packet -> packet.type() + " " + packet.qos().orElse(-1))
                .containsExactly(
                        "CONNECT -1",
                        "SUBSCRIBE 0",
                        "PUBLISH 0",
                        "SUBSCRIBE 1",
                        "PUBLISH 1",
                        "PUBACK -1",
                        "DISCONNECT -1");
        assertThat(packets)
                .filteredOn(packet -> packet.direction() == Direction.RX)
                .extracting(packet -> packet.type() + " " + packet.qos().orElse(-1))
                .as("the broker may acknowledge before it delivers, or after")
                .startsWith("CONNACK -1", "SUBACK 0", "PUBLISH 0", "SUBACK 1")
                .hasSize(6)
                .contains("PUBLISH 1", "PUBACK -1");
        for (int qos = 0; qos <= 1; qos++) {
            MqttPacket echo = echo(packets, topic(qos)).orElseThrow();
            assertThat(echo.payload()).isEqualTo(payload(qos));
            assertThat(echo.qos()).hasValue(qos);
        }
    }

    void balancesTheBooksOfItsOnlySocket(AccessMode mode) {
        assertThat(snapshot.view().sockets()).hasSize(1);
        ModemSocket socket = snapshot.view().sockets().getFirst();
        assertThat(socket.mode()).isEqualTo(mode);
        assertThat(socket.closedBy())
                .as("the host closes, or the broker does as soon as it has read DISCONNECT")
                .isIn(ClosedBy.HOST, ClosedBy.PEER);
        assertThat(socket.isOpen()).isFalse();
        // A broker may be quicker to close than the client to say close_notify, which the modem then refuses.
        assertThat(socket.refused()).isIn(socket.closedBy() == ClosedBy.PEER ? List.of(0L, CLOSE_NOTIFY) : List.of(0L));
        for (Direction direction : Direction.values()) {
            long inRecords = conversation().records().stream()
                    .filter(record -> record.direction() == direction)
                    .mapToLong(record -> record.size())
                    .sum();
            // In transparent mode nobody can tell the CR LF in front of NO CARRIER from data.
            long inNone = mode == AccessMode.TRANSPARENT && direction == Direction.RX ? 2 : 0;
            assertThat(direction == Direction.TX ? socket.sent() + socket.refused() : socket.received())
                    .as("every byte of %s belongs to a record", direction)
                    .isBetween(inRecords, inRecords + inNone);
        }
    }

    void hasNothingForTheDoctor() {
        assertThat(snapshot.findings()).isEmpty();
        assertThat(snapshot.damage()).isEmpty();
    }

    /** The states and what crossed in them, as a program beside the modem would have recorded them: without secrets, to the microsecond. */
    void showsTheSameStatesFromALogOfSocat(Path log) throws Exception {
        try (Session recorded = Session.open(file)) {
            Files.writeString(log, socat(recorded.journal()));
            assertThat(rows(recorded.settled())).isEqualTo(rows(snapshot));
        }
        try (Session imported = Session.open(log)) {
            assertThat(rows(imported.settled())).isEqualTo(rows(snapshot));
            List<HandshakeStep> steps =
                    imported.settled().view().conversations().get(0).steps();
            for (HandshakeStep step : conversation().steps()) {
                HandshakeStep other = steps.get(conversation().steps().indexOf(step));
                if (step.message().isPresent() && step.message().getAsInt() > 0) {
                    assertThat(other.endNanos() - other.startNanos())
                            .as("how long %s took", step.state())
                            .isCloseTo(step.endNanos() - step.startNanos(), within(2_000L));
                }
            }
        }
    }

    private static List<String> rows(Snapshot snapshot) {
        return snapshot.view().conversations().get(0).steps().stream()
                .map(step -> step.state() + " " + step.status() + " message " + step.message() + ", "
                        + step.recordBytes() + " bytes in records, " + step.messageBytes())
                .toList();
    }

    /** What crossed, as {@code socat -x} writes it. */
    private static String socat(Journal journal) {
        StringBuilder log = new StringBuilder();
        LocalDateTime began = LocalDateTime.of(2026, 1, 22, 10, 55);
        for (long n = 1; n <= journal.events(); n++) {
            if (journal.event(n) instanceof Event.Traffic traffic) {
                log.append(traffic.direction() == Direction.TX ? "> " : "< ")
                        .append(began.plusNanos(traffic.nanos()).format(SOCAT_TIME))
                        .append("  length=")
                        .append(traffic.bytes().length())
                        .append(" from=0 to=0\n ")
                        .append(HexFormat.ofDelimiter(" ")
                                .formatHex(traffic.bytes().toArray()))
                        .append("\n--\n");
            }
        }
        return log.toString();
    }

    void readsTheSameFromItsFile() throws Exception {
        try (Session reopened = Session.open(file)) {
            assertThat(AnalysisJson.of("session", reopened.settled(), Redaction.off()))
                    .isEqualTo(AnalysisJson.of("session", snapshot, Redaction.off()));
            Snapshot again = reopened.settled();
            assertThat(again.view().conversations()).isEqualTo(snapshot.view().conversations());
            assertThat(again.view().packets()).isEqualTo(snapshot.view().packets());
            assertThat(again.view().exchanges()).isEqualTo(snapshot.view().exchanges());
            assertThat(again.findings()).isEqualTo(snapshot.findings());
        }
    }
}
