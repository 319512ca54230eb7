package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Explains the bytes of a TLS message field by field.
 *
 * <p>Offsets count in the run of the records that carried the message, from the first byte of the first record's header. So a
 * message alone in its record has fields for the record header (5 bytes), the handshake header (4 bytes) and its body, and
 * their sizes add up to the record's. In a record of several messages the others are fields without parts. A message cut over
 * several records has the header of each record in the run; a field that is cut covers the header in its middle.
 *
 * <p>Where a record is protected and can be read, {@link #run} has the plaintext in place of the ciphertext, which is as long; nonce,
 * tag, MAC and padding are as on the wire.
 */
public final class TlsDissector {
    private TlsDissector() {}

    /** The field tree of {@code message}; offsets count in {@link #run}. Linear in the size of its records. */
    public static Field dissect(TlsConversation conversation, TlsMessage message) {
        return dissect(conversation, message, Optional.empty());
    }

    /**
     * The same, where the wall clock is known: certificates tell whether they were valid when the message crossed.
     *
     * @param began the wall clock at nanosecond 0 of the session, or nothing
     */
    public static Field dissect(TlsConversation conversation, TlsMessage message, Optional<Instant> began) {
        MessageLayout layout = MessageLayout.of(conversation, message);
        List<Field> fields = new ArrayList<>();
        for (MessageLayout.Carrier carrier : layout.carriers()) {
            fields.addAll(protection(carrier));
            for (MessageLayout.Neighbour other : carrier.others()) {
                int content = carrier.base() + carrier.layout().contentFrom();
                fields.add(Field.leaf(
                        other.title(), "another message in this record", content + other.from(), content + other.to()));
            }
        }
        if (layout.isReadable()) {
            fields.addAll(MessageFields.weighed(
                    layout.negotiated(),
                    message,
                    layout.bytes(),
                    layout::place,
                    began.map(start -> start.plusNanos(message.endNanos()))));
        } else {
            for (MessageLayout.Carrier carrier : layout.carriers()) {
                fields.add(Field.leaf(
                        "encrypted",
                        carrier.length() + " bytes that no known secret opens",
                        carrier.at(),
                        carrier.at() + carrier.length()));
            }
        }
        fields.sort(Comparator.comparingInt(Field::from).thenComparingInt(Field::to));
        int size = conversation.recordBytes(message);
        return new Field(message.title(), size + " bytes", 0, size, fields);
    }

    /** The bytes that the fields of {@link #dissect} count in. */
    public static Bytes run(TlsConversation conversation, TlsMessage message) {
        return MessageLayout.of(conversation, message).run();
    }

    /** The header of a record, and what its protection puts around the content. */
    private static List<Field> protection(MessageLayout.Carrier carrier) {
        TlsRecord record = carrier.record();
        int base = carrier.base();
        List<Field> fields = new ArrayList<>();
        fields.add(new Field(
                "record_header",
                record.type().title() + ", " + record.announced() + " bytes follow"
                        + (record.isWhole()
                                ? ""
                                : ", of which " + record.fragment().length() + " came"),
                base,
                base + RecordAssembler.HEADER,
                List.of(
                        Field.leaf(
                                "content_type",
                                record.type().title() + " (" + record.type().number() + ")",
                                base,
                                base + 1),
                        Field.leaf("version", MessageFields.version(record.version()), base + 1, base + 3),
                        Field.leaf("length", Integer.toString(record.announced()), base + 3, base + 5))));
        int at = base + RecordAssembler.HEADER;
        for (RecordLayout.Piece piece : carrier.layout().before()) {
            fields.add(Field.leaf(piece.name(), piece.bytes() + " bytes", at, at + piece.bytes()));
            at += piece.bytes();
        }
        at += carrier.layout().content();
        for (RecordLayout.Piece piece : carrier.layout().after()) {
            fields.add(Field.leaf(piece.name(), piece.bytes() + " bytes", at, at + piece.bytes()));
            at += piece.bytes();
        }
        return fields;
    }
}
