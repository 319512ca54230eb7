package dev.parley.tls;

import dev.parley.journal.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A number of bytes that somebody counted ("it dies after 877 bytes"), in the words of the protocol: where the last of them falls in what
 * was sent or received, and which record is just as long.
 *
 * @param count how many bytes were counted, from 1
 * @param crossed how many bytes of that direction crossed in records, from the first to the last
 * @param last where the last of them falls; nothing where no record has it
 * @param next where the byte after it falls, if {@code last} ends a field of the message or the record; else nothing
 * @param sameSize messages, either way, whose record or records are just as long
 */
public record ByteCount(
        Direction direction,
        long count,
        long crossed,
        Optional<ByteAddress> last,
        Optional<ByteAddress> next,
        List<SameSize> sameSize) {
    /** A message whose record or records have the counted size, and how that size comes about. */
    public record SameSize(TlsMessage message, Sum sum) {}

    /** Sizes that stacks, modems and networks stop at; what a number means that is one of them. */
    private enum Limit {
        MFL_512(512, "the smallest max_fragment_length (RFC 6066), and a usual buffer size"),
        DEFAULT_MSS(536, "the segment size TCP assumes where the peer tells none (RFC 9293)"),
        KILO(1024, "a max_fragment_length (RFC 6066), and a usual buffer size"),
        LTE_MSS(1358, "a segment size that mobile networks often set"),
        TUNNEL_MSS(1400, "a segment size that mobile networks and tunnels often set"),
        QISEND(1460, "the most that AT+QISEND takes at once, and TCP's segment on Ethernet"),
        QIRD(1500, "the most that AT+QIRD gives at once, and Ethernet's packet size"),
        MFL_2048(2048, "a max_fragment_length (RFC 6066), and a usual buffer size"),
        MFL_4096(4096, "the largest max_fragment_length (RFC 6066), and a usual content length limit of mbedTLS"),
        RECORD(16384, "the most that a record may hold (RFC 5246 section 6.2.1)");

        private final int bytes;
        private final String words;

        Limit(int bytes, String words) {
            this.bytes = bytes;
            this.words = words;
        }
    }

    public ByteCount {
        sameSize = List.copyOf(sameSize);
    }

    /** What {@code count} bytes of a direction mean. Linear in the number of records and messages. */
    public static ByteCount of(TlsConversation conversation, Direction direction, long count) {
        Optional<ByteAddress> last = ByteAddress.of(conversation, direction, count);
        Optional<ByteAddress> next =
                last.filter(ByteAddress::border).flatMap(address -> ByteAddress.of(conversation, direction, count + 1));
        List<SameSize> same = new ArrayList<>();
        for (TlsMessage message : conversation.messages()) {
            if (same.size() < 8
                    && !(message instanceof TlsMessage.ApplicationData)
                    && conversation.recordBytes(message) == count) {
                same.add(new SameSize(message, Sum.of(conversation, message)));
            }
        }
        return new ByteCount(direction, count, crossed(conversation, direction), last, next, same);
    }

    private static long crossed(TlsConversation conversation, Direction direction) {
        OptionalLong end = conversation.records().stream()
                .filter(record -> record.direction() == direction)
                .mapToLong(TlsRecord::to)
                .max();
        return end.orElse(0);
    }

    /** What it means, a sentence each without a full stop; never empty. */
    public List<String> sentences() {
        String who = direction == Direction.TX ? "sent" : "received";
        List<String> sentences = new ArrayList<>();
        sentences.add(last.map(ByteAddress::text)
                .map(text -> text.replaceFirst("^byte " + count, "byte " + count + " " + who))
                .orElse("byte " + count + " " + who + " lies in no record: " + crossed + " bytes were " + who));
        next.map(ByteAddress::text)
                .map(text -> text.replaceFirst("^byte " + (count + 1), "the next one"))
                .ifPresent(sentences::add);
        for (SameSize one : sameSize) {
            sentences.add(count + " bytes are also the size of "
                    + (one.message().records().size() == 1
                            ? "one record"
                            : one.message().records().size() + " records")
                    + ", the " + speaker(one.message()) + "'s " + one.message().title() + ": "
                    + one.sum().numbers());
        }
        for (Limit limit : Limit.values()) {
            if (count == limit.bytes) {
                sentences.add(count + " is " + limit.words);
            }
        }
        return sentences;
    }

    private static String speaker(TlsMessage message) {
        return message.direction() == Direction.TX ? "client" : "server";
    }
}
