package dev.parley.link;

import java.io.IOException;
import java.util.Objects;

/** A link that cannot be opened, or broke; the message is one sentence that says what to do. */
public final class LinkException extends IOException {
    private static final long serialVersionUID = 1L;

    public LinkException(String message) {
        super(message);
    }

    public LinkException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
