package dev.parley.modem;

import org.jspecify.annotations.Nullable;

/** The link to the modem is lost or closed. */
public final class LinkLostException extends ModemException {
    LinkLostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
