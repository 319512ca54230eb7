package dev.parley.tls;

import java.util.OptionalInt;

/**
 * One state of a handshake and what became of it: a row of the drawn state machine.
 *
 * @param message index of the message that crossed in it, if one did
 * @param recordBytes size of its record or records on the wire, headers included; 0 for none. Where several messages share a
 *     record, each shows the record's whole size
 * @param messageBytes size of the message itself with its header
 * @param startNanos when the state was entered, since the session began; -1 if it was not reached
 * @param endNanos when it was left; -1 while it is the present one or not reached
 */
public record HandshakeStep(
        HandshakeState state,
        Status status,
        OptionalInt message,
        int recordBytes,
        int messageBytes,
        long startNanos,
        long endNanos) {
    /** What became of a state. */
    public enum Status {
        /** Not reached. */
        AHEAD,
        /** The present one: the handshake waits here. */
        PRESENT,
        DONE,
        /** Left out by this handshake: the message is optional. */
        SKIPPED,
        /** Behind us, in records that no known secret opens; its message is the record that most likely held it, if one did. */
        ENCRYPTED,
        /**
         * The handshake died here: the state an alert speaks of, or, where the socket ended without an alert, the one that came next.
         * In the latter case {@link TlsConversation#lastSent} tells what the connection was cut after.
         */
        FAILED
    }
}
