package dev.parley.modem;

/** TLS or MQTT in the modem itself that failed. */
public final class OffloadException extends ModemException {
    private final int code;

    /** {@code code} is the modem's or the broker's number for what went wrong, or -1 where there is none. */
    OffloadException(String message, int code) {
        super(message, null);
        this.code = code;
    }

    /** The modem's or the broker's number for what went wrong, or -1 where there is none. */
    public int code() {
        return code;
    }
}
