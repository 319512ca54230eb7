package dev.parley.tls.client;

import dev.parley.tls.AlertDescription;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A TLS connection that failed; the message is one sentence that says what happened and where in the handshake. */
public final class TlsFailure extends IOException {
    /** What ended the connection. */
    public enum Kind {
        /** The server sent an alert; {@link #alert} has it. */
        ALERT_RECEIVED,
        /** The client found a fault in what the server sent, and told it so; {@link #alert} has it. */
        ALERT_SENT,
        /** The server closed the connection and gave no reason. */
        CLOSED_BY_PEER,
        /** The server's certificate did not stand the check; {@link #distrust} says why, {@link #alert} what was sent. */
        TRUST,
        /** Nothing came for too long, or the handshake as a whole took too long; nothing was sent and nothing closed. */
        TIMED_OUT,
        /** The operator gave it up. */
        ABORTED,
        /** The transport below broke. */
        TRANSPORT
    }

    /**
     * An alert.
     *
     * @param level 1 warning, 2 fatal
     * @param description the number of RFC 5246 section 7.2
     */
    public record Alert(int level, int description) {
        /** For example {@code fatal certificate_unknown (46)}. */
        public String title() {
            return (level == 2 ? "fatal " : "warning ") + AlertDescription.name(description) + " (" + description + ")";
        }
    }

    private final Kind kind;
    private final @Nullable Alert alert;
    private final @Nullable Distrust distrust;

    private TlsFailure(
            Kind kind, String message, @Nullable Alert alert, @Nullable Distrust distrust, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.alert = alert;
        this.distrust = distrust;
    }

    static TlsFailure of(Kind kind, String message, @Nullable Throwable cause) {
        return new TlsFailure(kind, message, null, null, cause);
    }

    static TlsFailure withAlert(Kind kind, Alert alert, String message, @Nullable Throwable cause) {
        return new TlsFailure(kind, message, alert, null, cause);
    }

    static TlsFailure untrusted(Distrust distrust, @Nullable Throwable cause) {
        Alert sent = new Alert(2, distrust.reason().alert().number());
        return new TlsFailure(Kind.TRUST, distrust.message(), sent, distrust, cause);
    }

    public Kind kind() {
        return kind;
    }

    /** The alert that came or was sent, where there was one. */
    public Optional<Alert> alert() {
        return Optional.ofNullable(alert);
    }

    /** Why the server is not trusted; present for {@link Kind#TRUST} only. */
    public Optional<Distrust> distrust() {
        return Optional.ofNullable(distrust);
    }
}
