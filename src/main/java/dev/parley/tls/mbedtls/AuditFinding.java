package dev.parley.tls.mbedtls;

import dev.parley.tls.Severity;
import java.util.List;

/**
 * One thing in a configuration that cannot work, may not, or is good to know.
 *
 * @param option the option it is about, for example {@code MBEDTLS_SHA384_C}
 * @param lines where the configuration says so, from 1; empty where it says nothing, which is the point then
 * @param sentence what, and why
 * @param change what to do; empty where nothing need be done
 * @param evidence what of the conversation shows it; empty for what the configuration alone tells
 */
public record AuditFinding(
        Severity severity,
        String option,
        List<Integer> lines,
        String sentence,
        String change,
        List<AuditEvidence> evidence) {
    public AuditFinding {
        lines = List.copyOf(lines);
        evidence = List.copyOf(evidence);
    }
}
