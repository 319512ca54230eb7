package dev.parley.modem;

import org.jspecify.annotations.Nullable;

/** The socket is closed, or the modem refuses to send on it. */
public final class SocketClosedException extends ModemException {
    SocketClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
