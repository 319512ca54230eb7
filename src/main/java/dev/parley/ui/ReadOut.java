package dev.parley.ui;

import dev.parley.flow.Figures;
import dev.parley.session.ControllerState;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsNames;
import dev.parley.ui.shared.Mark;
import dev.parley.ui.shared.Moment;
import dev.parley.ui.shared.Shown;
import java.util.Optional;

/**
 * The large read-out: where the session stands, in a few words that can be read from two metres.
 *
 * @param text for example {@code 7 CLIENT_CERTIFICATE · 877 B}
 * @param caption what it means, in small letters under it
 */
record ReadOut(Mark mark, String text, String caption) {
    static ReadOut of(Shown shown) {
        return shown.cursor().isPresent()
                ? past(shown, shown.then(), shown.cursor().get())
                : now(shown);
    }

    /** A moment that is looked at: the message that had just crossed, and where it left the handshake. */
    private static ReadOut past(Shown whole, Shown then, Moment moment) {
        Optional<HandshakeStep> crossed = then.steps().stream()
                .filter(step -> step.message().isPresent() && step.message().equals(moment.message()))
                .findFirst();
        Optional<HandshakeStep> present = then.conversation().flatMap(TlsConversation::present);
        boolean died = present.filter(step -> step.status() == HandshakeStep.Status.FAILED)
                .isPresent();
        Optional<HandshakeStep> told = died ? present : crossed.or(() -> present);
        return new ReadOut(
                died ? Mark.FAILED : Mark.PARKED,
                told.map(step -> name(then, step, step.recordBytes())).orElse("NO TLS YET"),
                "at " + Figures.time(moment.nanos()) + " s of "
                        + Figures.time(whole.view().durationNanos()) + " s");
    }

    private static ReadOut now(Shown shown) {
        ControllerState state = shown.state();
        Optional<HandshakeStep> present = shown.conversation().flatMap(TlsConversation::present);
        return switch (state.phase()) {
            case IDLE -> recorded(shown, present);
            case BRINGING_UP, OPENING ->
                new ReadOut(Mark.RUNNING, running(state).toUpperCase(java.util.Locale.ROOT), "coming up");
            case HANDSHAKING ->
                state.stop()
                        .map(stop -> new ReadOut(
                                Mark.PARKED,
                                shown.parked()
                                        .map(step -> name(
                                                shown,
                                                step,
                                                stop.outgoing() || step.recordBytes() == 0
                                                        ? stop.bytes()
                                                        : step.recordBytes()))
                                        .orElse(stop.title()),
                                "parked " + stop.words()))
                        .orElseGet(() -> new ReadOut(
                                Mark.RUNNING,
                                present.map(step -> name(shown, step, step.recordBytes()))
                                        .orElse("TLS"),
                                "handshake under way"));
            case CONNECTING -> new ReadOut(Mark.RUNNING, "MQTT CONNECT", "TLS is established");
            case READY -> new ReadOut(Mark.DONE, "READY", ready(shown));
            case CLOSING -> new ReadOut(Mark.RUNNING, "CLOSING", "draining, then closing in good order");
            case FAILED -> failed(shown, present);
            case CLOSED -> new ReadOut(Mark.DONE, "CLOSED", ready(shown));
        };
    }

    private static ReadOut recorded(Shown shown, Optional<HandshakeStep> present) {
        if (shown.isEmpty()) {
            return new ReadOut(Mark.WAITING, "IDLE", "press Connect");
        }
        if (shown.conversation()
                .filter(conversation -> conversation.result() == TlsConversation.Result.FAILED)
                .isPresent()) {
            return failed(shown, present);
        }
        boolean replayed = shown.recorded() && shown.view().live();
        return replayed
                ? new ReadOut(
                        Mark.RUNNING,
                        present.map(step -> name(shown, step, step.recordBytes()))
                                .orElse("REPLAY"),
                        "replayed up to " + Figures.time(shown.nowNanos()) + " s")
                : new ReadOut(Mark.DONE, "RECORDED", ready(shown));
    }

    private static ReadOut failed(Shown shown, Optional<HandshakeStep> present) {
        String caption = shown.socket()
                .filter(socket -> socket.closedNanos().isPresent())
                .map(socket -> closed(shown, socket))
                .orElse("failed");
        return new ReadOut(
                Mark.FAILED,
                present.map(step -> name(shown, step, step.recordBytes()))
                        .orElseGet(() -> failedStep(shown.state()) + " FAILED"),
                present.isPresent() ? caption : "see the way up at the left");
    }

    private static String closed(Shown shown, ModemSocket socket) {
        boolean goneOn = shown.conversation().flatMap(TlsConversation::goneOn).isPresent();
        return (goneOn ? "died of this: closed by " : "died here: closed by ")
                + socket.closedBy().word().replace('-', ' ') + " at "
                + Figures.time(socket.closedNanos().orElse(0)) + " s";
    }

    private static String name(Shown shown, HandshakeStep step, int bytes) {
        return shown.line().title(step.state()) + (bytes > 0 ? " · " + Figures.bytes(bytes) : "");
    }

    private static String ready(Shown shown) {
        return shown.conversation()
                .filter(conversation -> !conversation.version().isEmpty())
                .map(conversation -> conversation.version() + " · " + TlsNames.brief(conversation.suite()))
                .orElse("no TLS in this session");
    }

    private static String running(ControllerState state) {
        return state.steps().stream()
                .filter(step -> step.status() == ControllerState.Step.Status.RUNNING)
                .map(ControllerState.Step::name)
                .findFirst()
                .orElse("link");
    }

    private static String failedStep(ControllerState state) {
        return state.steps().stream()
                .filter(step -> step.status() == ControllerState.Step.Status.FAILED)
                .map(ControllerState.Step::name)
                .findFirst()
                .orElse("session")
                .toUpperCase(java.util.Locale.ROOT);
    }
}
