package dev.parley.sim;

/** A scenario that does not exist or cannot be read; the message is one sentence, with file and line where there are any. */
public final class ScenarioException extends Exception {
    ScenarioException(String message) {
        super(message);
    }

    ScenarioException(String message, Throwable cause) {
        super(message, cause);
    }
}
