package dev.parley.modem;

/** The thread that waited for the modem was interrupted; the command's answer is lost. */
public final class CommandInterruptedException extends ModemException {
    CommandInterruptedException(String message) {
        super(message, null);
    }
}
