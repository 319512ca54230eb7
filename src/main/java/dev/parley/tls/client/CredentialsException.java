package dev.parley.tls.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file with certificates or a key that cannot be used; the message is one sentence that says why and what to do. */
public final class CredentialsException extends IOException {
    public CredentialsException(String message) {
        super(message);
    }

    public CredentialsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
