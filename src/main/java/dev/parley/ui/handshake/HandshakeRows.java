package dev.parley.ui.handshake;

import dev.parley.flow.Figures;
import dev.parley.journal.Direction;
import dev.parley.session.ControllerState;
import dev.parley.session.ControllerState.Stop.At;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.Flights;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeState.Lane;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.ui.shared.Mark;
import dev.parley.ui.shared.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The rows of the drawn state machine: all states in order, and between them the gate, the alert and the close. */
final class HandshakeRows {
    private final Shown shown;
    private final long nowNanos;
    private final MbedTlsLine line;
    private final Optional<ControllerState.Stop> stop;
    private final Optional<HandshakeStep> parked;
    private final OptionalInt here;
    private final List<HandshakeRow> ending;

    private HandshakeRows(Shown shown, long nowNanos) {
        this.shown = shown;
        this.nowNanos = nowNanos;
        this.line = shown.line();
        this.stop = shown.stop();
        this.parked = shown.parked();
        this.here = shown.cursor().isPresent() ? shown.cursor().get().message() : OptionalInt.empty();
        this.ending = shown.conversation()
                .map(it -> ending(it, shown.view().sockets().get(it.socket())))
                .orElse(List.of());
    }

    /** The rows of what is shown, as it stood at its cursor; the clock of a parked gate is that of {@code nowNanos}. */
    static List<HandshakeRow> of(Shown shown, long nowNanos) {
        Shown then = shown.then();
        return new HandshakeRows(then, then.cursor().isPresent() ? then.nowNanos() : nowNanos).rows();
    }

    private List<HandshakeRow> rows() {
        List<HandshakeStep> steps = shown.steps();
        List<Integer> flights =
                Flights.of(shown.conversation().map(TlsConversation::messages).orElse(List.of()), steps);
        boolean died = steps.stream().anyMatch(step -> step.status() == HandshakeStep.Status.FAILED);
        Optional<HandshakeStep> last = last(steps);
        Optional<HandshakeStep> end = shown.conversation().flatMap(TlsConversation::last);
        List<HandshakeRow> rows = new ArrayList<>();
        if (stop.isPresent() && parked.isEmpty()) {
            rows.add(gate(stop.get()));
        }
        int at = parked.map(steps::indexOf).orElse(steps.size());
        int before = 0;
        for (int i = 0; i < steps.size(); i++) {
            HandshakeStep step = i > at ? notYet(steps.get(i)) : steps.get(i);
            boolean waits = parked.isPresent() && parked.get().state() == step.state();
            boolean behind = stop.isPresent() && isBehind(stop.get());
            if (waits && stop.isPresent() && !behind) {
                rows.add(gate(stop.get()));
            }
            int flight = flights.get(i);
            rows.add(state(
                    step,
                    flight,
                    flight != 0 && flight != before,
                    waits,
                    died,
                    last.filter(step::equals).isPresent()));
            before = flight == 0 ? before : flight;
            if (waits && stop.isPresent() && behind) {
                rows.add(gate(stop.get()));
            }
            if (end.filter(steps.get(i)::equals).isPresent()) {
                rows.addAll(ending);
            }
        }
        if (!died) {
            rows.addAll(ending);
        }
        return rows;
    }

    /** The state in which a handshake that succeeded came to rest. */
    private Optional<HandshakeStep> last(List<HandshakeStep> steps) {
        // The wire may have all of it while the client still stands at the gate.
        boolean over = stop.isEmpty()
                && shown.conversation()
                        .filter(it -> it.result() == TlsConversation.Result.ESTABLISHED
                                || it.result() == TlsConversation.Result.CLOSED)
                        .isPresent();
        return over
                ? steps.stream()
                        .filter(step -> step.state() == HandshakeState.HANDSHAKE_OVER)
                        .findFirst()
                : Optional.empty();
    }

    /**
     * What the client has not come to yet while it is parked, whatever the wire has seen of it. What it sent itself has left: in TLS 1.3 a
     * ChangeCipherSpec does in the midst of the server's flight.
     */
    private static HandshakeStep notYet(HandshakeStep step) {
        boolean sent = step.state().lane() == Lane.CLIENT && step.message().isPresent();
        return step.status() == HandshakeStep.Status.DONE && !sent
                ? new HandshakeStep(
                        step.state(),
                        HandshakeStep.Status.AHEAD,
                        step.message(),
                        step.recordBytes(),
                        step.messageBytes(),
                        step.startNanos(),
                        step.message().isPresent() ? step.endNanos() : -1)
                : step;
    }

