package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The handshake failed, and an experiment had altered its bytes. Both sides' Finished and the client's CertificateVerify are over all
 * messages before them (RFC 5246 sections 7.4.8 and 7.4.9): whatever was altered, they do not verify any more.
 */
final class ExperimentAltered implements TlsRule {
    @Override
    public String code() {
        return "experiment-altered";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket, TlsConversation tls) {
        return Facts.established(tls)
                ? Optional.empty()
                : Experiment.altered(session, tls).map(altered -> finding(session, tls, altered));
    }

    private Finding finding(CaseView session, TlsConversation tls, Experiment.Altered altered) {
        String what = altered.experiments().stream().map(Experiment::words).collect(Collectors.joining(", "));
        TlsMessage message = altered.message();
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(session.evidence(
                tls,
                message,
                "The " + altered.experiments().getFirst().message() + " as it crossed, " + tls.recordBytes(message)
                        + " bytes: " + what));
        tls.alert()
                .filter(alert -> alert.direction() == Direction.RX)
                .ifPresent(alert ->
                        evidence.add(session.evidence(tls, alert, "The server's answer to it: " + alert.title())));
        return new Finding(
                code(),
                0.98,
                "This run's bytes were changed by an experiment: " + what,
                "The server got something else than the client made, on purpose, and the handshake failed. Its answer"
                    + " is the answer to the altered bytes: nothing here speaks against the certificate, the key, the"
                    + " line or the modem. CertificateVerify and Finished are made over all messages before them, so"
                    + " after a change in any of those they do not verify either.",
                evidence,
                List.of(
                        "Compare with a run without the experiment: parley compare WITHOUT WITH marks the first"
                                + " difference.",
                        "Compare the server's answer with the one of the field: the same alert at the same place makes"
                                + " altered bytes a candidate there."),
                "The same run without the experiment fails alike.");
    }
}
