package dev.parley.tls;

import dev.parley.journal.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the size of a message's record or records comes about, for example
 * {@code 877 = 5 record header + 4 handshake header + 3 list length + 3 certificate length + 862 certificate}.
 *
 * @param parts in wire order; of a message cut over several records, the record headers come first
 */
public record Sum(List<Part> parts) {
    /** A summand: how many bytes, and of what. */
    public record Part(int bytes, String what) {}

    public Sum {
        parts = List.copyOf(parts);
    }

    /** The arithmetic of the records that carried {@code message}; their total is {@link TlsConversation#recordBytes}. */
    public static Sum of(TlsConversation conversation, TlsMessage message) {
        MessageLayout layout = MessageLayout.of(conversation, message);
        List<MessageLayout.Carrier> carriers = layout.carriers();
        List<Part> parts = new ArrayList<>();
        int headers = carriers.size() * RecordAssembler.HEADER;
        parts.add(
                new Part(headers, carriers.size() == 1 ? "record header" : "record headers (" + carriers.size() + ")"));
        for (MessageLayout.Carrier carrier : carriers) {
            carrier.layout().before().forEach(piece -> parts.add(part(piece)));
            carrier.others().stream()
                    .filter(MessageLayout.Neighbour::before)
                    .forEach(other -> add(parts, other.to() - other.from(), other.title()));
        }
        parts.addAll(own(layout, message));
        for (MessageLayout.Carrier carrier : carriers) {
            carrier.others().stream()
                    .filter(other -> !other.before())
                    .forEach(other -> add(parts, other.to() - other.from(), other.title()));
            carrier.layout().after().forEach(piece -> parts.add(part(piece)));
        }
        return new Sum(parts);
    }

    /** The arithmetic of one record: its header, what protects it, and the messages or parts of messages in it. */
    public static Sum of(TlsConversation conversation, TlsRecord record) {
        RecordLayout layout = RecordLayout.of(Negotiated.of(conversation), record);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(Math.min(RecordAssembler.HEADER, record.size()), "record header"));
        layout.before().forEach(piece -> parts.add(part(piece)));
        int left = layout.content();
        if (record.readable()) {
            for (MessageLayout.Other inside : MessageLayout.inside(conversation, record, layout.content())) {
                boolean whole = inside.message().records().size() == 1;
                add(
                        parts,
                        inside.to() - inside.from(),
                        (whole ? "" : "part of ") + inside.message().title());
                left -= inside.to() - inside.from();
            }
        }
        add(parts, left, record.readable() ? "content that belongs to no message" : "encrypted");
        layout.after().forEach(piece -> parts.add(part(piece)));
        return new Sum(parts);
    }

    public int total() {
        return parts.stream().mapToInt(Part::bytes).sum();
    }

    /** The sum as a line of text. */
    public String text() {
        return total() + " = "
                + parts.stream().map(part -> part.bytes() + " " + part.what()).collect(Collectors.joining(" + "));
    }

    /** The sum without words, for example {@code 877 = 5 + 4 + 3 + 3 + 862}. */
    public String numbers() {
        return total() + " = "
                + parts.stream().map(part -> Integer.toString(part.bytes())).collect(Collectors.joining(" + "));
    }

    /** What each summand is, for example {@code record header 5, handshake header 4}. */
    public String words() {
        return parts.stream().map(part -> part.what() + " " + part.bytes()).collect(Collectors.joining(", "));
    }

    private static List<Part> own(MessageLayout layout, TlsMessage message) {
        List<Part> parts = new ArrayList<>();
        if (!layout.isReadable()) {
            add(
                    parts,
                    layout.bytes().length(),
                    layout.negotiated().tls13() ? "encrypted content and its type" : "encrypted");
        } else if (isFinished(message) || !(message instanceof TlsMessage.Handshake)) {
            String what =
                    switch (message) {
                        case TlsMessage.Handshake handshake -> handshake.title();
                        case TlsMessage.ChangeCipherSpec change -> "change_cipher_spec";
                        case TlsMessage.Alert alert -> "level and description";
                        case TlsMessage.ApplicationData data -> "application data";
                        case TlsMessage.Protected sealed -> "encrypted";
                    };
            add(parts, layout.bytes().length(), what);
        } else {
            for (Field field : MessageFields.of(layout.negotiated(), message, layout.bytes(), offset -> offset)) {
                if (field.name().startsWith("certificate_") && !field.children().isEmpty()) {
                    boolean only = field.name().equals("certificate_1")
                            && parts.size() == 2
                            && field.to() == layout.bytes().length();
                    for (Field child : field.children()) {
                        add(
                                parts,
                                child.length(),
                                words(child) + (only || child.name().endsWith("length") ? "" : " " + number(field)));
                    }
                } else {
                    add(parts, field.length(), words(field));
                }
            }
        }
        return parts;
    }

    private static boolean isFinished(TlsMessage message) {
        return message instanceof TlsMessage.Handshake handshake
                && handshake.type().equals(Optional.of(HandshakeType.FINISHED));
    }

    private static String words(Field field) {
        return field.name().equals("certificate_list_length")
                ? "list length"
                : field.name().replace('_', ' ');
    }

    private static String number(Field field) {
        return field.name().substring("certificate_".length());
    }

    private static Part part(RecordLayout.Piece piece) {
        return new Part(piece.bytes(), piece.name().replace('_', ' '));
    }

    private static void add(List<Part> parts, int bytes, String what) {
        if (bytes > 0) {
            parts.add(new Part(bytes, what));
        }
    }
}
