package dev.parley.export;

import dev.parley.journal.Direction;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsNames;
import dev.parley.tls.mbedtls.AuditEvidence;
import dev.parley.tls.mbedtls.AuditFinding;
import dev.parley.tls.mbedtls.ConfigHeader;
import dev.parley.tls.mbedtls.MbedTlsAudit;
import dev.parley.tls.mbedtls.MbedTlsBuild;
import dev.parley.tls.mbedtls.MbedTlsProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is told about an mbedTLS build in lines of text: what it offers, and its audit. */
public final class MbedTlsText {
    private MbedTlsText() {}

    /** What the build is and offers, how its configuration was read, and what it tells by itself. */
    public static List<String> ofBuild(MbedTlsBuild build) {
        List<String> lines = new ArrayList<>();
        lines.add("mbedTLS " + build.guess().line() + ", read as " + build.version() + ": "
                + build.guess().why());
        for (ConfigHeader.Remark remark : build.header().remarks()) {
            lines.add("  line " + remark.line() + ": " + remark.sentence());
        }
        MbedTlsProfile profile = MbedTlsProfile.of(build);
        profile.offer().ifPresent(offer -> lines.addAll(offer(offer, profile)));
        MbedTlsAudit.of(build).findings().forEach(finding -> lines.addAll(finding(finding)));
        return List.copyOf(lines);
    }

    private static List<String> offer(ClientOffer offer, MbedTlsProfile profile) {
        return List.of(
                "  versions    "
                        + offer.versions().stream().map(TlsNames::version).collect(Collectors.joining(", ")),
                "  suites      " + offer.suites().stream().map(TlsNames::suite).collect(Collectors.joining(", ")),
                "  curves      " + offer.groups().stream().map(TlsNames::group).collect(Collectors.joining(", ")),
                "  signatures  "
                        + offer.signatureSchemes().stream()
                                .map(TlsNames::scheme)
                                .collect(Collectors.joining(", ")),
                "  extensions  "
                        + profile.extensions().stream().map(TlsNames::extension).collect(Collectors.joining(", ")),
                "  records     at most " + profile.inContent() + " bytes in, " + profile.outContent() + " out",
                "  key exchange record  "
                        + profile.keyExchangeBytes().entrySet().stream()
                                .map(entry -> entry.getValue() + " bytes with " + entry.getKey())
                                .collect(Collectors.joining(", ")));
    }

    /** What the conversation shows about the build; empty where nothing in it stands against it. */
    public static List<String> ofConversation(MbedTlsBuild build, TlsConversation conversation) {
        return MbedTlsAudit.of(build, conversation).withEvidence().stream()
                .flatMap(finding -> finding(finding).stream())
                .toList();
    }

    private static List<String> finding(AuditFinding finding) {
        List<String> lines = new ArrayList<>();
        String place = finding.lines().isEmpty()
                ? ""
                : " (line " + finding.lines().stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")";
        lines.add("  " + finding.severity().word() + "  " + finding.option() + place + ": " + finding.sentence());
        if (!finding.change().isEmpty()) {
            lines.add("         " + finding.change());
        }
        for (AuditEvidence evidence : finding.evidence()) {
            lines.add("         evidence: " + evidence.text() + ", bytes " + evidence.from() + " to " + evidence.to()
                    + " " + (evidence.direction() == Direction.TX ? "sent" : "received"));
        }
        return lines;
    }
}
