package dev.parley.journal;

import java.util.Optional;

/** One entry of a journal. Events are numbered from 1 without gaps, and their times never run backwards. */
public sealed interface Event {
    /** Number in the journal, from 1. */
    long n();

    /** Nanoseconds since the session began, from a monotonic clock, taken when the thing happened. */
    long nanos();

    /** Who wrote bytes to the link. Received bytes have {@link #MODEM}. */
    enum Origin {
        /** Parley's own drivers. */
        PARLEY,
        /** A command typed by the operator. */
        OPERATOR,
        /** A tapped host (an MCU) or an imported log: not Parley. */
        HOST,
        /** The modem. */
        MODEM
    }

    /**
     * Bytes that crossed the link, as one {@code read} or {@code write} gave them.
     *
     * @param offset how many bytes had crossed the link that way before these
     */
    record Traffic(long n, long nanos, Direction direction, long offset, Bytes bytes, Origin origin) implements Event {
        public Place place() {
            return new Place(direction, offset, offset + bytes.length());
        }
    }

    /** The serial port's line signals after a change. */
    record Signals(long n, long nanos, boolean cts, boolean dsr, boolean dcd, boolean ring, boolean rts, boolean dtr)
            implements Event {}

    /** What became of the link itself. */
    record LinkChange(long n, long nanos, State state, String detail) implements Event {
        /** A link is opened once, may be lost and regained, and is closed once. */
        public enum State {
            OPENED,
            LOST,
            REGAINED,
            CLOSED
        }
    }

    /** Something the operator or a driver decided, for example {@code connect}, {@code gate.step}, {@code abort}. */
    record Action(long n, long nanos, String name, String detail) implements Event {}

    /**
     * A bookmark or remark of the operator, or an unknown line of an imported log.
     *
     * @param text may be empty for a bare bookmark
     * @param place the bytes it is about, or nothing where it is about the time
     */
    record Note(long n, long nanos, String text, Optional<Place> place) implements Event {
        /** How a note begins that tells what another program's log has left out at this place. */
        public static final String NOT_IN_THE_LOG = "Not in the log: ";
    }

    /**
     * A TLS secret of the session, as a line of the NSS key log format has it.
     *
     * @param label {@code CLIENT_RANDOM} for TLS 1.2, {@code CLIENT_TRAFFIC_SECRET_0} and so on for TLS 1.3
     * @param clientRandom the 32 bytes that name the connection
     * @param secret the secret; empty where the session file was not allowed to keep it
     */
    record Secret(long n, long nanos, String label, Bytes clientRandom, Bytes secret) implements Event {
        /** Without the secret: this text may reach a log. */
        @Override
        public String toString() {
            return "Secret[n=" + n + ", label=" + label + ", clientRandom=" + clientRandom + "]";
        }
    }
}
