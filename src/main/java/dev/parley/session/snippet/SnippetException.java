package dev.parley.session.snippet;

import org.jspecify.annotations.Nullable;

/** A snippet that cannot be read or cannot be run as it is; the message says where, why and what to do. */
public final class SnippetException extends Exception {
    public SnippetException(String message) {
        super(message);
    }

    public SnippetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
