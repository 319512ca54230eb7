package dev.parley.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tls.TlsConversation;
import dev.parley.tls.client.CredentialsReport;
import dev.parley.tls.mbedtls.MbedTlsAudit;
import dev.parley.tls.mbedtls.MbedTlsBuild;
import dev.parley.ui.PlayedSession;
import dev.parley.ui.shared.Mark;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The audit's rows")
class AuditRowTest {
    /** A build whose records are too small for the certificate chain of the played session, 1656 bytes of record. */
    private static final String SMALL = """
        #define MBEDTLS_SSL_TLS_C
        #define MBEDTLS_SSL_CLI_C
        #define MBEDTLS_SSL_PROTO_TLS1_2
        #define MBEDTLS_SSL_MAX_CONTENT_LEN 1024
        """;

    @Test
    @DisplayName("name the option with its line, and point at the message that shows it")
    void evidence() {
        Optional<TlsConversation> refused = PlayedSession.refused().conversation();
        List<AuditRow> rows = AuditRow.of(MbedTlsAudit.of(MbedTlsBuild.of(SMALL), refused.orElseThrow()), refused);

        assertThat(rows).extracting(AuditRow::option).contains("MBEDTLS_SSL_MAX_CONTENT_LEN, line 4");
        AuditRow length = rows.stream()
                .filter(row ->
                        row.option().contains("IN_CONTENT_LEN") && row.message().isPresent())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row on the content length in " + rows));
        assertThat(length.mark()).isEqualTo(Mark.FAILED);
        assertThat(length.evidence()).isNotEmpty();
        assertThat(refused.orElseThrow()
                        .messages()
                        .get(length.message().getAsInt())
                        .title())
                .isEqualTo("Certificate");
    }

    @Test
    @DisplayName("stand with the worst first")
    void worstFirst() {
        List<String> words = AuditRow.of(MbedTlsAudit.of(MbedTlsBuild.of(SMALL)), Optional.empty()).stream()
                .map(AuditRow::word)
                .distinct()
                .toList();

        assertThat(words).isSubsetOf("error", "warning", "note").startsWith("error");
    }

    @Test
    @DisplayName("tell of credentials what is wrong with which file, and what to do")
    void credentials() {
        Path nowhere = Path.of("nowhere", "device.pem");
        List<AuditRow> rows = AuditRow.of(CredentialsReport.of(
                new CredentialsReport.Subject(
                        Optional.empty(), Optional.of(nowhere), Optional.empty(), Optional.empty()),
                Instant.parse("2026-03-01T09:30:00Z")));

        assertThat(rows.getFirst().mark()).isEqualTo(Mark.FAILED);
        assertThat(rows.getFirst().sentence()).contains(nowhere.toString(), "does not exist");
    }
}
