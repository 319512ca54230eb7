package dev.parley.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the controller stands: an immutable picture for the sidebar and the tool bar.
 *
 * @param phase how far the connection is
 * @param steps the way up, each with what became of it
 * @param stop where the handshake is parked, or nothing
 * @param failure what went wrong, in one sentence, or nothing
 * @param silence the command the modem does not answer, or nothing while it answers
 * @param listenOnly true while Parley writes nothing of its own to the link
 * @param changedSettings settings of the modem that differ from what Parley found, in the order in which it changed them
 */
public record ControllerState(
        Phase phase,
        List<Step> steps,
        Optional<Stop> stop,
        Optional<String> failure,
        Optional<Silence> silence,
        boolean listenOnly,
        List<ChangedSetting> changedSettings) {
    public ControllerState {
        steps = List.copyOf(steps);
        changedSettings = List.copyOf(changedSettings);
    }

    /** A state in which the modem answers, Parley may write and has changed nothing. */
    public ControllerState(Phase phase, List<Step> steps, Optional<Stop> stop, Optional<String> failure) {
        this(phase, steps, stop, failure, Optional.empty(), false, List.of());
    }

    /** How far the connection is. */
    public enum Phase {
        IDLE,
        /** Link and modem come up. */
        BRINGING_UP,
        /** The socket opens. */
        OPENING,
        HANDSHAKING,
        /** MQTT connects. */
        CONNECTING,
        /** Ready: publish, subscribe, commands. */
        READY,
        /** Draining and closing. */
        CLOSING,
        FAILED,
        CLOSED;

        /** True from the beginning of the way up to its end, well or badly, and while it is ready. */
        public boolean isUnderWay() {
            return switch (this) {
                case IDLE, FAILED, CLOSED -> false;
                case BRINGING_UP, OPENING, HANDSHAKING, CONNECTING, READY, CLOSING -> true;
            };
        }
    }

    /**
     * One step of the way up: port, AT, identity, SIM, registration, PDP, socket, TLS, MQTT.
     *
     * @param value what was found, for example {@code BG95-M3 BG95M3LAR02A03}; the cause in words where it failed
     * @param nanos how long it took; -1 while it is not over
     */
    public record Step(String name, Status status, String value, long nanos) {
        /** What became of a step. */
        public enum Status {
            WAITING,
            RUNNING,
            DONE,
            FAILED,
            SKIPPED
        }
    }

    /**
     * Where the handshake is parked.
     *
     * @param at what it waits at
     * @param outgoing true: it is about to leave; false: it came and is about to be acted upon, or is waited for
     * @param title the message, for example {@code Certificate}; of a read that brought bytes the message waited for
     * @param bytes its size on the wire where it leaves; the message's own size where it came
     * @param exchange the exchange that is to carry it or brought it, for example {@code AT+QIRD=0,1500}; empty where it is none or
     *     has no name
     * @param why what made it stop, in words: the level, or the breakpoint
     * @param since when it began to wait here, in the session's nanoseconds
     * @param serverWaits since when the server has heard nothing, in the session's nanoseconds: the last byte that crossed either way
     * @param beforeWire bytes the client has made and not sent
     * @param beforeClient bytes that came and are not acted upon, as far as the client has taken them from the modem
     * @param taken how many of the server's messages the client has acted upon, alerts aside
     */
    public record Stop(
            At at,
            boolean outgoing,
            String title,
            int bytes,
            String exchange,
            String why,
            long since,
            long serverWaits,
            long beforeWire,
            long beforeClient,
            int taken) {
        /** What a parked handshake waits at. */
        public enum At {
            MESSAGE,
            RECORD,
            /** One send that is about to leave, or one read that brought bytes. */
            EXCHANGE,
            ALERT,
            /** Between the others: in the midst of a message at a byte, or while the server is waited for. */
            MOMENT
        }

        /** Where that is, in words that follow "parked". */
        public String words() {
            return switch (at) {
                case MESSAGE -> (outgoing ? "before " : "after ") + title;
                case RECORD -> outgoing ? "before a record of " + title : "after a " + title;
                case EXCHANGE ->
                    outgoing
                            ? "before " + (exchange.isEmpty() ? "a send of " + title : exchange + ": " + title)
                            : "after " + (exchange.isEmpty() ? "a read" : exchange);
                case ALERT -> (outgoing ? "before the alert " : "after the alert ") + title;
                case MOMENT ->
                    outgoing
                            ? (bytes > 0 ? "in the midst of " : "at the end of ") + title
                            : "while it waits for " + title;
            };
        }
    }

    /**
     * A command that waits longer than usual for its answer, or has waited in vain. The operator may then retry, resynchronise
     * or reset the modem.
     *
     * @param command as it was sent, for example {@code AT+QIACT=1}
     * @param limit how long the modem may take for it
     * @param sinceNanos when the command was written, in nanoseconds since the session began
     * @param over true once the limit is over (or the wait was given up), false while the answer may still come
     * @param sentence what to show: {@code waiting for AT+QIACT=1, 12 s of 150 s}, or {@code no answer to AT+QIACT=1 for 150 s}
     */
    public record Silence(String command, Duration limit, long sinceNanos, boolean over, String sentence) {}

    /**
     * A setting of the modem that Parley changed.
     *
     * @param name as people know it, for example {@code AT+CMEE}
     * @param before what it was, for example {@code 0}
     * @param now what Parley made of it
     */
    public record ChangedSetting(String name, String before, String now) {}

    /** How far one release of a parked handshake goes. Breakpoints stop it at every level. */
    public enum Level {
        /** To the end. */
        RUN,
        /** To where the direction turns. */
        FLIGHT,
        /** To the next message. */
        MESSAGE,
        /** To the next record: a message may take several, and a record may hold several. */
        RECORD,
        /** To the next {@code AT+QISEND}, or behind the next {@code AT+QIRD} or URC that brought bytes. */
        EXCHANGE
    }

    public static ControllerState idle() {
        return new ControllerState(Phase.IDLE, List.of(), Optional.empty(), Optional.empty());
    }

    ControllerState withPhase(Phase next) {
        return new ControllerState(next, steps, stop, failure, silence, listenOnly, changedSettings);
    }

    ControllerState withSteps(List<Step> next) {
        return new ControllerState(phase, next, stop, failure, silence, listenOnly, changedSettings);
    }

    ControllerState withStop(Optional<Stop> next) {
        return new ControllerState(phase, steps, next, failure, silence, listenOnly, changedSettings);
    }

    ControllerState withFailure(Optional<String> next) {
        return new ControllerState(phase, steps, stop, next, silence, listenOnly, changedSettings);
    }

    ControllerState withSilence(Optional<Silence> next) {
        return new ControllerState(phase, steps, stop, failure, next, listenOnly, changedSettings);
    }

    ControllerState withListenOnly(boolean next) {
        return new ControllerState(phase, steps, stop, failure, silence, next, changedSettings);
    }

    ControllerState withChangedSettings(List<ChangedSetting> next) {
        return new ControllerState(phase, steps, stop, failure, silence, listenOnly, next);
    }
}
