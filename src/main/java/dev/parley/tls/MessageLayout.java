package dev.parley.tls;

import dev.parley.journal.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where a message stands in the records that carried it.
 *
 * @param carriers its records with the parts of each, in wire order
 * @param bytes the message in the clear; what its records hold where it cannot be read
 * @param isReadable false where it stands encrypted and cannot be read
 */
record MessageLayout(Negotiated negotiated, List<Carrier> carriers, Bytes bytes, boolean isReadable) {
    /**
     * A record that carried (part of) the message.
     *
     * @param base where the record begins in the run of all carriers
     * @param from where the message's part begins in the record's content
     * @param to where it ends there
     * @param others what else is in the record, each with its place in the content
     */
    record Carrier(TlsRecord record, RecordLayout layout, int base, int from, int to, List<Neighbour> others) {
        /** Where the message's part begins in the run. */
        int at() {
            return base + layout.contentFrom() + from;
        }

        int length() {
            return to - from;
        }
    }

    /** More neighbours on one side are one: a record has room for eight thousand alerts, and each would have all the others. */
    private static final int MOST_NEIGHBOURS = 16;

    /** A message in a record and the part of the content it fills. */
    record Other(TlsMessage message, int from, int to) {}

    /**
     * Another message in the same record, or many together.
     *
     * @param before true if it stands before the message, false if after it
     */
    record Neighbour(String title, int from, int to, boolean before) {}

    static MessageLayout of(TlsConversation conversation, TlsMessage message) {
        Negotiated negotiated = Negotiated.of(conversation);
        List<Carrier> carriers = new ArrayList<>();
        int base = 0;
        List<Integer> indices = message.records();
        for (int i = 0; i < indices.size(); i++) {
            TlsRecord record = conversation.records().get(indices.get(i));
            RecordLayout layout = RecordLayout.of(negotiated, record);
            List<Neighbour> others = new ArrayList<>();
            int from = 0;
            int to = layout.content();
            boolean middle = i > 0 && i < indices.size() - 1;
            if (record.readable() && !middle) {
                List<Other> inside = inside(conversation, record, layout.content(), message.index());
                int own = 0;
                while (own < inside.size() && inside.get(own).message().index() < message.index()) {
                    own++;
                }
                others.addAll(neighbours(inside.subList(0, own), true));
                if (own < inside.size() && inside.get(own).message().index() == message.index()) {
                    from = inside.get(own).from();
                    to = inside.get(own).to();
                    own++;
                }
                others.addAll(neighbours(inside.subList(own, inside.size()), false));
            }
            carriers.add(new Carrier(record, layout, base, from, to, List.copyOf(others)));
            base += record.size();
        }
        boolean readable =
                carriers.stream().allMatch(carrier -> carrier.record().readable());
        Bytes bytes = Bytes.concat(carriers.stream()
                .map(carrier -> (readable ? carrier.record().plaintext() : content(carrier))
                        .slice(carrier.from(), carrier.to()))
                .toList());
        return new MessageLayout(negotiated, List.copyOf(carriers), bytes, readable);
    }

    private static List<Neighbour> neighbours(List<Other> others, boolean before) {
        if (others.size() <= MOST_NEIGHBOURS) {
            return others.stream()
                    .map(one -> new Neighbour(one.message().title(), one.from(), one.to(), before))
                    .toList();
        }
        return List.of(new Neighbour(
                others.size() + " other messages",
                others.getFirst().from(),
                others.getLast().to(),
                before));
    }

    /** The messages in a readable record's content, each with the part of the content it fills. */
    static List<Other> inside(TlsConversation conversation, TlsRecord record, int content) {
        return inside(conversation, record, content, conversation.messages().size() - 1);
    }

