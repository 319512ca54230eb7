package dev.parley.doctor;

import java.util.List;

/**
 * A diagnosis.
 *
 * @param code stable and documented, for example {@code certificate-refused}
 * @param confidence 0 to 1
 * @param title one sentence in plain words
 * @param meaning what it means, in a few sentences
 * @param evidence what it rests on; never empty
 * @param fix what to try next, as concrete commands or settings, the cheapest first
 * @param refutedBy what observation would show that it is wrong
 */
public record Finding(
        String code,
        double confidence,
        String title,
        String meaning,
        List<Evidence> evidence,
        List<String> fix,
        String refutedBy) {
    public Finding {
        evidence = List.copyOf(evidence);
        fix = List.copyOf(fix);
        if (evidence.isEmpty()) {
            throw new IllegalArgumentException("a finding without evidence: " + code);
        }
    }
}
