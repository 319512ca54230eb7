package dev.parley.tls;

import dev.parley.journal.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Two conversations side by side, message by message, with what differs: in the bytes, in the order and in the time taken.
 *
 * <p>Aligned are handshake messages, ChangeCipherSpec and alerts; application data is left out. What must differ from one handshake
 * to the next (randoms, key shares, session ids, tickets, signatures, verify_data) is no difference. Where the secrets of one side
 * are not known, what it has at the same place in the order is its counterpart, and only its size is compared.
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
        List<Row> rows = new ArrayList<>();
        int i = 0;
        int j = 0;
        for (int[] pair : Alignment.of(keys(first, left, bySize), keys(second, right, bySize))) {
            while (i < pair[0]) {
                rows.add(row(first, second, left, i++, right, -1));
            }
            while (j < pair[1]) {
                rows.add(row(first, second, left, -1, right, j++));
            }
            rows.add(row(first, second, left, i++, right, j++));
        }
        while (i < left.size()) {
            rows.add(row(first, second, left, i++, right, -1));
        }
        while (j < right.size()) {
            rows.add(row(first, second, left, -1, right, j++));
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
                .toList();
    }

    /** True where no secret opens TLS 1.3's handshake. */
    private static boolean isSealed(TlsConversation conversation) {
        return conversation.messages().stream().anyMatch(TlsMessage.Protected.class::isInstance);
    }

    /** What tells that two messages are counterparts; {@code bySize} where one side's handshake of TLS 1.3 cannot be read. */
    private static List<String> keys(TlsConversation conversation, List<TlsMessage> messages, boolean bySize) {
        return messages.stream()
                .map(message -> {
                    boolean sealed = message.records().stream()
                            .anyMatch(index -> conversation.records().get(index).encrypted());
                    String what = bySize && conversation.isTls13() && sealed
                            ? "sealed"
                            : message instanceof TlsMessage.Alert && sealed ? "Alert" : message.title();
                    return message.direction().word() + " " + what;
                })
                .toList();
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
            int i,
            List<TlsMessage> right,
            int j) {
        Optional<TlsMessage> one = i < 0 ? Optional.empty() : Optional.of(left.get(i));
        Optional<TlsMessage> other = j < 0 ? Optional.empty() : Optional.of(right.get(j));
        List<Difference> differences = new ArrayList<>();
        if (one.isPresent() && other.isPresent()) {
            // Where only one of them can be read, their sizes are all there is to compare.
            if (isReadable(one.get()) == isReadable(other.get())) {
                differences.addAll(Differences.of(first, one.get(), second, other.get()));
            } else if (first.recordBytes(one.get()) != second.recordBytes(other.get())) {
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
