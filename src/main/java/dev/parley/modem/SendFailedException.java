package dev.parley.modem;

/** The modem's send buffer stayed full: {@code SEND FAIL} until the limit was over. */
public final class SendFailedException extends ModemException {
    SendFailedException(String message) {
        super(message, null);
    }
}
