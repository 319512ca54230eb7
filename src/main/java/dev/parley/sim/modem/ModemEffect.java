package dev.parley.sim.modem;

import java.time.Duration;

/** What goes wrong in a modem, on its line to the host, or in the air. */
public sealed interface ModemEffect {
    /** Where bytes are lost or altered. */
    enum Lane {
        /** All that the host writes. */
        FROM_HOST,
        /** All that the modem writes. */
        TO_HOST,
        /** The payload of {@code AT+QISEND}, between host and modem. */
        SENT,
        /** What {@code AT+QIRD} or a pushed {@code "recv"} hands over, between modem and host; their length stays as it was told. */
        READ
    }

    /** What becomes of bytes. */
    enum Change {
        DROP,
        /** The lowest bit is turned. */
        FLIP,
        DUPLICATE
    }

    /** What becomes of a URC. */
    enum Fate {
        OMITTED,
        TWICE,
        LATE
    }

    /** The modem restarts by itself: sockets and contexts are gone, {@code RDY} follows. */
    record Reset() implements ModemEffect {}

    /** The network takes the PDP context away: {@code pdpdeact}, sockets die silently. */
    record PdpLost() implements ModemEffect {}

    /**
     * The registration changes (3GPP TS 27.007): 0 idle, 1 home, 2 searching, 3 denied, 4 unknown, 5 roaming.
     *
     * @param keepsContext true if contexts and sockets outlive a time without registration, false if they are gone without a word
     * @param time after which it is what it was before; zero for never
     */
    record Registers(int status, boolean keepsContext, Duration time) implements ModemEffect {}

    /** The connections break in the network: {@code "closed"} without a word from the peer. */
    record ConnectionLost() implements ModemEffect {}

    /**
     * Nothing crosses the air, and nobody says so.
     *
     * @param time how long; zero for ever
     */
    record RadioLost(Duration time) implements ModemEffect {}

    /** The modem goes to sleep: {@code PSM POWER DOWN}, and hears nothing more. */
    record Sleep() implements ModemEffect {}

    /** The modem says nothing any more. */
    record Silence() implements ModemEffect {}

    /** The modem does not listen for a while, as with CTS stuck; what the host writes then waits. */
    record Stall(Duration time) implements ModemEffect {}

    /** The command is not executed and not answered; the next one is. */
    record NoAnswer() implements ModemEffect {}

    /** The command is answered with this final result and not executed. */
    record Result(String text) implements ModemEffect {}

    /** The command is executed so much later; of {@code AT+QISEND} its prompt comes late. */
    record Delay(Duration time) implements ModemEffect {}

    /** {@code AT+QIOPEN} is answered with {@code OK} and fails with this error number. */
    record OpenError(int number) implements ModemEffect {}

    /** The payload of {@code AT+QISEND} is refused with {@code SEND FAIL}. */
    record SendFail() implements ModemEffect {}

    /** What the host writes before the prompt is lost. */
    record DropEarly() implements ModemEffect {}

    /** The next {@code count} echo requests of {@code AT+QPING} have no reply. */
    record PingLost(int count) implements ModemEffect {}

    /** {@code AT+QIRD} tells so many bytes more (or, negative, fewer) than it hands over. */
    record WrongLength(int by) implements ModemEffect {}

    /**
     * Bytes of a lane.
     *
     * @param skip how many pass unharmed before
     * @param count how many it hits then
     */
    record Alter(Lane lane, Change change, int skip, int count) implements ModemEffect {}

    /**
     * The next URC that begins so.
     *
     * @param urc its beginning, for example {@code +QIURC: "recv"}
     * @param by how late it is
     */
    record Urc(String urc, Fate fate, Duration by) implements ModemEffect {}

    /** A URC nobody asked for, {@code count} times at once. */
    record Storm(String urc, int count) implements ModemEffect {}

    /** From now on what the modem writes comes in pieces of at most so many bytes, cut anywhere. */
    record Split(int most) implements ModemEffect {}

    /** True if it changes an answer, so that it can only happen at a command. */
    default boolean needsCommand() {
        return switch (this) {
            case NoAnswer _, Result _, Delay _, OpenError _, SendFail _, DropEarly _, WrongLength _ -> true;
            case Reset _, PdpLost _, Registers _, ConnectionLost _, RadioLost _, Sleep _, Silence _, Stall _ -> false;
            case Alter _, Urc _, Storm _, Split _, PingLost _ -> false;
        };
    }
}
