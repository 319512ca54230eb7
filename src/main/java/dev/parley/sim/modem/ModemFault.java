package dev.parley.sim.modem;

/**
 * Something that goes wrong, once its moment has come.
 *
 * @param when the moment
 * @param what what happens
 */
public record ModemFault(Moment when, Effect what) {
    public ModemFault {
        boolean needsCommand = what instanceof Effect.SendFail
                || what instanceof Effect.Result
                || what instanceof Effect.OpenError
                || what instanceof Effect.NoAnswer;
        if (needsCommand && !(when instanceof Moment.Command)) {
            throw new IllegalArgumentException("a fault that replaces an answer happens at a command, not at " + when);
        }
        if (what instanceof Effect.OmitReceive && !(when instanceof Moment.Received)) {
            throw new IllegalArgumentException(
                    "a \"recv\" URC is omitted at a count of received bytes, not at " + when);
        }
    }

    /** When a fault happens. Byte counts are those of one socket since it was opened, any socket. */
    public sealed interface Moment {
        /** When a socket has accepted this many bytes from the host, right after that result. */
        record Sent(int bytes) implements Moment {}

        /** When a socket has this many bytes from its peer. */
        record Received(int bytes) implements Moment {}

        /**
         * At a use of a command, and the next {@code times - 1} uses.
         *
         * @param name with its plus sign: {@code +QISEND}
         * @param nth 1 for the first use that does something; reads and queries do not count
         */
        record Command(String name, int nth, int times) implements Moment {}
    }

    /** What a fault does. */
    public sealed interface Effect {
        /** The modem restarts by itself: sockets and contexts are gone, {@code RDY} follows. */
        record Reset() implements Effect {}

        /** The network takes the PDP context away: {@code pdpdeact}, sockets die silently. */
        record PdpLost() implements Effect {}

        /** The connection breaks in the network: {@code "closed"} without a word from the peer. */
        record ConnectionLost() implements Effect {}

        /** The payload of {@code AT+QISEND} is refused with {@code SEND FAIL}. */
        record SendFail() implements Effect {}

        /** The command is answered with this final result and not executed. */
        record Result(String text) implements Effect {}

        /** {@code AT+QIOPEN} is answered with {@code OK} and fails with this error number. */
        record OpenError(int number) implements Effect {}

        /** The next {@code "recv"} URC is not sent, though data waits. */
        record OmitReceive() implements Effect {}

        /** The command is not executed and not answered; the next one is. */
        record NoAnswer() implements Effect {}

        /** The modem says nothing any more. */
        record Silence() implements Effect {}
    }
}
