package dev.parley.ui.handshake;

import dev.parley.journal.Direction;
import dev.parley.session.ControllerState;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeState.Lane;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.ui.shared.Figures;
import dev.parley.ui.shared.Mark;
import dev.parley.ui.shared.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The rows of the drawn state machine: all states in order, and between them the gate, the alert and the close. */
final class HandshakeRows {
    private HandshakeRows() {}

    /** The rows of what is shown; the clock of a parked gate is that of {@code nowNanos}. */
    static List<HandshakeRow> of(Shown shown, long nowNanos) {
        Optional<TlsConversation> conversation = shown.conversation();
        List<HandshakeStep> steps = shown.steps();
        Optional<ControllerState.Stop> stop = shown.state().stop();
        Optional<HandshakeStep> parked = shown.parked();
        List<HandshakeRow> ending = conversation
                .map(it -> ending(it, shown.view().sockets().get(it.socket())))
                .orElse(List.of());
        List<HandshakeRow> rows = new ArrayList<>();
        if (stop.isPresent() && parked.isEmpty()) {
            rows.add(gate(stop.get(), entered(shown), nowNanos));
        }
        for (HandshakeStep step : steps) {
            boolean here = parked.isPresent() && parked.get().state() == step.state();
            if (here && stop.isPresent() && stop.get().outgoing()) {
                rows.add(gate(stop.get(), entered(shown), nowNanos));
            }
            rows.add(state(shown.line(), step, here, parked.isPresent(), failedWords(step, ending)));
            if (here && stop.isPresent() && !stop.get().outgoing()) {
                rows.add(gate(stop.get(), entered(shown), nowNanos));
            }
            if (step.status() == HandshakeStep.Status.FAILED) {
                rows.addAll(ending);
            }
        }
        if (steps.stream().noneMatch(step -> step.status() == HandshakeStep.Status.FAILED)) {
            rows.addAll(ending);
        }
        return rows;
    }

    /** Since when the handshake has been waiting: since the last thing that happened in it, or since the socket opened. */
    private static long entered(Shown shown) {
        return shown.steps().stream().mapToLong(step -> Math.max(step.startNanos(), step.endNanos())).max().stream()
                .filter(nanos -> nanos >= 0)
                .findFirst()
                .orElseGet(() -> shown.socket()
                        .flatMap(socket -> socket.openedNanos().isPresent()
                                ? Optional.of(socket.openedNanos().getAsLong())
                                : Optional.empty())
                        .orElse(-1L));
    }

    private static String failedWords(HandshakeStep step, List<HandshakeRow> ending) {
        if (step.status() != HandshakeStep.Status.FAILED) {
            return "";
        }
        return step.message().isPresent() || ending.isEmpty() ? "died here" : "never came";
    }

    private static HandshakeRow state(
            MbedTlsLine line, HandshakeStep step, boolean here, boolean anyParked, String failedWords) {
        HandshakeState state = step.state();
        boolean crosses = state.lane() != Lane.NONE;
        HandshakeStep.Status status = step.status();
        // While parked, the state that is parked at is the present one, whatever the wire has seen of it.
        boolean present = here || (status == HandshakeStep.Status.PRESENT && !anyParked);
        Mark mark = here ? Mark.PARKED : present ? Mark.RUNNING : mark(status);
        String word = here ? "parked" : present ? "now" : word(status);
        long took = step.endNanos() < 0 || step.startNanos() < 0 ? -1 : step.endNanos() - step.startNanos();
        return new HandshakeRow(
                HandshakeRow.Kind.STATE,
                mark,
                word,
                line.figure(state),
                line.shortName(state),
                state.lane(),
                crosses ? state.message() : "",
                step.recordBytes() > 0 ? Figures.bytes(step.recordBytes()) : "",
                step.status() == HandshakeStep.Status.SKIPPED && crosses ? "not used" : failedWords,
                Figures.time(step.startNanos()),
                Figures.span(took),
                step.message());
    }

    private static Mark mark(HandshakeStep.Status status) {
        return switch (status) {
            case AHEAD, PRESENT -> Mark.WAITING;
            case DONE -> Mark.DONE;
            case SKIPPED, ENCRYPTED -> Mark.SKIPPED;
            case FAILED -> Mark.FAILED;
        };
    }

    private static String word(HandshakeStep.Status status) {
        return switch (status) {
            case AHEAD, PRESENT -> "ahead";
            case DONE -> "done";
            case SKIPPED -> "skipped";
            case ENCRYPTED -> "encrypted";
            case FAILED -> "failed";
        };
    }

    private static HandshakeRow gate(ControllerState.Stop stop, long sinceNanos, long nowNanos) {
        String waiting = sinceNanos < 0 ? "" : Figures.span(Math.max(0, nowNanos - sinceNanos));
        String text = stop.outgoing()
                ? "before " + stop.title() + ", " + Figures.bytes(stop.bytes()) + " · server waiting " + waiting
                : stop.title() + " came, " + Figures.bytes(stop.bytes()) + " · not acted upon for " + waiting;
        return new HandshakeRow(
                HandshakeRow.Kind.GATE,
                Mark.PARKED,
                "gate",
                "",
                "waits for F10",
                stop.outgoing() ? Lane.CLIENT : Lane.SERVER,
                "",
                "",
                text,
                "",
                "",
                OptionalInt.empty());
    }

    /** The alert and the close, in the order in which they were seen. */
    private static List<HandshakeRow> ending(TlsConversation conversation, ModemSocket socket) {
        List<HandshakeRow> rows = new ArrayList<>();
        boolean closed =
                socket.closedBy() != ClosedBy.OPEN && socket.closedNanos().isPresent();
        long closedNanos = socket.closedNanos().orElse(Long.MAX_VALUE);
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
