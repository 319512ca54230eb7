package dev.parley.modem;

import org.jspecify.annotations.Nullable;

/** The thread that waited for the modem was interrupted; the command's answer is lost. */
public final class CommandInterruptedException extends ModemException {
    CommandInterruptedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
