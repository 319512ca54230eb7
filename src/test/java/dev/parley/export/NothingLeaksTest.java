package dev.parley.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.session.Session;
import dev.parley.session.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole session, decoded, that is full of what identifies its owner: nothing of it may be in what leaves. */
@DisplayName("A session full of identifiers")
class NothingLeaksTest {
    private static Session session = Session.live(Journal.inMemory(SessionHeader.of("t", "", Instant.EPOCH), () -> 0));

    @BeforeAll
    static void record() {
        Journal journal = SeededSession.inTheClear();
        session.close();
        session = Session.live(journal);
    }

    @AfterAll
    static void end() {
        session.close();
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    @DisplayName("gives none of them away in any format, the capture and the case file included")
    void nothingLeaks(ExportFormat format) throws Exception {
        for (Map.Entry<String, byte[]> file :
                files(format, Redaction.fresh().hidingNames()).entrySet()) {
            String text = new String(file.getValue(), StandardCharsets.ISO_8859_1);
            for (String seed : SeededSession.SEEDS) {
                assertThat(text).as(file.getKey()).doesNotContain(seed);
                assertThat(text)
                        .as(file.getKey())
                        .doesNotContain(Bytes.latin1(seed).hex());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ExportFormat.class,
            names = {"HTML", "TEXT", "JSONL", "PCAPNG"})
    @DisplayName("has them all where nothing is redacted: else the test before would prove nothing")
    void theyAreThere(ExportFormat format) throws Exception {
        String text = new String(
                java.util.Objects.requireNonNull(files(format, Redaction.off()).get(format.word())),
                StandardCharsets.ISO_8859_1);
        assertThat(SeededSession.SEEDS)
                .filteredOn(text::contains)
                .hasSizeGreaterThanOrEqualTo(format == ExportFormat.PCAPNG ? 3 : 5);
    }

    @Test
    @DisplayName("gives a value the same pseudonym in every file of a case, and its manifest has each file's SHA-256")
    void isOneCase() throws Exception {
        Map<String, byte[]> files = files(ExportFormat.CASE, Redaction.fresh().hidingNames());
        assertThat(files.keySet())
                .containsExactlyInAnyOrder(
                        "manifest.json",
                        "session.parley",
                        "report.html",
                        "report.txt",
                        "timeline.csv",
                        "timeline.jsonl",
                        "analysis.json",
                        "flow.svg",
                        "session.pcapng");
        String manifest = new String(files.get("manifest.json"), StandardCharsets.UTF_8);
        files.forEach((name, bytes) -> {
            if (!name.equals("manifest.json")) {
                assertThat(manifest).contains(name).contains(CaseFile.sha256(bytes));
            }
        });
        Matcher pseudonym = Pattern.compile("name-[0-9a-f]{8}")
                .matcher(new String(files.get("report.txt"), StandardCharsets.UTF_8));
        assertThat(pseudonym.find()).isTrue();
        assertThat(new String(files.get("timeline.jsonl"), StandardCharsets.UTF_8))
                .contains(pseudonym.group());
        assertThat(new String(files.get("report.html"), StandardCharsets.UTF_8)).contains(pseudonym.group());
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    @DisplayName("gives no half of a value away that two sends share")
    void splitOverTwoSends(ExportFormat format) throws Exception {
        Bytes connect = SeededSession.connect();
        int middle = connect.latin1().indexOf(SeededSession.MQTT_PASSWORD) + 6;
        Journal journal = Journal.inMemory(
                SessionHeader.of("parley test", "serial:/dev/ttyUSB2", SampleSession.STARTED), () -> 0L);
        long[] nanos = new long[1];
        SeededSession.answer(journal, nanos, "AT+QIOPEN=1,0,\"TCP\",\"" + SeededSession.ENDPOINT + "\",1883,0,0", "");
        SeededSession.say(journal, nanos, Direction.RX, Bytes.latin1("\r\n+QIOPEN: 0,0\r\n"));
        for (Bytes part : List.of(connect.slice(0, middle), connect.from(middle))) {
            SeededSession.say(journal, nanos, Direction.TX, Bytes.latin1("AT+QISEND=0," + part.length() + "\r"));
            SeededSession.say(journal, nanos, Direction.RX, Bytes.latin1("\r\n> "));
            SeededSession.say(journal, nanos, Direction.TX, part);
            SeededSession.say(journal, nanos, Direction.RX, Bytes.latin1("\r\nSEND OK\r\n"));
        }
        try (Session split = Session.live(journal)) {
            Snapshot snapshot = split.settled();
            for (boolean on : new boolean[] {true, false}) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                ExportOptions options = ExportOptions.of("case")
                        .withRedaction(on ? Redaction.fresh().hidingNames() : Redaction.off());
                Exports.write(format, snapshot, journal, out, options);
                String text = out.toString(StandardCharsets.ISO_8859_1);
                if (on) {
                    assertThat(text).doesNotContain("Tr0ub4", "dor&3");
                } else if (format == ExportFormat.PCAPNG) {
                    assertThat(text).contains("Tr0ub4", "dor&3");
                }
            }
        }
    }

    @Test
    @DisplayName("shows beforehand what is replaced")
    void previews() {
        Map<String, String> preview =
                Redaction.fresh().hidingNames().of(session.settled().view()).replacements();
        assertThat(preview.keySet()).containsAll(SeededSession.SEEDS);
        assertThat(preview.values()).allMatch(value -> value.matches("(id|ip|phone|credential|name)-[0-9a-f]{8}"));
        assertThat(Redaction.off().of(session.settled().view()).replacements()).isEmpty();
    }

    private static Map<String, byte[]> files(ExportFormat format, Redaction redaction) throws Exception {
        Snapshot snapshot = session.settled();
        ExportOptions options = ExportOptions.of("case").withRedaction(redaction);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Exports.write(format, snapshot, session.journal(), out, options);
        Map<String, byte[]> files = new TreeMap<>();
        if (format != ExportFormat.CASE) {
            files.put(format.word(), out.toByteArray());
            files.put(
                    "analysis",
                    AnalysisJson.of("case", snapshot, redaction, Optional.empty())
                            .getBytes(StandardCharsets.UTF_8));
            return format == ExportFormat.JSONL ? files : Map.of(format.word(), out.toByteArray());
        }
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }
}
