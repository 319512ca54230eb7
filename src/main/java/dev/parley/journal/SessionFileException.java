package dev.parley.journal;

import java.io.IOException;

/** A session file that cannot be read or written; the message is one sentence for the operator. */
public final class SessionFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public SessionFileException(String message) {
        super(message);
    }

    public SessionFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
