package dev.parley.tls;

import dev.parley.journal.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Two conversations side by side, message by message, with what differs: in the bytes, in the order and in the time taken.
 *
 * <p>Aligned are handshake messages, ChangeCipherSpec and alerts; application data is left out. What must differ from one handshake
 * to the next (randoms, key shares, session ids, tickets, signatures, verify_data) is no difference. Where the secrets of one side
 * are not known, what it has of the same size, or at the same place in the order, is its counterpart, and only its size is compared.
 *
 * @param rows in the order of both conversations; where they disagree, what only the first has comes before what only the second has
 */
public record Comparison(TlsConversation first, TlsConversation second, List<Row> rows) {
    /** A delay that differs by less is noise. */
    private static final long LEAST_DELAY = 100_000_000;

    /** A handshake has some twenty messages; of a peer that never ends only so many are looked at. */
    private static final int MOST = 400;

    public Comparison {
        rows = List.copyOf(rows);
    }

    /**
     * A message of one conversation and its counterpart in the other.
     *
     * @param first nothing where only the second conversation has it
     * @param second nothing where only the first conversation has it
     * @param firstBytes size of its record or records on the wire; 0 where it is missing
     * @param secondBytes the same of the second conversation
     * @param firstDelay nanoseconds since the message before it, or since the conversation began; 0 where it is missing
     * @param secondDelay the same of the second conversation
     * @param differences what differs in the bytes, in their order
     * @param moved true where both have it but not at the same place
     */
    public record Row(
            Optional<TlsMessage> first,
            Optional<TlsMessage> second,
            int firstBytes,
            int secondBytes,
            long firstDelay,
            long secondDelay,
            List<Difference> differences,
            boolean moved) {
        public Row {
            differences = List.copyOf(differences);
        }

        /** True where both conversations have the message. */
        public boolean isPaired() {
            return first.isPresent() && second.isPresent();
        }

        /** What the message is called, by the side that can be read where one cannot. */
        public String title() {
            return first.filter(message -> second.isEmpty() || isReadable(message))
                    .or(() -> second)
                    .orElseThrow()
                    .title();
        }

        /** True where both have the message and it can be read in the second conversation alone. */
        public boolean isUnreadableInFirst() {
            return isPaired() && !isReadable(first.get()) && isReadable(second.get());
        }

        /** True where both have the message and it can be read in the first conversation alone. */
        public boolean isUnreadableInSecond() {
            return isPaired() && isReadable(first.get()) && !isReadable(second.get());
        }

        /** True where the bytes differ other than they must. */
        public boolean differsInBytes() {
            return !differences.isEmpty();
        }

        /** True where one conversation has the message and the other has not, or not here. */
        public boolean differsInOrder() {
            return !isPaired();
        }

        /** True where one waited much longer for it than the other: by more than 100 ms and by more than half. */
        public boolean differsInDelay() {
            long more = Math.max(firstDelay, secondDelay);
            long less = Math.min(firstDelay, secondDelay);
            return isPaired() && more - less > LEAST_DELAY && more - less > more / 3;
        }
    }

    /**
     * A field that differs.
     *
     * @param field where it stands, from the outside in, for example {@code extensions, server_name, host_name}
     * @param first what the first conversation has there, in words; empty for nothing
     * @param second what the second has there
     */
    public record Difference(String field, String first, String second) {}

