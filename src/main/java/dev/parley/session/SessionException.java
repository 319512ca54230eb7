package dev.parley.session;

/** A connection that failed; the message is one sentence that says what happened, to what, and what to do. */
public final class SessionException extends Exception {
    private static final long serialVersionUID = 1L;

    public SessionException(String message) {
        super(message);
    }

    public SessionException(String message, Throwable cause) {
        super(message, cause);
    }
}
