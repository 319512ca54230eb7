package dev.parley.doctor;

import dev.parley.at.AtEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The network took the PDP context away ({@code +QIURC: "pdpdeact"}). */
final class PdpLost implements Rule {
    @Override
    public String code() {
        return "pdp-lost";
    }

    @Override
    public List<Finding> examine(CaseView session) {
        Optional<AtEvent.Urc> lost = Facts.urcs(session, "+QIURC")
                .filter(urc -> urc.argument(0).equals("pdpdeact"))
                .filter(urc -> Facts.commands(session, "AT+QIDEACT").noneMatch(e -> e.startNanos() < urc.nanos()))
                .findFirst();
        if (lost.isEmpty()) {
            return List.of();
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Facts.evidence(lost.get(), "the network deactivated the context"));
        Stream.of("+CEREG", "+CGREG")
                .flatMap(name -> Facts.urcs(session, name))
                .sorted(Comparator.comparingLong(AtEvent.Urc::nanos))
                .filter(urc -> Math.abs(urc.nanos() - lost.get().nanos()) < 30_000_000_000L)
                .forEach(urc -> evidence.add(Facts.evidence(urc, "registration changed about then")));
        return List.of(new Finding(
                code(),
                0.92,
                "The network took the data connection away",
                "The PDP context was deactivated, so every socket over it is dead; it is not about TLS or the"
                        + " certificate.",
                evidence,
                List.of(
                        "AT+QIDEACT="
                                + (lost.get().argument(1).isEmpty()
                                        ? "1"
                                        : lost.get().argument(1)) + ", then AT+QIACT, and open the socket again.",
                        "Watch AT+CEREG=2 and AT+QCSQ through a session: coverage lost about then explains it.",
                        "If it comes at a constant age, ask the operator for the APN's idle and session limits."),
                "The context still shows as active in AT+QIACT? right after the URC."));
    }
}