    /** Compares {@code first} with {@code second}, the first four hundred messages of each. */
    public static Comparison of(TlsConversation first, TlsConversation second) {
        boolean bySize = isSealed(first) || isSealed(second);
        List<TlsMessage> left = aligned(first, bySize);
        List<TlsMessage> right = aligned(second, bySize);
        boolean dummies = first.isTls13() && second.isTls13();
        List<List<TlsMessage>> leftChanges = dummies ? takeDummies(left) : List.of();
        List<List<TlsMessage>> rightChanges = dummies ? takeDummies(right) : List.of();
        List<Row> rows = new ArrayList<>();
        for (Counterparts.Pair pair : Counterparts.of(first, left, second, right, bySize)) {
            rows.add(row(first, second, left, right, pair));
        }
        for (int way = 0; way < leftChanges.size(); way++) {
            List<TlsMessage> one = leftChanges.get(way);
            List<TlsMessage> other = rightChanges.get(way);
            for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
                dummy(
                        rows,
                        first,
                        one.stream().skip(i).findFirst(),
                        second,
                        other.stream().skip(i).findFirst());
            }
        }
        return new Comparison(first, second, rows);
    }

    /** The first row that differs in any way. */
    public Optional<Row> firstDifference() {
        return first(row -> row.differsInBytes() || row.differsInOrder() || row.differsInDelay());
    }

    /** The first row whose bytes differ other than they must. */
    public Optional<Row> firstInBytes() {
        return first(Row::differsInBytes);
    }

    /** The first row that only one has at its place. */
    public Optional<Row> firstInOrder() {
        return first(Row::differsInOrder);
    }

    /** The first row that one waited much longer for. */
    public Optional<Row> firstInDelay() {
        return first(Row::differsInDelay);
    }

    private Optional<Row> first(Predicate<Row> which) {
        return rows.stream().filter(which).findFirst();
    }

    private static List<TlsMessage> aligned(TlsConversation conversation, boolean bySize) {
        // What no secret opens is taken for the handshake's until its end, as far as sizes tell.
        int end = conversation
                .sealed(Direction.TX, SealedContent.FINISHED)
                .or(() -> conversation.sealed(Direction.TX, SealedContent.ALERT))
                .map(TlsMessage::index)
                .orElse(Integer.MAX_VALUE);
        return conversation.messages().stream()
                .filter(message -> switch (message) {
                    // what comes after the handshake cannot be told from data on the other side
                    case TlsMessage.Handshake handshake ->
                        !bySize
                                || handshake
                                        .type()
                                        .filter(HandshakeType.NEW_SESSION_TICKET::equals)
                                        .isEmpty();
                    case TlsMessage.ChangeCipherSpec change -> true;
                    case TlsMessage.Alert alert -> !bySize || alert.description() != 0;
                    case TlsMessage.Protected sealed -> sealed.index() <= end || sealed.likely() == SealedContent.ALERT;
                    case TlsMessage.ApplicationData data -> false;
                })
                .limit(MOST)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** True where no secret opens TLS 1.3's handshake. */
    private static boolean isSealed(TlsConversation conversation) {
        return conversation.messages().stream().anyMatch(TlsMessage.Protected.class::isInstance);
    }

    /**
     * Takes the ChangeCipherSpecs out that change nothing: in TLS 1.3 the client's may leave in the midst of the server's flight, and
     * its place says nothing (RFC 8446 appendix D.4).
     */
    private static List<List<TlsMessage>> takeDummies(List<TlsMessage> messages) {
        List<TlsMessage> dummies = messages.stream()
                .filter(TlsMessage.ChangeCipherSpec.class::isInstance)
                .toList();
        messages.removeAll(dummies);
        return List.of(sent(dummies, Direction.RX), sent(dummies, Direction.TX));
    }

    private static List<TlsMessage> sent(List<TlsMessage> messages, Direction direction) {
        return messages.stream()
                .filter(message -> message.direction() == direction)
                .toList();
    }

    /** Puts one of them back, where the first conversation has it, else where the second has. */
    private static void dummy(
            List<Row> rows,
            TlsConversation first,
            Optional<TlsMessage> one,
            TlsConversation second,
            Optional<TlsMessage> other) {
        int place = 0;
        for (int i = 0; i < rows.size(); i++) {
            Optional<TlsMessage> message =
                    one.isPresent() ? rows.get(i).first() : rows.get(i).second();
            int index = one.or(() -> other).orElseThrow().index();
            if (message.filter(it -> it.index() < index).isPresent()) {
                place = i + 1;
            }
        }
        rows.add(
                place,
                new Row(
                        one,
                        other,
                        one.map(first::recordBytes).orElse(0),
                        other.map(second::recordBytes).orElse(0),
                        0,
                        0,
                        List.of(),
                        false));
    }

    private static boolean isReadable(TlsMessage message) {
        return switch (message) {
            case TlsMessage.Handshake handshake -> !handshake.bytes().isEmpty();
            case TlsMessage.Alert alert -> alert.description() >= 0;
            case TlsMessage.Protected sealed -> false;
            case TlsMessage.ChangeCipherSpec change -> true;
            case TlsMessage.ApplicationData data -> true;
        };
    }

    private static Row row(
            TlsConversation first,
            TlsConversation second,
            List<TlsMessage> left,
            List<TlsMessage> right,
            Counterparts.Pair pair) {
        int i = pair.first();
        int j = pair.second();
        Optional<TlsMessage> one = i < 0 ? Optional.empty() : Optional.of(left.get(i));
        Optional<TlsMessage> other = j < 0 ? Optional.empty() : Optional.of(right.get(j));
        List<Difference> differences = new ArrayList<>();
        if (one.isPresent() && other.isPresent()) {
            // Where only one of them can be read, their sizes are all there is to compare.
            if (isReadable(one.get()) == isReadable(other.get())) {
                differences.addAll(Differences.of(first, one.get(), second, other.get()));
            } else if (!pair.sameSize() && first.recordBytes(one.get()) != second.recordBytes(other.get())) {
                differences.add(new Difference(
                        "record", first.recordBytes(one.get()) + " bytes", second.recordBytes(other.get()) + " bytes"));
            }
        }
        return new Row(
                one,
                other,
                one.map(first::recordBytes).orElse(0),
                other.map(second::recordBytes).orElse(0),
                one.map(message -> delay(left, i, message)).orElse(0L),
                other.map(message -> delay(right, j, message)).orElse(0L),
                differences,
                moved(one, right) || moved(other, left));
    }

    private static boolean moved(Optional<TlsMessage> message, List<TlsMessage> other) {
        return message.isPresent()
                && other.stream()
                        .anyMatch(one -> one.direction() == message.get().direction()
                                && one.title().equals(message.get().title()));
    }

    private static long delay(List<TlsMessage> messages, int index, TlsMessage message) {
        return index == 0 ? 0 : message.endNanos() - messages.get(index - 1).endNanos();
    }
}
