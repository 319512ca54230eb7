package dev.parley.modem;

/** The socket is closed, or the modem refuses to send on it. */
public final class SocketClosedException extends ModemException {
    SocketClosedException(String message) {
        super(message, null);
    }
}
