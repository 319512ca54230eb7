package dev.parley.modem;

import org.jspecify.annotations.Nullable;

/** A step of the way up that failed. */
public final class BringUpException extends ModemException {
    private final BringUpStep step;

    BringUpException(BringUpStep step, String message) {
        this(step, message, null);
    }

    BringUpException(BringUpStep step, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.step = step;
    }

    public BringUpStep step() {
        return step;
    }
}
