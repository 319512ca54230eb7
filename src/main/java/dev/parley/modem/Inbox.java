package dev.parley.modem;

import dev.parley.journal.Bytes;
import dev.parley.modem.ModemSocketChannel.Arrival;
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

    private final Deque<Arrival> unread = new ArrayDeque<>();
    private Bytes held = Bytes.empty();
    private boolean holds;
    private long received;

    /** Bytes that came, read from here or not. */
    long received() {
        return received;
    }

    /**
     * Takes what came.
     *
     * @param exchange what brought it, as {@link Arrival} has it
     */
    void add(Bytes bytes, String exchange) {
        if (!bytes.isEmpty()) {
            received += bytes.length();
            if (holds) {
                held = held.plus(bytes);
            } else {
                unread.addLast(new Arrival(bytes, exchange));
            }
        }
    }

    /** Takes at most {@code most} of the bytes that came first, or nothing where there are none. */
    Optional<Arrival> poll(int most) {
        Arrival first = unread.pollFirst();
        if (first == null) {
            return Optional.empty();
        }
        Bytes bytes = first.bytes();
        if (bytes.length() > most) {
            unread.addFirst(new Arrival(bytes.from(most), first.exchange()));
        }
        return Optional.of(new Arrival(bytes.slice(0, Math.min(most, bytes.length())), first.exchange()));
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
            last = unread.removeLast().bytes().plus(last);
        }
        if (endsInCrLf(last)) {
            received -= 2;
            last = last.slice(0, last.length() - 2);
        }
        if (!last.isEmpty()) {
            unread.addLast(new Arrival(last, ""));
        }
    }

    private static boolean endsInCrLf(Bytes bytes) {
        return bytes.length() >= 2 && bytes.u16(bytes.length() - 2) == CR_LF;
    }

    private void release(Bytes bytes) {
        held = Bytes.empty();
        if (!bytes.isEmpty()) {
            unread.addLast(new Arrival(bytes, ""));
        }
    }
}
