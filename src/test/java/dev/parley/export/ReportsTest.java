package dev.parley.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.at.NetworkPicture;
import dev.parley.doctor.CaseView;
import dev.parley.flow.Flow;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.session.Snapshot;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("Reports")
class ReportsTest {
    private static final String HOSTILE =
            "<script>alert('x')</script>\"><img src=http://evil.example/x onerror=y>\u202e\u001b[31m";

    @TempDir
    Path folder;

    private static ExportOptions plain() {
        return ExportOptions.of("field-report.parley").withRedaction(Redaction.off());
    }

    private static Snapshot empty() {
        SessionHeader header = SessionHeader.of("Parley 1.0", "sim:", SampleSession.STARTED);
        CaseView view = new CaseView(
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                NetworkPicture.unknown(),
                0,
                false);
        return new Snapshot(0, header, view, Flow.none(), List.of(), Optional.empty());
    }

    @Test
    @DisplayName("in HTML begin with the verdict and hold the sum, both drawings, the ledger and the evidence")
    void htmlTellsTheCase() {
        String page = HtmlReport.of(SampleSession.refused("").snapshot(), plain());

        assertThat(page)
                .containsSubsequence(
                        "The handshake failed in state MBEDTLS_SSL_CLIENT_CERTIFICATE (7), closed by the peer",
                        "The server refused the device certificate",
                        "877 = 5 + 4 + 3 + 3 + 862",
                        "<h2>Handshake</h2>",
                        "CLIENT_CERTIFICATE",
                        "Certificate · <tspan class=\"bytes\">877 B</tspan><tspan class=\"parts\"> = 5 + 4 + 3 + 3 +"
                                + " 862</tspan>",
                        "✕ the handshake died here",
                        "closed by the peer, 7 bytes still unread in the modem",
                        "ALERT 46",
                        "certificate_unknown (46)",
                        "<h2>Byte flow</h2>",
                        "Certificate, 877 bytes",
                        "<h2>Ledger</h2>",
                        "<h2>Were bytes lost, stranded or never sent?</h2>",
                        "to the modem",
                        "<h2>Findings</h2>",
                        "rx 3581-3588",
                        "<h2>AT exchanges</h2>");
    }

    @Test
    @DisplayName("in HTML run nothing and fetch nothing, whatever the modem and the peer sent")
    void htmlIsInert() {
        String page = HtmlReport.of(SampleSession.refused(HOSTILE).snapshot(), plain());

        assertThat(page)
                .doesNotContainIgnoringCase("<script")
                .doesNotContain("<img")
                .doesNotContain("\u202e");
        assertThat(page).doesNotContain("\u001b").contains("&lt;script&gt;");
        Matcher tags = Pattern.compile("<[^>]*>").matcher(page);
        while (tags.find()) {
            assertThat(tags.group())
                    .doesNotContainIgnoringCase("http://")
                    .doesNotContainIgnoringCase("https://")
                    .doesNotContain(" src=")
                    .doesNotContain(" href=")
                    .doesNotContainPattern(" on\\w+=");
        }
        assertThat(page.substring(page.indexOf("<style>"), page.indexOf("</style>")))
                .doesNotContain("@import")
                .doesNotContain("url(");
    }

    @Test
    @DisplayName("in HTML have drawings that are well-formed")
    void drawingsAreWellFormed() throws Exception {
        for (SampleSession session : List.of(SampleSession.refused(HOSTILE), SampleSession.established())) {
            Matcher drawings = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
                    .matcher(HtmlReport.of(session.snapshot(), plain()));
            int count = 0;
            while (drawings.find()) {
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(drawings.group())));
                count++;
            }
            assertThat(count).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("in text tell the same case, in lines a terminal can take")
    void textTellsTheCase() {
        String report = TextReport.of(SampleSession.refused(HOSTILE).snapshot(), plain());

        assertThat(report)
                .containsSubsequence(
                        "PARLEY SESSION  field-report.parley",
                        "the handshake failed in state MBEDTLS_SSL_CLIENT_CERTIFICATE (7), closed by the peer",
                        "BRING-UP",
                        "AT+CGSN",
                        "TLS HANDSHAKE",
                        "   7 MBEDTLS_SSL_CLIENT_CERTIFICATE                 --->  Certificate             877   872",
                        "X  the handshake died in this state",
                        "877 = 5 + 4 + 3 + 3 + 862",
                        "CLOSED BY THE PEER, 7 bytes still unread in the modem",
                        "Alert fatal certificate_unknown(46)",
                        "FINDINGS",
                        "certificate-refused  0.92");
        assertThat(report.lines())
                .allSatisfy(line -> assertThat(line)
                        .hasSizeLessThanOrEqualTo(TextReport.WIDTH)
                        .doesNotContainPattern("[\\p{Cntrl}\u202e]"));
    }

    @Test
    @DisplayName("in text list MQTT with what was said")
    void textListsMqtt() {
        assertThat(TextReport.of(SampleSession.established().snapshot(), plain()))
                .contains("TLS established, 6 MQTT packets")
                .containsPattern("<---  PUBLISH +0 +34  demo/echo  \\{\"temperature\": 21.5\\}");
    }

    @Test
    @DisplayName("in JSON Lines are one object a line, in time order")
    void jsonLinesAreOrdered() throws Exception {
        StringBuilder out = new StringBuilder();
        JsonLines.write(SampleSession.refused(HOSTILE).snapshot(), plain(), out);

        List<JsonNode> lines =
                out.toString().lines().map(new JsonMapper()::readTree).toList();
        assertThat(lines.getFirst().get("layer").asString()).isEqualTo("session");
        double before = 0;
        for (JsonNode line : lines.subList(1, lines.size())) {
            if (!line.get("layer").asString().equals("doctor")) {
                assertThat(line.get("t").asDouble()).isGreaterThanOrEqualTo(before);
                before = line.get("t").asDouble();
            }
        }
        assertThat(lines)
                .anyMatch(line -> line.get("layer").asString().equals("tls")
                        && line.get("event").asString().equals("Certificate")
                        && line.get("bytes").asInt() == 877);
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    @DisplayName("can be made of a session in which nothing happened")
    void takeEmptySessions(ExportFormat format) throws Exception {
        Snapshot nothing = empty();
        Path file = folder.resolve("empty" + format.suffix());

        Exports.write(format, nothing, Journal.inMemory(nothing.header(), () -> 0L), file, plain());

        assertThat(file).isNotEmptyFile();
    }

    @Test
    @DisplayName("that cannot be written say so in one sentence and leave nothing behind")
    void failInOneSentence() throws Exception {
        SampleSession session = SampleSession.refused("");

        assertThatThrownBy(() -> Exports.write(
                        ExportFormat.CSV, session.snapshot(), session.journal, folder.resolve("no/x.csv"), plain()))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("there is no folder");
        assertThatThrownBy(() -> Exports.write(ExportFormat.CSV, session.snapshot(), session.journal, folder, plain()))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("is a folder");
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    @DisplayName("with TLS secrets can be read by their owner only")
    void guardsSecrets() throws Exception {
        SampleSession session = SampleSession.established();
        Path file = folder.resolve("open.pcapng");

        Exports.write(ExportFormat.PCAPNG, session.snapshot(), session.journal, file, plain().withSecrets(true));

        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        }
    }
}
