package dev.parley.tls.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What is done on purpose to the records a client sends, to see how a server takes it. What a ClientHello offers is no
 * experiment of this kind: it stands in {@link dev.parley.tls.ClientOffer}.
 *
 * @param fragmentAt plaintext handshake records are cut into records of at most so many bytes of content, 1 to 16384 (RFC 5246
 *     section 6.2.1); empty: one message a record
 * @param oneSend true: the records of a flight leave in one send, as OpenSSL does it, and not one by one, as mbedTLS does
 * @param delays how long a message is held back before it leaves, by its title, for example {@code Certificate}
 * @param changes bytes that are altered or left out on their way, after everything else
 * @param ignoreMaxFragmentLength true: a max_fragment_length that was agreed is not obeyed in what the client sends, as mbedTLS
 *     does not obey it in handshake messages
 */
public record Experiments(
        OptionalInt fragmentAt,
        boolean oneSend,
        Map<String, Duration> delays,
        List<ByteChange> changes,
        boolean ignoreMaxFragmentLength) {
    /** The most that a record carries (RFC 5246 section 6.2.1). */
    public static final int MOST_FRAGMENT = 1 << 14;

    /** How the words of a change begin that was asked for and not made. */
    public static final String MISSED = "did not happen: ";

    private static final Experiments NONE = new Experiments(OptionalInt.empty(), false, Map.of(), List.of(), false);

    /** What becomes of a byte. */
    public enum Change {
        /** All its bits are turned over. */
        FLIP,
        /** It does not leave, though the record's header still counts it: as where a UART loses it. */
        DROP
    }

    /**
     * A change of one byte.
     *
     * @param message the message's title, for example {@code Certificate}
     * @param index the byte's number in the message's record or records as they would have crossed the wire, headers included,
     *     from 1: byte 877 of an 877-byte Certificate is its last
     */
    public record ByteChange(String message, int index, Change change) {
        /**
         * Checks the index.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public ByteChange {
            if (index < 1) {
                throw new IllegalArgumentException("bytes of a message are counted from 1, not from " + index);
            }
        }

        /** For the journal and the report, once it is done: {@code byte 877 of Certificate flipped}. */
        public String words() {
            return "byte " + index + " of " + message
                    + switch (change) {
                        case FLIP -> " flipped";
                        case DROP -> " dropped";
                    };
        }
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if {@code fragmentAt} is out of its range or a delay is negative
     */
    public Experiments {
        delays = Map.copyOf(delays);
        changes = List.copyOf(changes);
        if (fragmentAt.isPresent() && (fragmentAt.getAsInt() < 1 || fragmentAt.getAsInt() > MOST_FRAGMENT)) {
            throw new IllegalArgumentException(
                    "a record carries 1 to " + MOST_FRAGMENT + " bytes, not " + fragmentAt.getAsInt());
        }
        delays.forEach((message, delay) -> {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("a delay before " + message + " is not negative");
            }
        });
    }

    /** Nothing is done to the records. */
    public static Experiments none() {
        return NONE;
    }

    /** Each experiment in words, for the journal and the report; empty where there is none. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        fragmentAt.ifPresent(most -> words.add("plaintext handshake records cut into fragments of " + most + " bytes"));
        if (oneSend) {
            words.add("the records of a flight in one send");
        }
        new TreeMap<>(delays)
                .forEach((message, delay) -> words.add(message + " held back for " + delay.toMillis() + " ms"));
        changes.forEach(change -> words.add(change.words()));
        if (ignoreMaxFragmentLength) {
            words.add("max_fragment_length not obeyed in what is sent");
        }
        return List.copyOf(words);
    }

    public Experiments withFragmentAt(OptionalInt value) {
        return new Experiments(value, oneSend, delays, changes, ignoreMaxFragmentLength);
    }

    public Experiments withOneSend(boolean value) {
        return new Experiments(fragmentAt, value, delays, changes, ignoreMaxFragmentLength);
    }

    public Experiments withDelays(Map<String, Duration> value) {
        return new Experiments(fragmentAt, oneSend, value, changes, ignoreMaxFragmentLength);
    }

    public Experiments withChanges(List<ByteChange> value) {
        return new Experiments(fragmentAt, oneSend, delays, value, ignoreMaxFragmentLength);
    }

    public Experiments withIgnoreMaxFragmentLength(boolean value) {
        return new Experiments(fragmentAt, oneSend, delays, changes, value);
    }
}
