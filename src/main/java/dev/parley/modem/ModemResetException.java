package dev.parley.modem;

/** The modem started anew or was switched off: every socket and every context of it is gone. */
public final class ModemResetException extends ModemException {
    ModemResetException(String message) {
        super(message, null);
    }
}
