package dev.parley.ui.handshake;

import dev.parley.journal.Direction;
import dev.parley.tls.ByteAddress;
import dev.parley.tls.ByteCount;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.TlsRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The answer to "where does byte N fall".
 *
 * @param sentences what it means, the answer itself first
 * @param message the TLS message it falls into; nothing where it falls into none
 * @param offset the byte's number in that message's record or records, from 0
 */
record ByteAnswer(List<String> sentences, OptionalInt message, OptionalInt offset) {
    /** What the bytes are counted in. */
    enum Way {
        SENT("sent"),
        RECEIVED("received"),
        SELECTED("in selected");

        private final String word;

        Way(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    ByteAnswer {
        sentences = List.copyOf(sentences);
    }

    /**
     * Asks a conversation.
     *
     * @param selected the message whose bytes are counted where {@code way} says so
     * @param typed what the operator typed: a number of bytes, from 1
     */
    static ByteAnswer of(Optional<TlsConversation> conversation, Way way, OptionalInt selected, String typed) {
        long count;
        try {
            count = Long.parseLong(typed.strip().replace(",", ""));
        } catch (NumberFormatException notANumber) {
            return words("Type a number of bytes, for example 877.");
        }
        if (count < 1) {
            return words("Bytes are counted from 1.");
        }
        if (conversation.isEmpty()) {
            return words("No TLS has crossed yet.");
        }
        return switch (way) {
            case SENT -> stream(conversation.get(), Direction.TX, count);
            case RECEIVED -> stream(conversation.get(), Direction.RX, count);
            case SELECTED -> inMessage(conversation.get(), selected, count);
        };
    }

    private static ByteAnswer words(String text) {
        return new ByteAnswer(List.of(text), OptionalInt.empty(), OptionalInt.empty());
    }

    private static ByteAnswer stream(TlsConversation conversation, Direction direction, long count) {
        ByteCount meant = ByteCount.of(conversation, direction, count);
        Optional<TlsMessage> message = meant.last().flatMap(ByteAddress::message);
        if (message.isEmpty()) {
            return new ByteAnswer(meant.sentences(), OptionalInt.empty(), OptionalInt.empty());
        }
        TlsRecord record = meant.last().orElseThrow().record();
        long offset = before(conversation, message.get(), record) + count - 1 - record.from();
        return new ByteAnswer(meant.sentences(), OptionalInt.of(message.get().index()), OptionalInt.of((int) offset));
    }

    /** How many bytes of the message's records lie before {@code record}. */
    private static long before(TlsConversation conversation, TlsMessage message, TlsRecord record) {
        return message.records().stream()
                .takeWhile(index -> index != record.index())
                .mapToLong(index -> conversation.records().get(index).size())
                .sum();
    }

    private static ByteAnswer inMessage(TlsConversation conversation, OptionalInt selected, long count) {
        if (selected.isEmpty() || selected.getAsInt() >= conversation.messages().size()) {
            return words("Select a message first: its bytes are counted from 1.");
        }
        TlsMessage message = conversation.messages().get(selected.getAsInt());
        long left = count;
        for (int index : message.records()) {
            TlsRecord record = conversation.records().get(index);
            if (left <= record.size()) {
                String text = ByteAddress.inRecord(conversation, record, (int) left)
                        .map(ByteAddress::text)
                        .orElse("");
                // The byte is numbered in the message, which may have more than one record.
                return new ByteAnswer(
                        List.of(text.replaceFirst("^byte " + left, "byte " + count)),
                        OptionalInt.of(message.index()),
                        OptionalInt.of((int) (count - 1)));
            }
            left -= record.size();
        }
        return words("The " + message.title() + " has only " + conversation.recordBytes(message) + " bytes.");
    }
}
