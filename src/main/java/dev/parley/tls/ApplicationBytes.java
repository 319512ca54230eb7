package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;

/**
 * Bytes that TLS carried for its user, in the clear, in order.
 *
 * <p>Where a socket's bytes are no TLS at all they come through as they are: such a socket may carry plain MQTT.
 *
 * @param socket the socket's ordinal in the session
 * @param offset where they stand in the plaintext stream of their direction, from 0
 * @param record index of the record that carried them; {@link #NO_RECORD} where there is none
 * @param nanos when the last byte of the record crossed the link, since the session began
 */
public record ApplicationBytes(int socket, Direction direction, long offset, Bytes bytes, int record, long nanos) {
    /** The record index of bytes that no TLS record carried. */
    public static final int NO_RECORD = -1;
}