    private String failedWords(HandshakeStep step) {
        if (step.status() != HandshakeStep.Status.FAILED) {
            return "";
        }
        boolean goneOn = shown.conversation().flatMap(TlsConversation::goneOn).isPresent();
        return goneOn
                ? "died of this message"
                : step.message().isPresent() || ending.isEmpty()
                        ? "died here"
                        : step.state().lane() == Lane.CLIENT ? "never left" : "never came";
    }

    private HandshakeRow state(
            HandshakeStep step, int flight, boolean leads, boolean waits, boolean died, boolean rests) {
        HandshakeState state = step.state();
        boolean crosses = state.lane() != Lane.NONE;
        HandshakeStep.Status status = step.status();
        boolean failed = status == HandshakeStep.Status.FAILED;
        // Looking back, the message that has just crossed is where one stands; the state that waits for the next is
        // quiet.
        boolean looked = here.isPresent() && step.message().equals(here) && !failed;
        // While parked, the state that is parked at is the present one, whatever the wire has seen of it.
        boolean present =
                waits || looked || (status == HandshakeStep.Status.PRESENT && parked.isEmpty() && here.isEmpty());
        Mark mark = waits || looked ? Mark.PARKED : present ? Mark.RUNNING : mark(status);
        String word = waits ? "parked" : looked ? "here" : present ? "now" : word(step);
        long took = step.endNanos() < 0 || step.startNanos() < 0 ? -1 : step.endNanos() - step.startNanos();
        return new HandshakeRow(
                HandshakeRow.Kind.STATE,
                flight,
                leads,
                failed || (present && !died) || looked || rests,
                mark,
                word,
                line.figure(state),
                line.shortName(state),
                state.lane(),
                crosses ? state.message() : "",
                bytes(step, waits),
                status == HandshakeStep.Status.SKIPPED && crosses
                        ? "not used"
                        : status == HandshakeStep.Status.ENCRYPTED && crosses
                                ? "encrypted"
                                : rests ? established() : failedWords(step),
                Figures.time(step.endNanos()),
                Figures.span(took),
                step.message());
    }

    /** What crossed; of a message that waits to leave, what will. */
    private String bytes(HandshakeStep step, boolean waits) {
        int bytes = waits
                        && step.message().isEmpty()
                        && stop.isPresent()
                        && stop.get().outgoing()
                ? stop.get().bytes()
                : step.recordBytes();
        return bytes > 0 ? Figures.bytes(bytes) : "";
    }

    private String established() {
        return shown.conversation().map(TlsConversation::version).orElse("") + " established";
    }

    private static Mark mark(HandshakeStep.Status status) {
        return switch (status) {
            case AHEAD, PRESENT -> Mark.WAITING;
            case DONE -> Mark.DONE;
            case SKIPPED, ENCRYPTED -> Mark.SKIPPED;
            case FAILED -> Mark.FAILED;
        };
    }

    private static String word(HandshakeStep step) {
        return switch (step.status()) {
            case AHEAD -> step.message().isPresent() ? "arrived" : "ahead";
            case PRESENT -> "ahead";
            case DONE -> "done";
            case SKIPPED -> "skipped";
            case ENCRYPTED -> "sealed";
            case FAILED -> "failed";
        };
    }

    private static String size(ControllerState.Stop at) {
        String size = ", " + Figures.bytes(at.bytes());
        return switch (at.at()) {
            case MESSAGE -> size + (at.outgoing() ? "" : " message");
            // The command tells how much it sends.
            case EXCHANGE -> at.outgoing() && !at.exchange().isEmpty() ? "" : size;
            case MOMENT -> size + " left";
            case RECORD, ALERT -> size;
        };
    }

    /** True where the state's message has come as a whole: the gate stands behind it. */
    private static boolean isBehind(ControllerState.Stop at) {
        return !at.outgoing() && (at.at() == At.MESSAGE || at.at() == At.RECORD);
    }

