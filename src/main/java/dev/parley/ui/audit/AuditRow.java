package dev.parley.ui.audit;

import dev.parley.tls.mbedtls.AuditEvidence;
import dev.parley.tls.mbedtls.AuditFinding;
import dev.parley.tls.mbedtls.MbedTlsAudit;
import dev.parley.ui.shared.Mark;
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
    /** The worst first. */
    static List<AuditRow> of(MbedTlsAudit audit) {
        return audit.findings().stream().map(AuditRow::of).toList();
    }

    private static AuditRow of(AuditFinding finding) {
        Optional<AuditEvidence> first = finding.evidence().stream().findFirst();
        String lines = finding.lines().isEmpty()
                ? ""
                : (finding.lines().size() == 1 ? ", line " : ", lines ")
                        + finding.lines().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return new AuditRow(
                switch (finding.severity()) {
                    case ERROR -> Mark.FAILED;
                    case WARNING -> Mark.WARNING;
                    case NOTE -> Mark.NOTICE;
                },
                finding.severity().word(),
                finding.option() + lines,
                finding.sentence(),
                finding.change(),
                finding.evidence().stream().map(AuditEvidence::text).collect(Collectors.joining("; ")),
                first.filter(it -> it.message() >= 0)
                        .map(it -> OptionalInt.of(it.message()))
                        .orElse(OptionalInt.empty()));
    }

    /** The row in one sentence, for a screen reader. */
    String spoken() {
        return word + ": " + option + ": " + sentence + (change.isEmpty() ? "" : " " + change)
                + (evidence.isEmpty() ? "" : " Evidence: " + evidence);
    }
}
