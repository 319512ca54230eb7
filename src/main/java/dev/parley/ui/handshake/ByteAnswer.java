package dev.parley.ui.handshake;

import dev.parley.journal.Direction;
import dev.parley.tls.ByteAddress;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsRecord;
import dev.parley.ui.shared.Figures;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The answer to "where does byte N fall".
 *
 * @param text in one sentence
 * @param message the TLS message it falls into; nothing where it falls into none
 * @param offset the byte's number in that message's record or records, from 0
 */
record ByteAnswer(String text, OptionalInt message, OptionalInt offset) {
    /**
     * Asks a conversation.
     *
     * @param typed what the operator typed: a number of bytes, from 1
     */
    static ByteAnswer of(Optional<TlsConversation> conversation, Direction direction, String typed) {
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
        long all = conversation.get().records().stream()
                .filter(record -> record.direction() == direction)
                .mapToLong(TlsRecord::to)
                .max()
                .orElse(0);
        return ByteAddress.of(conversation.get(), direction, count)
                .map(address -> found(conversation.get(), address))
                .orElseGet(() -> words("Byte " + count + " is in no record: " + Figures.bytesInWords(all)
                        + (direction == Direction.TX ? " were sent." : " were received.")));
    }

    private static ByteAnswer words(String text) {
        return new ByteAnswer(text, OptionalInt.empty(), OptionalInt.empty());
    }

    private static ByteAnswer found(TlsConversation conversation, ByteAddress address) {
        if (address.message().isEmpty()) {
            return words(address.text());
        }
        long before = 0;
        for (int index : address.message().get().records()) {
            if (index == address.record().index()) {
                break;
            }
            before += conversation.records().get(index).size();
        }
        long offset = before + address.count() - 1 - address.record().from();
        return new ByteAnswer(
                address.text(), OptionalInt.of(address.message().get().index()), OptionalInt.of((int) offset));
    }
}
