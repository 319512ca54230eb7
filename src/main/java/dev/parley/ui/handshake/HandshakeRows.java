package dev.parley.ui.handshake;

import dev.parley.journal.Direction;
import dev.parley.session.ControllerState;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeState.Lane;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.ui.shared.Figures;
import dev.parley.ui.shared.Mark;
import dev.parley.ui.shared.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The rows of the drawn state machine: all states in order, and between them the gate, the alert and the close. */
final class HandshakeRows {
    private HandshakeRows() {}

    /** The rows of what is shown; the clock of a parked gate is that of {@code nowNanos}. */
    static List<HandshakeRow> of(Shown shown, long nowNanos) {
        Optional<TlsConversation> conversation = shown.conversation();
        List<HandshakeStep> steps = conversation.map(TlsConversation::steps).orElseGet(HandshakeRows::allAhead);
        Optional<ControllerState.Stop> stop = shown.state().stop();
        List<HandshakeRow> ending = conversation
                .map(it -> ending(it, shown.view().sockets().get(it.socket())))
                .orElse(List.of());
        List<HandshakeRow> rows = new ArrayList<>();
        for (HandshakeStep step : steps) {
            boolean present = step.status() == HandshakeStep.Status.PRESENT;
            if (present && stop.isPresent()) {
                rows.add(gate(stop.get(), step, nowNanos));
            }
            rows.add(state(step, present && stop.isPresent(), failedWords(step, ending)));
            if (step.status() == HandshakeStep.Status.FAILED) {
                rows.addAll(ending);
            }
        }
        if (steps.stream().noneMatch(step -> step.status() == HandshakeStep.Status.FAILED)) {
            rows.addAll(ending);
        }
        return rows;
    }

    private static List<HandshakeStep> allAhead() {
        return Arrays.stream(HandshakeState.values())
                .map(state -> new HandshakeStep(state, HandshakeStep.Status.AHEAD, OptionalInt.empty(), 0, 0, -1, -1))
                .toList();
    }

    private static String failedWords(HandshakeStep step, List<HandshakeRow> ending) {
        if (step.status() != HandshakeStep.Status.FAILED) {
            return "";
        }
        return step.message().isPresent() || ending.isEmpty() ? "the handshake died here" : "never came";
    }

    private static HandshakeRow state(HandshakeStep step, boolean parked, String failedWords) {
        HandshakeState state = step.state();
        boolean crosses = state.lane() != Lane.NONE;
        Mark mark =
                switch (step.status()) {
                    case AHEAD -> Mark.WAITING;
                    case PRESENT -> parked ? Mark.PARKED : Mark.RUNNING;
                    case DONE -> Mark.DONE;
                    case SKIPPED -> Mark.SKIPPED;
                    case FAILED -> Mark.FAILED;
                };
        String word =
                switch (step.status()) {
                    case AHEAD -> "ahead";
                    case PRESENT -> parked ? "parked" : "now";
                    case DONE -> "done";
                    case SKIPPED -> "skipped";
                    case FAILED -> "failed";
                };
        long took = step.endNanos() < 0 || step.startNanos() < 0 ? -1 : step.endNanos() - step.startNanos();
        return new HandshakeRow(
                HandshakeRow.Kind.STATE,
                mark,
                word,
                Integer.toString(state.number()),
                state.name(),
                state.lane(),
                crosses ? state.message() : "",
                step.recordBytes() > 0 ? Figures.bytes(step.recordBytes()) : "",
                step.status() == HandshakeStep.Status.SKIPPED && crosses ? "not used" : failedWords,
                Figures.time(step.startNanos()),
                Figures.span(took),
                step.message());
    }

    private static HandshakeRow gate(ControllerState.Stop stop, HandshakeStep step, long nowNanos) {
        String waiting = step.startNanos() < 0 ? "" : " · " + Figures.span(Math.max(0, nowNanos - step.startNanos()));
        String text = stop.outgoing()
                ? "waiting before " + stop.title() + " · " + Figures.bytes(stop.bytes()) + waiting
                        + ": the server is waiting"
                : stop.title() + " came · " + Figures.bytes(stop.bytes()) + waiting + ": not acted upon yet";
        return new HandshakeRow(
                HandshakeRow.Kind.GATE,
                Mark.PARKED,
                "gate",
                "",
                "F10 goes on",
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
        boolean closed = socket.closedBy() != ClosedBy.OPEN && socket.closedNanos().isPresent();
        long closedNanos = socket.closedNanos().orElse(Long.MAX_VALUE);
        Optional<TlsMessage.Alert> alert = conversation.alert();
        boolean alertLate = alert.isPresent() && alert.get().startNanos() > closedNanos;
        if (alert.isPresent() && !alertLate) {
            rows.add(alert(conversation, alert.get(), ""));
        }
        if (closed) {
            rows.add(close(conversation, socket, closedNanos));
        }
        if (alert.isPresent() && alertLate) {
            rows.add(alert(conversation, alert.get(), "read after the close: "));
        }
        return rows;
    }

    private static HandshakeRow alert(TlsConversation conversation, TlsMessage.Alert alert, String when) {
        return new HandshakeRow(
                HandshakeRow.Kind.ALERT,
                alert.isFatal() ? Mark.FAILED : Mark.WARNING,
                alert.isFatal() ? "fatal" : "warning",
                "",
                "ALERT " + alert.description(),
                alert.direction() == Direction.TX ? Lane.CLIENT : Lane.SERVER,
                AlertDescription.name(alert.description()) + "(" + alert.description() + ")",
                Figures.bytes(conversation.recordBytes(alert)),
                when + AlertDescription.meaning(alert.description()),
                Figures.time(alert.startNanos()),
                "",
                OptionalInt.of(alert.index()));
    }

    private static HandshakeRow close(TlsConversation conversation, ModemSocket socket, long closedNanos) {
        boolean early = conversation.result() == TlsConversation.Result.FAILED
                || conversation.result() == TlsConversation.Result.HANDSHAKING;
        String unread = socket.unreadAtClose() > 0
                ? " with " + Figures.bytesInWords(socket.unreadAtClose()) + " unread in the modem"
                : "";
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
