package dev.parley.doctor.soak;

import dev.parley.doctor.CaseView;
import dev.parley.doctor.Finding;
import dev.parley.doctor.Undecided;
import dev.parley.tls.TlsConversation;
import java.util.List;
import java.util.Optional;

/**
 * How a session ended, to be compared with others.
 *
 * @param name what the session is called, for example its file
 * @param outcome of its last connection; it succeeded where nothing was found or left
 *     undecided and, with TLS, the handshake came to its end
 * @param alert the fatal alert of the TLS conversation; empty for none
 * @param conversation that of the last connection that had one
 */
public record Ending(String name, Outcome outcome, String alert, Optional<TlsConversation> conversation) {
    /** A finding less likely than this does not make a session a failed one. */
    private static final double LIKELY = 0.5;

    public static Ending of(String name, CaseView view, List<Finding> findings) {
        Optional<TlsConversation> tls = view.latestConversation();
        boolean stood =
                view.sockets().stream().anyMatch(socket -> socket.openedNanos().isPresent())
                        && tls.map(one -> one.result() == TlsConversation.Result.ESTABLISHED
                                        || one.result() == TlsConversation.Result.CLOSED)
                                .orElse(true);
        boolean good = stood
                && findings.stream().noneMatch(finding -> finding.confidence() >= LIKELY)
                && Undecided.of(view, findings).isEmpty();
        return new Ending(
                name,
                Outcome.of(new SoakPlan.Run(0, 0), good, view, findings),
                tls.flatMap(TlsConversation::alert).map(alert -> alert.title()).orElse(""),
                tls);
    }
}
