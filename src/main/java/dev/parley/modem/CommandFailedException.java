package dev.parley.modem;

import dev.parley.at.Dictionary;

/** A command the modem refused. Its message quotes the command without passwords and PINs. */
public final class CommandFailedException extends ModemException {
    private final Reply reply;
    private final int error;

    /**
     * A refused command.
     *
     * @param error the number of the error, as {@code AT+QIGETERROR} or {@code +CME ERROR} gives it; -1 where there is none
     * @param meaning what it means in words; empty where nobody knows
     */
    CommandFailedException(Reply reply, int error, String meaning) {
        super(
                Dictionary.standard().masked(reply.command()) + " was refused: " + reply.resultText()
                        + (meaning.isEmpty() ? "" : ", " + meaning),
                null);
        this.reply = reply;
        this.error = error;
    }

    public Reply reply() {
        return reply;
    }

    /** The number of the error, as {@code AT+QIGETERROR} or {@code +CME ERROR} gives it; -1 where there is none. */
    public int error() {
        return error;
    }
}
