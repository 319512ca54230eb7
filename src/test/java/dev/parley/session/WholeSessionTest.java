package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.export.ExportFormat;
import dev.parley.export.ExportOptions;
import dev.parley.export.Exports;
import dev.parley.export.Redaction;
import dev.parley.export.Tshark;
import dev.parley.link.LinkAddress;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenarios;
import dev.parley.socket.AccessMode;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsMessage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A whole session over sim:")
@Timeout(120)
class WholeSessionTest {
    @TempDir
    private static Path folder;

    private static final Map<AccessMode, WholeSession> PLAYED = new EnumMap<>(AccessMode.class);
    private static @Nullable Bench bench;

    @BeforeAll
    static void playOneInEachMode() throws Exception {
        bench = Bench.start(Scenarios.standard(), WholeSession.certificates(), 1);
        for (AccessMode mode : AccessMode.values()) {
            PLAYED.put(
                    mode,
                    WholeSession.play(
                            bench.links(),
                            WholeSession.profile(LinkAddress.parse("sim:"), bench, mode),
                            folder.resolve(mode.word() + ".parley")));
        }
    }

    @AfterAll
    static void endBench() {
        if (bench != null) {
            bench.close();
        }
    }

    @ParameterizedTest
    @EnumSource(AccessMode.class)
    @DisplayName("goes up step by step to READY and down to CLOSED")
    void steps(AccessMode mode) {
        PLAYED.get(mode).wentUpAndDownInGoodOrder();
    }

    @ParameterizedTest
    @EnumSource(AccessMode.class)
    @DisplayName("passes every mbedTLS state, with records of 877, 75, 269, 6 and 45 bytes from the client")
    void states(AccessMode mode) {
        PLAYED.get(mode).passedEveryStateWithTheRecordsOfTheFieldReport();
    }

    @ParameterizedTest
    @EnumSource(AccessMode.class)
    @DisplayName("brings back what was published, with QoS 0 and 1")
    void messages(AccessMode mode) {
        PLAYED.get(mode).broughtTheMessagesBack();
    }

    @ParameterizedTest
    @EnumSource(AccessMode.class)
    @DisplayName("has every byte of its only socket in a TLS record")
    void books(AccessMode mode) {
        PLAYED.get(mode).balancesTheBooksOfItsOnlySocket(mode);
    }

    @ParameterizedTest
    @EnumSource(AccessMode.class)
    @DisplayName("has no finding")
    void healthy(AccessMode mode) {
        PLAYED.get(mode).hasNothingForTheDoctor();
    }

    @ParameterizedTest
    @EnumSource(AccessMode.class)
    @DisplayName("reads the same when its file is opened again")
    void reopened(AccessMode mode) throws Exception {
        PLAYED.get(mode).readsTheSameFromItsFile();
    }

    @ParameterizedTest
    @EnumSource(AccessMode.class)
    @DisplayName("shows the same states live, opened again and recorded by another program")
    void elsewhere(AccessMode mode) throws Exception {
        PLAYED.get(mode).showsTheSameStatesFromALogOfSocat(folder.resolve(mode.word() + ".log"));
    }

    @ParameterizedTest
    @EnumSource(AccessMode.class)
    @DisplayName("shows Wireshark the same handshake and, with its key log, the same MQTT packets")
    void wireshark(AccessMode mode) throws Exception {
        Tshark.orSkip();
        WholeSession played = PLAYED.get(mode);
        Path file = folder.resolve(mode.word() + ".pcapng");
        try (Session session = Session.open(played.file())) {
            Exports.write(
                    ExportFormat.PCAPNG,
                    session.settled(),
                    session.journal(),
                    file,
                    ExportOptions.of(mode.word()).withRedaction(Redaction.off()).withSecrets(true));
        }

        assertThat(column(file, "tls.handshake.type", "tls.handshake.type"))
                .isEqualTo(played.conversation().messages().stream()
                        .filter(TlsMessage.Handshake.class::isInstance)
                        .map(message -> ((TlsMessage.Handshake) message)
                                .type()
                                .map(HandshakeType::number)
                                .orElse(-1))
                        .map(String::valueOf)
                        .toList());
        assertThat(column(file, "mqtt", "mqtt.msgtype"))
                .isEqualTo(played.packets().stream()
                        .map(packet -> String.valueOf(packet.type().number()))
                        .toList());
        assertThat(Tshark.read(file, "-Y", "_ws.malformed || tcp.analysis.flags"))
                .isEmpty();
    }

    /** All values of a field, in the order of the file. */
    private static List<String> column(Path file, String filter, String field) throws Exception {
        return Tshark.read(file, "-Y", filter, "-T", "fields", "-e", field).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .toList();
    }
}