    private HandshakeRow gate(ControllerState.Stop at) {
        String kept = Figures.span(Math.max(0, nowNanos - at.serverWaits()));
        // A breakpoint says where it stands; a level stands in the tool strip.
        boolean atBreakpoint = at.why().startsWith("breakpoint");
        String text = (atBreakpoint ? at.why() : at.words() + (at.bytes() == 0 ? "" : size(at)))
                + "\nserver waits " + kept + " · queues: out " + Figures.bytes(at.beforeWire()) + ", in "
                + in(at);
        return new HandshakeRow(
                HandshakeRow.Kind.GATE,
                0,
                false,
                false,
                Mark.PARKED,
                "gate",
                "",
                "F10 step · F5 continue",
                at.outgoing() ? Lane.CLIENT : Lane.SERVER,
                "",
                "",
                text,
                "",
                "",
                OptionalInt.empty());
    }

    /**
     * What the client has still to take: the record it is parked at, which counts until it is acted upon, and those behind it, for example
     * {@code 28 B + 1,000 B}.
     */
    private String in(ControllerState.Stop at) {
        int record = at.at() == At.RECORD
                ? at.bytes()
                : at.at() == At.MESSAGE ? parked.map(HandshakeStep::recordBytes).orElse(0) : 0;
        return at.outgoing() || record == 0 || record > at.beforeClient()
                ? Figures.bytes(at.beforeClient())
                : Figures.bytes(record) + " + " + Figures.bytes(at.beforeClient() - record);
    }

    /** The alert and the close, in the order in which they were seen. */
    private List<HandshakeRow> ending(TlsConversation conversation, ModemSocket socket) {
        List<HandshakeRow> rows = new ArrayList<>();
        long closedNanos = socket.closedNanos().orElse(Long.MAX_VALUE);
        boolean closed = socket.closedBy() != ClosedBy.OPEN
                && socket.closedNanos().isPresent()
                && (shown.cursor().isEmpty() || closedNanos <= nowNanos);
        Optional<TlsMessage.Alert> alert = conversation.alert();
        boolean alertLate = alert.isPresent() && alert.get().startNanos() > closedNanos;
        if (alert.isPresent() && !alertLate) {
            rows.add(alert(
                    conversation,
                    alert.get(),
                    AlertDescription.meaning(alert.get().description())));
        }
        if (closed) {
            rows.add(close(conversation, socket, closedNanos));
        }
        if (alert.isPresent() && alertLate) {
            rows.add(alert(conversation, alert.get(), "read after the close"));
        }
        return rows;
    }

    private static HandshakeRow alert(TlsConversation conversation, TlsMessage.Alert alert, String note) {
        return new HandshakeRow(
                HandshakeRow.Kind.ALERT,
                0,
                false,
                false,
                alert.isFatal() ? Mark.FAILED : Mark.WARNING,
                alert.isFatal() ? "fatal" : "warning",
                "",
                "ALERT " + alert.description(),
                alert.direction() == Direction.TX ? Lane.CLIENT : Lane.SERVER,
                AlertDescription.name(alert.description()) + "(" + alert.description() + ")",
                Figures.bytes(conversation.recordBytes(alert)),
                note,
                Figures.time(alert.startNanos()),
                "",
                OptionalInt.of(alert.index()));
    }

    private static HandshakeRow close(TlsConversation conversation, ModemSocket socket, long closedNanos) {
        boolean early = conversation.result() == TlsConversation.Result.FAILED
                || conversation.result() == TlsConversation.Result.HANDSHAKING;
        String unread = socket.unreadAtClose() > 0 ? " · " + Figures.bytes(socket.unreadAtClose()) + " unread" : "";
        return new HandshakeRow(
                HandshakeRow.Kind.CLOSE,
                0,
                false,
                false,
                early ? Mark.FAILED : Mark.DONE,
                "closed",
                "",
                "SOCKET " + socket.id(),
                socket.closedBy() == ClosedBy.HOST ? Lane.CLIENT : Lane.SERVER,
                "",
                "",
                "closed by " + socket.closedBy().word().replace('-', ' ') + unread,
                Figures.time(closedNanos),
                "",
                OptionalInt.empty());
    }
}
