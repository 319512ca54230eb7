package dev.parley.modem;

/** The port carries a socket's bytes (transparent mode), or another command held it for too long. */
public final class PortInUseException extends ModemException {
    PortInUseException(String message) {
        super(message, null);
    }
}
