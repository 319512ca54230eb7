package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;

/**
 * One TLS record as it crossed the socket.
 *
 * @param index number in the conversation, from 0, in wire order of the two directions together
 * @param direction {@code TX} is client to server
 * @param type the content type of the header (the outer one in TLS 1.3)
 * @param version the header's version, for example 0x0303
 * @param from first byte in the socket's stream of that direction
 * @param to the byte after the last one; {@code to - from} is the record's size on the wire, header included
 * @param fragment what follows the header, as it stood on the wire
 * @param encrypted true after ChangeCipherSpec (TLS 1.2), or for protected records of TLS 1.3
 * @param plaintext the fragment in the clear: the same bytes where it was not encrypted, empty where no secret is known
 * @param readable false where it is encrypted and no secret is known or the record did not authenticate
 * @param accepted false where the modem did not accept the bytes
 * @param startNanos when its first byte crossed the link
 * @param endNanos when its last byte did
 * @param announced the fragment's length as the header says; more than the fragment has where the stream ends in the record
 */
public record TlsRecord(
        int index,
        Direction direction,
        ContentType type,
        int version,
        long from,
        long to,
        Bytes fragment,
        boolean encrypted,
        Bytes plaintext,
        boolean readable,
        boolean accepted,
        long startNanos,
        long endNanos,
        int announced) {
    /** A record that came whole. */
    public TlsRecord(
            int index,
            Direction direction,
            ContentType type,
            int version,
            long from,
            long to,
            Bytes fragment,
            boolean encrypted,
            Bytes plaintext,
            boolean readable,
            boolean accepted,
            long startNanos,
            long endNanos) {
        this(
                index,
                direction,
                type,
                version,
                from,
                to,
                fragment,
                encrypted,
                plaintext,
                readable,
                accepted,
                startNanos,
                endNanos,
                fragment.length());
    }

    /** False where the stream ends in the record. */
    public boolean isWhole() {
        return fragment.length() == announced;
    }

    /** Size on the wire, header included. */
    public int size() {
        return (int) (to - from);
    }
}
