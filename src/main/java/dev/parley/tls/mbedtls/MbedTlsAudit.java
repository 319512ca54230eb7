package dev.parley.tls.mbedtls;

import dev.parley.tls.Severity;
import dev.parley.tls.TlsConversation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What in a build cannot work: by itself, and with what a server sent.
 *
 * @param build the build
 * @param findings the worst first
 */
public record MbedTlsAudit(MbedTlsBuild build, List<AuditFinding> findings) {
    public MbedTlsAudit {
        findings = findings.stream()
                .sorted(Comparator.comparing(AuditFinding::severity))
                .toList();
    }

    /** What the configuration alone tells. */
    public static MbedTlsAudit of(MbedTlsBuild build) {
        return new MbedTlsAudit(build, BuildRules.findings(build));
    }

    /** What it tells together with one conversation: whichever client spoke, the question is what this build would have done. */
    public static MbedTlsAudit of(MbedTlsBuild build, TlsConversation conversation) {
        List<AuditFinding> findings = new ArrayList<>(ConversationRules.findings(build, conversation));
        findings.addAll(BuildRules.findings(build));
        return new MbedTlsAudit(build, findings);
    }

    /** The findings that rest on the conversation. */
    public List<AuditFinding> withEvidence() {
        return findings.stream()
                .filter(finding -> !finding.evidence().isEmpty())
                .toList();
    }

    public List<AuditFinding> of(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }
}
