package dev.parley.ui.audit;

import dev.parley.tls.Severity;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.client.CredentialFinding;
import dev.parley.tls.client.CredentialsReport;
import dev.parley.tls.mbedtls.AuditEvidence;
import dev.parley.tls.mbedtls.AuditFinding;
import dev.parley.tls.mbedtls.MbedTlsAudit;
import dev.parley.ui.shared.Mark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * One thing the audit found, in words.
 *
 * @param option the option with its lines, for example {@code MBEDTLS_SHA384_C, line 12}
 * @param change what to do; empty where nothing need be done
 * @param evidence what of the conversation shows it; empty for what the configuration alone tells
 * @param message the TLS message in evidence
 */
record AuditRow(
        Mark mark, String word, String option, String sentence, String change, String evidence, OptionalInt message) {
    /** The worst first; {@code conversation} is the one that was audited, if one was. */
    static List<AuditRow> of(MbedTlsAudit audit, Optional<TlsConversation> conversation) {
        return audit.findings().stream()
                .map(finding -> of(finding, conversation))
                .toList();
    }

    private static AuditRow of(AuditFinding finding, Optional<TlsConversation> conversation) {
        Optional<AuditEvidence> first = finding.evidence().stream().findFirst();
        String lines = finding.lines().isEmpty()
                ? ""
                : (finding.lines().size() == 1 ? ", line " : ", lines ")
                        + finding.lines().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return new AuditRow(
                mark(finding.severity()),
                finding.severity().word(),
                finding.option() + lines,
                finding.sentence(),
                finding.change(),
                finding.evidence().stream().map(AuditEvidence::text).collect(Collectors.joining("; ")),
                first.map(it -> message(it, conversation)).orElse(OptionalInt.empty()));
    }

    /** What the check of a connection's files and endpoint found, the worst first. */
    static List<AuditRow> of(CredentialsReport report) {
        List<AuditRow> rows = new ArrayList<>();
        if (report.findings().isEmpty()) {
            rows.add(new AuditRow(
                    Mark.DONE,
                    "good",
                    "Credentials",
                    "The files fit each other and the endpoint.",
                    "",
                    "",
                    OptionalInt.empty()));
        }
        for (CredentialFinding finding : report.findings()) {
            String place = finding.file().map(Path::toString).orElse("Credentials")
                    + (finding.line().isPresent() ? ", line " + finding.line().getAsInt() : "");
            rows.add(new AuditRow(
                    mark(finding.severity()),
                    finding.severity().word(),
                    place,
                    finding.sentence(),
                    finding.fix(),
                    "",
                    OptionalInt.empty()));
        }
        if (!report.record().isEmpty()) {
            rows.add(new AuditRow(
                    Mark.NOTICE,
                    "note",
                    "Certificate record",
                    "The client's Certificate will take " + report.record() + " bytes.",
                    "",
                    "",
                    OptionalInt.empty()));
        }
        return rows;
    }

    private static Mark mark(Severity severity) {
        return switch (severity) {
            case ERROR -> Mark.FAILED;
            case WARNING -> Mark.WARNING;
            case NOTE -> Mark.NOTICE;
        };
    }

    /** The message in evidence; of a record, the first message it carried. */
    private static OptionalInt message(AuditEvidence evidence, Optional<TlsConversation> conversation) {
        if (evidence.message() >= 0) {
            return OptionalInt.of(evidence.message());
        }
        return conversation.stream()
                .flatMap(it -> it.messages().stream())
                .filter(message -> message.records().stream().anyMatch(evidence.records()::contains))
                .mapToInt(TlsMessage::index)
                .findFirst();
    }

    /** The row in one sentence, for a screen reader. */
    String spoken() {
        return word + ": " + option + ": " + sentence + (change.isEmpty() ? "" : " " + change)
                + (evidence.isEmpty() ? "" : " Evidence: " + evidence);
    }
}
