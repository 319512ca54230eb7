package dev.parley.ui.shared;

import dev.parley.doctor.CaseView;
import dev.parley.journal.Direction;
import dev.parley.session.ControllerState;
import dev.parley.session.Snapshot;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeState.Lane;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What all panels show in one pulse.
 *
 * @param nowNanos the session's clock, nanoseconds since it began
 * @param fresh true if this is another session than the one shown before
 * @param cursor the moment the operator looks at; nothing: the newest
 * @param recorded true where it is a recording that was opened: nothing is driven then
 * @param numbering whose numbers and names of states the operator chose; nothing: the usual
 */
public record Shown(
        Snapshot snapshot,
        ControllerState state,
        long nowNanos,
        boolean fresh,
        Optional<Moment> cursor,
        boolean recorded,
        Optional<MbedTlsLine> numbering) {
    private static final List<HandshakeStep> ALL_AHEAD = HandshakeState.TLS12.stream()
            .map(state -> new HandshakeStep(state, HandshakeStep.Status.AHEAD, OptionalInt.empty(), 0, 0, -1, -1))
            .toList();

    /** The newest moment of a session that is driven. */
    public Shown(Snapshot snapshot, ControllerState state, long nowNanos, boolean fresh) {
        this(snapshot, state, nowNanos, fresh, Optional.empty(), false, Optional.empty());
    }

    /**
     * What was shown at the cursor: the conversation as it stood then, and the clock. All else is whole. The same where no moment is
     * held.
     */
    public Shown then() {
        if (cursor.isEmpty()) {
            return this;
        }
        Moment moment = cursor.get();
        Map<Integer, TlsConversation> then = new HashMap<>(view().conversations());
        conversation()
                .ifPresent(whole -> then.put(
                        whole.socket(),
                        whole.at(moment.nanos(), moment.message().orElse(-1) + 1)));
        return new Shown(
                snapshot.withView(view().withConversations(then)),
                state,
                moment.nanos(),
                fresh,
                cursor,
                recorded,
                numbering);
    }

    /** Where the handshake is parked; nothing while another moment is looked at. */
    public Optional<ControllerState.Stop> stop() {
        return cursor.isEmpty() ? state.stop() : Optional.empty();
    }

    public CaseView view() {
        return snapshot.view();
    }

    /** True while more may come: a connection is under way, or a recording happens again. */
    public boolean goesOn() {
        return view().live() && (recorded || state.phase().isUnderWay());
    }

    /** True while nothing has crossed the link yet. */
    public boolean isEmpty() {
        return view().exchanges().isEmpty() && snapshot.flow().isEmpty();
    }

    /** The TLS conversation the window is about: that of the last socket that has one. */
    public Optional<TlsConversation> conversation() {
        return view().latestConversation();
    }

    /** All states of the handshake with what became of each; all ahead before anything crossed. */
    public List<HandshakeStep> steps() {
        return conversation().map(TlsConversation::steps).orElse(ALL_AHEAD);
    }

    /** How states are numbered and named. */
    public MbedTlsLine line() {
        return numbering.orElseGet(() -> conversation().map(MbedTlsLine::usual).orElse(MbedTlsLine.V2_16));
    }

    /**
     * The state in which the handshake is parked, where it is: that of the message it is parked at, else of the first message the
     * client has not acted upon, else where the wire stands. The wire alone cannot tell: a message that is about to leave has not
     * crossed, and one that waits to be acted upon has.
     */
    public Optional<HandshakeStep> parked() {
        return stop().flatMap(stop -> named(stop)
                .or(() -> stop.outgoing() ? Optional.empty() : untaken(stop.taken()))
                .or(() -> conversation().flatMap(TlsConversation::present))
                .or(() -> steps().stream()
                        .filter(step -> step.state() == HandshakeState.HANDSHAKE_OVER
                                && step.status() == HandshakeStep.Status.DONE)
                        .findFirst()));
    }

    /** The state of the message that the stop names. */
    private Optional<HandshakeStep> named(ControllerState.Stop stop) {
        if (!stop.outgoing() && stop.at() != ControllerState.Stop.At.MESSAGE) {
            return Optional.empty();
        }
        Lane lane = stop.outgoing() ? Lane.CLIENT : Lane.SERVER;
        List<HandshakeStep> candidates = steps().stream()
                .filter(step ->
                        step.state().lane() == lane && step.state().message().equals(stop.title()))
                .toList();
        return stop.outgoing()
                ? candidates.stream().filter(step -> step.message().isEmpty()).findFirst()
                : candidates.stream().reduce((a, b) -> b);
    }

    /** The state of the server's message with that number among those that came, alerts aside. */
    private Optional<HandshakeStep> untaken(int number) {
        return conversation()
                .flatMap(it -> it.messages().stream()
                        .filter(message -> message.direction() == Direction.RX)
                        .filter(message -> message instanceof TlsMessage.Handshake
                                || message instanceof TlsMessage.ChangeCipherSpec)
                        .skip(number)
                        .findFirst()
                        .flatMap(message -> it.steps().stream()
                                .filter(step -> step.message().equals(OptionalInt.of(message.index())))
                                .findFirst()));
    }

    /** The socket the window is about: that of {@link #conversation()}, else the last one. */
    public Optional<ModemSocket> socket() {
        return view().latestSocket();
    }
}
