package dev.parley.modem;

/** A socket that could not be opened. */
public final class SocketOpenException extends ModemException {
    private final int code;

    /** A refused open; {@code code} is the modem's error number, for example 566, or -1 where it told none. */
    SocketOpenException(String message, int code) {
        super(message, null);
        this.code = code;
    }

    /** The modem's error number (Quectel TCP/IP application note, summary of result codes), or -1 where it told none. */
    public int code() {
        return code;
    }
}
