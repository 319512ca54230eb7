package dev.parley.cli;

/** Input that cannot be used: the message is the one line the operator sees, and the exit code is 2. */
final class BadInputException extends RuntimeException {
    BadInputException(String message) {
        super(message);
    }

    BadInputException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What {@code cause} says, which is a sentence for the operator already. */
    BadInputException(Exception cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
