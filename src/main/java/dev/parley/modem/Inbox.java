package dev.parley.modem;

import dev.parley.journal.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What a socket has brought and nobody has read yet. Under the modem's state lock.
 *
 * <p>In transparent mode the decoder cannot tell the CR LF in front of the line that ends it from data: what comes while that line may
 * come is kept back, and a CR LF that was none is taken back where nobody has read it.
 */
final class Inbox {
    private static final int CR_LF = 0x0d0a;

    private final Deque<Bytes> unread = new ArrayDeque<>();
    private Bytes held = Bytes.empty();
    private boolean holds;
    private long received;

    /** Bytes that came, read from here or not. */
    long received() {
        return received;
    }

    void add(Bytes bytes) {
        if (!bytes.isEmpty()) {
            received += bytes.length();
            if (holds) {
                held = held.plus(bytes);
            } else {
                unread.addLast(bytes);
            }
        }
    }

    /** Takes at most {@code most} of the bytes that came first, or nothing where there are none. */
    Optional<Bytes> poll(int most) {
        Bytes first = unread.pollFirst();
        if (first == null) {
            return Optional.empty();
        }
        if (first.length() > most) {
            unread.addFirst(first.from(most));
        }
        return Optional.of(first.slice(0, Math.min(most, first.length())));
    }

    /** Begins to keep back what comes, or hands on what was kept back. */
    void hold(boolean on) {
        if (!on) {
            release(held);
        }
        holds = on;
    }

    /** The OK came that ends transparent mode: the CR LF kept back last is its own. */
    void heldLineEnded() {
        if (holds && endsInCrLf(held)) {
            received -= 2;
            release(held.slice(0, held.length() - 2));
        }
    }

    /** NO CARRIER came: the CR LF that came last is its own. */
    void lineEnded() {
        release(held);
        Bytes last = Bytes.empty();
        // It may have come in two pieces.
        while (last.length() < 2 && !unread.isEmpty()) {
            last = unread.removeLast().plus(last);
        }
        if (endsInCrLf(last)) {
            received -= 2;
            last = last.slice(0, last.length() - 2);
        }
        if (!last.isEmpty()) {
            unread.addLast(last);
        }
    }

    private static boolean endsInCrLf(Bytes bytes) {
        return bytes.length() >= 2 && bytes.u16(bytes.length() - 2) == CR_LF;
    }

    private void release(Bytes bytes) {
        held = Bytes.empty();
        if (!bytes.isEmpty()) {
            unread.addLast(bytes);
        }
    }
}
