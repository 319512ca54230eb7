package dev.parley.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.Finding;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.Place;
import dev.parley.mqtt.MqttPacket;
import dev.parley.session.Session;
import dev.parley.session.Snapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A redacted session")
class RedactedSessionTest {
    @TempDir
    private Path folder;

    private static List<String> packets(Snapshot snapshot) {
        return snapshot.view().packets().values().stream()
                .flatMap(List::stream)
                .map(packet -> packet.type() + " " + packet.bytes().length())
                .toList();
    }

    private static void containsNoSeed(Bytes bytes) {
        SeededSession.SEEDS.forEach(seed -> assertThat(bytes.latin1()).doesNotContain(seed));
    }

    @Test
    @DisplayName("has no value anywhere, neither on the link nor in what TLS hid, and is decoded as far as the session"
            + " itself")
    void isDecoded() {
        for (Journal journal : List.of(SeededSession.inTheClear(), SeededSession.sealed())) {
            try (Session session = Session.of(journal);
                    RedactedSession redacted = RedactedSession.of(
                            session.settled(), journal, Redaction.fresh().hidingNames())) {
                Snapshot own = redacted.snapshot();
                Journal masked = redacted.session().journal();
                for (Direction direction : Direction.values()) {
                    assertThat(masked.bytes(direction)).isEqualTo(journal.bytes(direction));
                    containsNoSeed(masked.bytes(new Place(direction, 0, masked.bytes(direction))));
                }
                assertThat(packets(own)).isNotEmpty().isEqualTo(packets(session.settled()));
                own.view().packets().values().stream()
                        .flatMap(List::stream)
                        .map(MqttPacket::bytes)
                        .forEach(RedactedSessionTest::containsNoSeed);
                assertThat(own.findings().stream().map(Finding::code))
                        .isEqualTo(session.settled().findings().stream()
                                .map(Finding::code)
                                .toList());
                assertThat(own.findings().toString()).doesNotContain(SeededSession.SEEDS);
            }
        }
    }

    @Test
    @DisplayName("keeps its payload closed where a value lies across two records")
    void keepsClosed() {
        Journal journal = SeededSession.sealedInHalves();
        try (Session session = Session.of(journal);
                RedactedSession redacted = RedactedSession.of(session.settled(), journal, Redaction.fresh())) {
            assertThat(packets(session.settled())).isNotEmpty();
            assertThat(packets(redacted.snapshot())).isEmpty();
        }
    }

    @Test
    @DisplayName("is a session file that opens, with each event in its place and no secret")
    void isAFile() throws Exception {
        Journal journal = SeededSession.sealed();
        Path file = folder.resolve("redacted.parley");
        try (Session session = Session.of(journal)) {
            Exports.write(ExportFormat.PARLEY, session.settled(), journal, file, ExportOptions.of("case"));
        }
        try (Session again = Session.open(file)) {
            assertThat(again.journal().events()).isEqualTo(journal.events());
            assertThat(again.settled().view().exchanges()).hasSizeGreaterThan(10);
            for (long n = 1; n <= journal.events(); n++) {
                Event event = again.journal().event(n);
                assertThat(event.nanos()).isEqualTo(journal.event(n).nanos());
                if (event instanceof Event.Secret secret) {
                    assertThat(secret.secret().isEmpty()).isTrue();
                }
            }
        }
    }

    @Test
    @DisplayName("is the session itself, byte for byte, where nothing is to be redacted")
    void isTheSame() throws Exception {
        Path file = folder.resolve("session.parley");
        Path copy = folder.resolve("copy.parley");
        Journal journal = SeededSession.sealed();
        try (Session session = Session.of(journal);
                Journal kept = Journal.create(file, journal.header(), () -> 0L)) {
            for (long n = 1; n <= journal.events(); n++) {
                var _ = kept.again(journal.event(n));
            }
            Exports.write(
                    ExportFormat.PARLEY,
                    session.settled(),
                    journal,
                    copy,
                    ExportOptions.of("case").withRedaction(Redaction.off()));
        }
        assertThat(Files.readString(copy, StandardCharsets.UTF_8))
                .isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    }
}
