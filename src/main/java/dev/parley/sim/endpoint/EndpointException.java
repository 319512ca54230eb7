package dev.parley.sim.endpoint;

/** An endpoint that cannot be started; the message is one sentence that says why. */
public final class EndpointException extends Exception {
    EndpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
