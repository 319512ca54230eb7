package dev.parley.sim.endpoint;

/** A test PKI that cannot be made, kept or read; the message is one sentence that says what to do. */
public final class PkiException extends Exception {
    PkiException(String message, Throwable cause) {
        super(message, cause);
    }
}
