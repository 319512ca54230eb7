package dev.parley.session;

/** A connection that failed; the message is one sentence that says what happened, to what, and what to do. */
public final class SessionException extends Exception {
    /** Whose fault it is, for exit codes and for where the desktop shows it. */
    public enum Kind {
        /** Something given cannot be used: a file, a port, an address. Nothing was recorded, or nothing of interest. */
        INPUT,
        /** The session failed; the journal shows how. */
        FAILED,
        /** The operator gave it up. */
        ABORTED
    }

    private final Kind kind;

    public SessionException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What {@code cause} says, which is a sentence for the operator already. */
    public SessionException(Kind kind, Exception cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
