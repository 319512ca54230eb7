package dev.parley.tls;

import dev.parley.journal.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Puts one direction's handshake messages together from records: one may hold several, and one may take several (RFC 5246 section
 * 6.2.1).
 *
 * <p>One owner; not safe for threads.
 */
final class MessageAssembler {
    /** A certificate chain of a dozen certificates fits; what is announced longer is a broken length. */
    private static final int LONGEST_MESSAGE = 256 * 1024;

    private static final int HEADER = 4;

    /** Who takes the messages. */
    interface Sink {
        /**
         * A whole message, its header included.
         *
         * @param carriers its records, by their indexes
         * @param last the one it ended in
         */
        void message(Bytes bytes, List<Integer> carriers, long startNanos, TlsRecord last);

        /** A length that no message has: what follows is nothing any more, until other keys begin. */
        void tooLong(TlsRecord record, int announced);
    }

    /** What is there of a message that is not whole. */
    record Unfinished(Bytes bytes, List<Integer> carriers, long startNanos) {}

    private final Sink sink;
    private final List<Integer> carriers = new ArrayList<>();
    private byte[] buffer = new byte[0];
    private int buffered;
    private long startNanos;
    private boolean lost;

    MessageAssembler(Sink sink) {
        this.sink = sink;
    }

    /** Other keys begin: what is not whole is dropped. */
    void restart() {
        drop();
        lost = false;
    }

    /** True in the midst of a message. */
    boolean isInTheMidst() {
        return buffered > 0;
    }

    void take(TlsRecord record, Bytes bytes) {
        if (lost || bytes.isEmpty()) {
            return;
        }
        int at = 0;
        if (buffered > 0) {
            at = complete(record, bytes);
            if (at < 0) {
                return;
            }
        }
        // messages that stand in the record in one piece are not copied
        while (bytes.length() - at >= HEADER && bytes.length() - at - HEADER >= bytes.u24(at + 1)) {
            int next = at + HEADER + bytes.u24(at + 1);
            sink.message(bytes.slice(at, next), List.of(record.index()), record.startNanos(), record);
            at = next;
        }
        if (at < bytes.length()) {
            append(bytes.from(at));
            carriers.add(record.index());
            startNanos = record.startNanos();
            checkLength(record);
        }
    }

    /** What is not whole and will not be any more, with what {@code later} handshake records in the clear add to it. */
    Optional<Unfinished> rest(List<TlsRecord> later) {
        List<Bytes> parts = new ArrayList<>(List.of(Bytes.copyOf(buffer, 0, buffered)));
        List<Integer> all = new ArrayList<>(carriers);
        long start = startNanos;
        for (TlsRecord record : lost ? List.<TlsRecord>of() : later) {
            parts.add(record.plaintext());
            start = all.isEmpty() ? record.startNanos() : start;
            all.add(record.index());
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(new Unfinished(Bytes.concat(parts), all, start));
    }

    /** Takes from {@code bytes} what the message in the making lacks; how many bytes that were, or -1 if it lacks more still. */
    private int complete(TlsRecord record, Bytes bytes) {
        int at = 0;
        carriers.add(record.index());
        if (buffered < HEADER) {
            at = Math.min(HEADER - buffered, bytes.length());
            append(bytes.slice(0, at));
            if (buffered < HEADER || !checkLength(record)) {
                return -1;
            }
        }
        int missing = announced() - buffered;
        int take = Math.min(missing, bytes.length() - at);
        append(bytes.slice(at, at + take));
        if (take < missing) {
            return -1;
        }
        Bytes whole = Bytes.copyOf(buffer, 0, buffered);
        List<Integer> all = List.copyOf(carriers);
        drop();
        sink.message(whole, all, startNanos, record);
        return at + take;
    }

    private boolean checkLength(TlsRecord record) {
        if (buffered >= HEADER && announced() > LONGEST_MESSAGE) {
            sink.tooLong(record, announced());
            lost = true;
            drop();
            return false;
        }
        return true;
    }

    private int announced() {
        return HEADER + ((buffer[1] & 0xff) << 16 | (buffer[2] & 0xff) << 8 | (buffer[3] & 0xff));
    }

    private void drop() {
        buffered = 0;
        carriers.clear();
    }

    private void append(Bytes bytes) {
        if (buffered + bytes.length() > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffered + bytes.length(), 2 * buffer.length));
        }
        bytes.copyTo(buffer, buffered);
        buffered += bytes.length();
    }
}
