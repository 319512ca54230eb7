package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.Finding;
import dev.parley.export.ExportOptions;
import dev.parley.export.TextReport;
import dev.parley.session.Session;
import dev.parley.session.Snapshot;
import dev.parley.tls.TlsConversation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A session of TLS 1.3 that was recorded without a key log")
@Timeout(60)
class SealedSessionTest {
    private static final String REFUSING =
            "\"faults\": [{\"atMessage\": \"Certificate\", \"do\": \"alert\", \"alert\": 46}]";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"buffer", "push", "transparent"})
    @DisplayName("tells a refused certificate from the sizes of records, and says that it does")
    void refused(String mode) throws Exception {
        Snapshot snapshot = connect(mode, "3.1.1", ", " + REFUSING, ExitCode.SESSION_FAILED);

        assertThat(only(snapshot).result()).isEqualTo(TlsConversation.Result.FAILED);
        Finding first = snapshot.findings().getFirst();
        assertThat(first.code()).isEqualTo("certificate-refused");
        assertThat(first.confidence()).isBetween(0.5, 0.7);
        assertThat(first.title()).contains("most likely", "897", "24 bytes, the size of an alert");
        assertThat(first.fix()).anyMatch(fix -> fix.contains("--key-log"));
        String text = TextReport.of(snapshot, ExportOptions.of("session.parley"));
        assertThat(text)
                .contains("the handshake failed, most likely in state MBEDTLS_SSL_CLIENT_CERTIFICATE (7)")
                .containsPattern("CLIENT_CERTIFICATE +---> +Certificate\\? +897")
                .containsPattern("<--- +Alert\\? +24")
                .contains("--key-log")
                .doesNotContain("established", "MQTT packets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"buffer", "push", "transparent"})
    @DisplayName("that went well is told as established")
    void established(String mode) throws Exception {
        Snapshot snapshot = connect(mode, "none", "", ExitCode.DONE);

        assertThat(only(snapshot).result()).isEqualTo(TlsConversation.Result.CLOSED);
        assertThat(snapshot.findings()).isEmpty();
        assertThat(TextReport.of(snapshot, ExportOptions.of("session.parley")))
                .contains("TLS was established and ended, by the sizes of records that cannot be read")
                .contains("whether it took the client these records do not tell");
    }

    private static TlsConversation only(Snapshot snapshot) {
        return snapshot.view().conversations().get(0);
    }

    private Snapshot connect(String mode, String mqtt, String endpoint, int exit) throws Exception {
        Path scenario = folder.resolve("tls13.json");
        Files.writeString(scenario, """
            {"name": "tls13", "group": "tls", "story": "TLS 1.3.", "modem": {"roundTripMillis": 10},
             "endpoint": {"tls": ["1.3"]%s}, "finding": null, "fix": "None."}
            """.formatted(endpoint));
        Path out = folder.resolve("out");
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        int code = ParleyCommand.run(
                new NoDesktop(),
                (session, snapshot, state, profile, target) -> List.of(),
                writer,
                writer,
                "connect",
                "--link",
                "sim:" + scenario,
                "--tls-version",
                "1.3",
                "--access-mode",
                mode,
                "--mqtt",
                mqtt,
                "--out",
                out.toString());
        assertThat(code).as(said.toString()).isEqualTo(exit);
        try (Session session = Session.open(out.resolve("session.parley"))) {
            return session.settled();
        }
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
}
