package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.List;
import java.util.Optional;

/**
 * One message of the record layer's clients, in wire order: handshake message, ChangeCipherSpec, alert or application data.
 *
 * <p>{@code index} counts all messages of the conversation from 0. {@code records} are the indices of the records that
 * carried it: one usually; several for a fragmented handshake message; shared where messages were coalesced.
 */
public sealed interface TlsMessage {
    int index();

    Direction direction();

    List<Integer> records();

    /** When its first byte crossed the link, since the session began. */
    long startNanos();

    /** When its last byte did. */
    long endNanos();

    /** False for the last handshake message of a conversation that ended before it was whole. */
    default boolean isComplete() {
        return true;
    }

    /** What the message is called, for example {@code Certificate} or {@code Alert fatal bad_certificate (42)}. */
    String title();

    /**
     * A handshake message.
     *
     * @param type nothing where it is encrypted and cannot be read, or of a type that is not known; a Finished of TLS 1.2 that cannot
     *     be read is known by its place right after ChangeCipherSpec
     * @param bytes the whole message with its four-byte header; empty where it cannot be read
     * @param length the message's size with its header; the record's size less its overhead where it cannot be read
     * @param complete false for the last message of a conversation that ended before it was whole
     */
    record Handshake(
            int index,
            Direction direction,
            Optional<HandshakeType> type,
            Bytes bytes,
            int length,
            boolean complete,
            List<Integer> records,
            long startNanos,
            long endNanos)
            implements TlsMessage {
        public Handshake {
            records = List.copyOf(records);
        }

        /** The message without its header; empty where it cannot be read. */
        public Bytes body() {
            return bytes.length() < 4 ? Bytes.empty() : bytes.from(4);
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public String title() {
            if (Hello.isRetry(this)) {
                return "HelloRetryRequest";
            }
            return type.map(HandshakeType::title)
                    .orElse(bytes.isEmpty() ? "Encrypted handshake message" : "Handshake type " + bytes.u8(0));
        }
    }

    /** ChangeCipherSpec. */
    record ChangeCipherSpec(int index, Direction direction, List<Integer> records, long startNanos, long endNanos)
            implements TlsMessage {
        public ChangeCipherSpec {
            records = List.copyOf(records);
        }

        @Override
        public String title() {
            return "ChangeCipherSpec";
        }
    }

    /**
     * An alert.
     *
     * @param level 1 warning, 2 fatal; 0 where it cannot be read
     * @param description the number of RFC 5246 section 7.2 or RFC 8446 section 6; -1 where it cannot be read
     */
    record Alert(
            int index,
            Direction direction,
            int level,
            int description,
            List<Integer> records,
            long startNanos,
            long endNanos)
            implements TlsMessage {
        /** Level and description. */
        static final int BYTES = 2;

        public Alert {
            records = List.copyOf(records);
        }

        public boolean isFatal() {
            return level == 2;
        }

        @Override
        public String title() {
            return description < 0
                    ? "Alert (encrypted)"
                    : "Alert " + (isFatal() ? "fatal " : "warning ") + AlertDescription.name(description) + "("
                            + description + ")";
        }
    }

    /** Application data; {@code bytes} is empty where it cannot be read. */
    record ApplicationData(
            int index, Direction direction, Bytes bytes, List<Integer> records, long startNanos, long endNanos)
            implements TlsMessage {
        public ApplicationData {
            records = List.copyOf(records);
        }

        @Override
        public String title() {
            return "Application data";
        }
    }

    /**
     * A protected record of TLS 1.3 that no known secret opens. Its header calls it application data, as it does every one; whether it
     * holds handshake messages, an alert or data cannot be told for sure (RFC 8446 section 5.2).
     *
     * @param likely what it most likely holds, by its size and its place in the order
     */
    record Protected(
            int index, Direction direction, SealedContent likely, List<Integer> records, long startNanos, long endNanos)
            implements TlsMessage {
        public Protected {
            records = List.copyOf(records);
        }

        @Override
        public String title() {
            return "Encrypted record";
        }
    }
}
