package dev.parley.ui.shared;

import dev.parley.doctor.CaseView;
import dev.parley.session.ControllerState;
import dev.parley.session.Snapshot;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import java.util.Optional;

/**
 * What all panels show in one pulse.
 *
 * @param nowNanos the session's clock, nanoseconds since it began
 * @param fresh true if this is another session than the one shown before
 */
public record Shown(Snapshot snapshot, ControllerState state, long nowNanos, boolean fresh) {
    public CaseView view() {
        return snapshot.view();
    }

    /** True while nothing has crossed the link yet. */
    public boolean isEmpty() {
        return view().exchanges().isEmpty() && snapshot.flow().isEmpty();
    }

    /** The TLS conversation the window is about: that of the last socket that has one. */
    public Optional<TlsConversation> conversation() {
        return view().conversations().values().stream().reduce((a, b) -> a.socket() > b.socket() ? a : b);
    }

    /** The socket the window is about: that of {@link #conversation()}, else the last one. */
    public Optional<ModemSocket> socket() {
        return conversation()
                .map(conversation -> view().sockets().get(conversation.socket()))
                .or(() -> view().sockets().stream().reduce((a, b) -> b));
    }
}
