package dev.parley.tls;

import dev.parley.journal.Direction;
import dev.parley.journal.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the n-th byte of a stream is: "after 877 bytes" in the words of the protocol.
 *
 * @param count which byte, from 1: a connection cut after {@code count} bytes was cut after this one
 * @param record the record it stands in
 * @param message the message it belongs to; nothing for a byte of the record's own
 * @param path the fields it lies in, the innermost last; never empty
 * @param first true if it is the first byte of the message's record or records, or of a message that shares a record
 * @param last true if it is the last byte of the message's record or records, or of a message that shares a record
 * @param border true if the next byte stands in another field
 */
public record ByteAddress(
        long count,
        TlsRecord record,
        Optional<TlsMessage> message,
        List<Field> path,
        boolean first,
        boolean last,
        boolean border) {
    public ByteAddress {
        path = List.copyOf(path);
    }

    /** What byte {@code count} (from 1) of a direction of the socket is; nothing where no whole record has it. */
    public static Optional<ByteAddress> of(TlsConversation conversation, Direction direction, long count) {
        long offset = count - 1;
        for (TlsRecord record : conversation.records()) {
            if (record.direction() == direction && record.from() <= offset && offset < record.to()) {
                return Optional.of(find(conversation, record, (int) (offset - record.from()), count));
            }
        }
        return Optional.empty();
    }

    /** What byte {@code count} (from 1) of a record is; nothing if the record has fewer. */
    public static Optional<ByteAddress> inRecord(TlsConversation conversation, TlsRecord record, int count) {
        return count < 1 || count > record.size()
                ? Optional.empty()
                : Optional.of(find(conversation, record, count - 1, count));
    }

    /** The innermost field. */
    public Field field() {
        return path.getLast();
    }

    /** For example {@code byte 877 = last byte of the client's Certificate, in certificate 1, certificate, signatureValue}. */
    public String text() {
        String speaker = record.direction() == Direction.TX ? "client" : "server";
        String what = message.map(TlsMessage::title).orElse(record.type().title() + " record");
        String fields = path.stream()
                .map(field -> field.name().replace('_', ' '))
                .filter(name -> !name.equals(what))
                .collect(Collectors.joining(", "));
        return "byte " + count + " = " + (last ? "last byte of " : first ? "first byte of " : "in ") + "the " + speaker
                + "'s "
                + what
                + (fields.isEmpty() ? "" : ", in " + fields);
    }

    private static ByteAddress find(TlsConversation conversation, TlsRecord record, int offset, long count) {
        Optional<TlsMessage> message = message(conversation, record, offset);
        if (message.isEmpty()) {
            Field whole = Field.leaf(record.type().title(), record.size() + " bytes", 0, record.size());
            boolean end = offset == record.size() - 1;
            return new ByteAddress(count, record, message, List.of(whole), offset == 0, end, end);
        }
        int at = offset;
        for (int index : message.get().records()) {
            if (index == record.index()) {
                break;
            }
            at += conversation.records().get(index).size();
        }
        Field tree = TlsDissector.dissect(conversation, message.get());
        List<Field> path = new ArrayList<>(List.of(tree));
        Optional<Field> next = smallest(tree.children(), at);
        while (next.isPresent()) {
            path.add(next.get());
            next = smallest(next.get().children(), at);
        }
        MessageLayout layout = MessageLayout.of(conversation, message.get());
        boolean shares =
                layout.carriers().stream().anyMatch(carrier -> !carrier.others().isEmpty());
        int length = layout.bytes().length();
        return new ByteAddress(
                count,
                record,
                message,
                path,
                at == 0 || (shares && length > 0 && at == layout.place(0)),
                at == tree.to() - 1 || (shares && length > 0 && at == layout.place(length - 1)),
                at == path.getLast().to() - 1);
    }

    private static Optional<Field> smallest(List<Field> fields, int at) {
        return fields.stream()
                .filter(field -> field.from() <= at && at < field.to())
                .min(Comparator.comparingInt(Field::length));
    }

    /** The message whose bytes stand at {@code offset} of the record, or the first one for the record's own bytes. */
    private static Optional<TlsMessage> message(TlsConversation conversation, TlsRecord record, int offset) {
        RecordLayout layout = RecordLayout.of(Negotiated.of(conversation), record);
        int content = offset - layout.contentFrom();
        List<MessageLayout.Other> inside = MessageLayout.inside(conversation, record, layout.content());
        return inside.stream()
                .filter(one -> one.from() <= content && content < one.to())
                .findFirst()
                .or(() -> content < 0
                        ? inside.stream().findFirst()
                        : inside.reversed().stream().findFirst())
                .map(MessageLayout.Other::message);
    }
}
