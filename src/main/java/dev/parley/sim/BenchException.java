package dev.parley.sim;

/** A bench that cannot be set up; the message is one sentence that says what to do. */
public final class BenchException extends Exception {
    BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