    /** As above; {@code near} is the index of a message in the record, or of one after it. */
    private static List<Other> inside(TlsConversation conversation, TlsRecord record, int content, int near) {
        List<TlsMessage> messages = conversation.messages();
        int first = near + 1;
        // the messages of one direction are in the order of their records
        for (int i = near; i >= 0; i--) {
            TlsMessage message = messages.get(i);
            if (message.direction() == record.direction()) {
                if (carries(message, record)) {
                    first = i;
                } else if (message.isComplete() && message.records().getLast() < record.index()) {
                    break;
                }
            }
        }
        List<Other> inside = new ArrayList<>();
        int at = 0;
        for (int i = first; i < messages.size(); i++) {
            TlsMessage message = messages.get(i);
            if (message.direction() == record.direction()) {
                if (carries(message, record)) {
                    int to = Math.min(content, at + lengthIn(conversation, message, record));
                    inside.add(new Other(message, at, to));
                    at = to;
                } else if (message.records().getFirst() > record.index()) {
                    // What never became whole stands at the end, one message of each direction at most.
                    i = Math.max(i, messages.size() - 3);
                }
            }
        }
        return inside;
    }

    private static boolean carries(TlsMessage message, TlsRecord record) {
        List<Integer> records = message.records();
        return records.size() == 1
                ? records.getFirst().intValue() == record.index()
                : Collections.binarySearch(records, record.index()) >= 0;
    }

    /** How many bytes of {@code record} a message fills: those that its other records do not. */
    private static int lengthIn(TlsConversation conversation, TlsMessage message, TlsRecord record) {
        return switch (message) {
            case TlsMessage.ApplicationData data -> data.bytes().length();
            case TlsMessage.Protected sealed -> record.plaintext().length();
            case TlsMessage.ChangeCipherSpec change -> record.plaintext().length();
            case TlsMessage.Alert alert -> 2;
            case TlsMessage.Handshake handshake -> {
                List<Integer> records = handshake.records();
                int position = Collections.binarySearch(records, record.index());
                if (records.size() == 1) {
                    yield handshake.bytes().length();
                }
                // in the middle it fills whole records; it begins at some byte of its first one and ends at one of its
                // last
                int middle = 0;
                for (int i = 1; i < records.size() - 1; i++) {
                    middle += conversation
                            .records()
                            .get(records.get(i))
                            .plaintext()
                            .length();
                }
                int ofFirst = firstPart(conversation, handshake);
                if (position == 0) {
                    yield ofFirst;
                }
                yield position == records.size() - 1
                        ? handshake.bytes().length() - ofFirst - middle
                        : record.plaintext().length();
            }
        };
    }

    /** How many bytes a fragmented message fills of its first record: all after the messages that end in it. */
    private static int firstPart(TlsConversation conversation, TlsMessage.Handshake message) {
        TlsRecord first = conversation.records().get(message.records().getFirst());
        int used = 0;
        for (int i = message.index() - 1; i >= 0; i--) {
            TlsMessage before = conversation.messages().get(i);
            if (before.direction() != message.direction()) {
                continue;
            }
            if (before.records().getLast() < first.index()) {
                break;
            }
            if (before.records().getLast() == first.index() && before instanceof TlsMessage.Handshake handshake) {
                used += handshake.records().size() == 1
                        ? handshake.bytes().length()
                        : lengthIn(conversation, handshake, first);
            }
        }
        return Math.max(0, first.plaintext().length() - used);
    }

    private static Bytes content(Carrier carrier) {
        int from = carrier.layout().contentFrom() - RecordAssembler.HEADER;
        return carrier.record().fragment().slice(from, from + carrier.layout().content());
    }

    /** The run of bytes that fields count in: all carriers, each with its header. */
    Bytes run() {
        return Bytes.concat(carriers.stream()
                .map(carrier -> carrier.layout().shown(carrier.record()))
                .toList());
    }

    /** Where a byte of the message stands in the run. */
    int place(int offset) {
        int left = offset;
        for (Carrier carrier : carriers) {
            if (left < carrier.length()) {
                return carrier.at() + left;
            }
            left -= carrier.length();
        }
        return carriers.isEmpty()
                ? offset
                : carriers.getLast().at() + carriers.getLast().length() + left;
    }
}
