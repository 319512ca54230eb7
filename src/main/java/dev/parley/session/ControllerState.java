package dev.parley.session;

import java.util.List;
import java.util.Optional;

/**
 * How the controller stands: an immutable picture for the sidebar and the tool bar.
 *
 * @param phase how far the connection is
 * @param steps the way up, each with what became of it
 * @param stop where the handshake is parked, or nothing
 * @param failure what went wrong, in one sentence, or nothing
 */
public record ControllerState(Phase phase, List<Step> steps, Optional<Stop> stop, Optional<String> failure) {
    public ControllerState {
        steps = List.copyOf(steps);
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
        CLOSED
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
     * @param outgoing true: the message is about to leave; false: it came and is about to be acted upon
     * @param title the message, for example {@code Certificate}
     * @param bytes its size on the wire where it leaves; the message's own size where it came
     * @param why what made it stop, in words: the level, or the breakpoint
     * @param since when it began to wait here, in the session's nanoseconds
     * @param serverWaits since when the server has heard nothing, in the session's nanoseconds: the last byte that crossed either way
     * @param beforeWire bytes the client has made and not sent
     * @param beforeClient bytes that came and are not acted upon, as far as the client has taken them from the modem
     */
    public record Stop(
            boolean outgoing,
            String title,
            int bytes,
            String why,
            long since,
            long serverWaits,
            long beforeWire,
            long beforeClient) {}

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
        /** To the next {@code AT+QISEND}, or the next message that came. */
        EXCHANGE
    }

    public static ControllerState idle() {
        return new ControllerState(Phase.IDLE, List.of(), Optional.empty(), Optional.empty());
    }
}
