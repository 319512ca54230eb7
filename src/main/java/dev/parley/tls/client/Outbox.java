package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.client.Gate.Point;
import dev.parley.tls.client.Gate.Unit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of a handshake's records from the engine to the transport: past the gate, through the experiments, in sends of the
 * transport's size. Engine's thread only.
 */
final class Outbox {
    /** What left or is on its way out. */
    record Item(String title, int bytes) {}

    /** What came from the server: how far the client has acted upon it. */
    interface Inward {
        /** Bytes that came and are not acted upon. */
        long waiting();

        /** How many of the server's messages were acted upon. */
        int taken();
    }

    private final TlsTransport transport;
    private final Gate gate;
    private final Experiments experiments;
    private final RecordExperiments records;
    private final Inward inward;
    /** Records that leave together (see {@link Experiments#oneSend}), and the last message among them. */
    private Bytes held = Bytes.empty();

    private int heldRecords;
    private String heldTitle = "";
    private boolean heldEncrypted;
    private long sent;
    private long lastByteNanos = System.nanoTime();
    private boolean partial;
    private Optional<Item> leaving = Optional.empty();
    private Optional<Item> left = Optional.empty();
    private @Nullable IOException failure;

    Outbox(TlsTransport transport, Gate gate, Experiments experiments, Inward inward) {
        this.transport = transport;
        this.gate = gate;
        this.experiments = experiments;
        this.records = new RecordExperiments(experiments);
        this.inward = inward;
    }

    /** Who hears of each change of a byte when it is made, or that it was not. */
    void tellChanges(Consumer<String> listener) {
        records.tell(listener);
    }

    /** The handshake is over, well or not. */
    void over() {
        records.over();
    }

    /** What is on its way to the transport. */
    Optional<Item> leaving() {
        return leaving;
    }

    /** What the transport has taken last. */
    Optional<Item> left() {
        return left;
    }

    /** Why the transport took no more, or nothing. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** A record has left in part, or an encrypted one is held back: what would follow could not be read. */
    boolean isBroken() {
        return partial || heldEncrypted;
    }

    /** Bytes crossed the other way. */
    void arrived() {
        lastByteNanos = System.nanoTime();
    }

    /** What stands on both sides of the engine, with {@code more} bytes that are neither held nor sent. */
    Gate.Queues queues(long more) {
        return new Gate.Queues(lastByteNanos, held.length() + more, inward.waiting(), inward.taken());
    }

    /** Stops where the level or a breakpoint says so. */
    void pass(Unit unit, Direction direction, String title, int bytes) throws IOException {
        pass(new Point(unit, direction, title, bytes));
    }

    /** Stops where the level or a breakpoint says so. */
    void pass(Point point) throws IOException {
        gate.pass(point, queues(point.direction() == Direction.TX ? point.bytes() : 0));
    }

    /** Lets a handshake record through. */
    void take(SteppedProtocol.Outgoing outgoing) throws IOException {
        Bytes whole = outgoing.record();
        if (outgoing.begins()) {
            pass(
                    outgoing.kind() == SteppedProtocol.Kind.DUMMY_CHANGE
                            ? Point.dummyChange(Direction.TX, whole.length())
                            : new Point(Unit.MESSAGE, Direction.TX, outgoing.message(), whole.length()));
            Duration delay = experiments.delays().getOrDefault(outgoing.message(), Duration.ZERO);
            if (delay.isPositive()) {
                gate.pause(delay);
            }
        }
        leaving = Optional.of(new Item(outgoing.message(), whole.length()));
        List<Bytes> pieces = records.of(outgoing);
        long rest = pieces.stream().mapToLong(Bytes::length).sum();
        for (Bytes piece : pieces) {
            gate.pass(new Point(Unit.RECORD, Direction.TX, outgoing.message(), piece.length()), queues(rest));
            rest -= piece.length();
            if (experiments.oneSend()) {
                held = held.plus(piece);
                heldRecords++;
                heldTitle = outgoing.message();
                heldEncrypted |= outgoing.encrypted();
            } else {
                transmit(piece, outgoing.message(), rest);
            }
        }
        if (!experiments.oneSend()) {
            left = leaving;
            leaving = Optional.empty();
        }
        if (outgoing.ends()) {
            gate.passed(Direction.TX, outgoing.message());
        }
    }

    /** Sends what is held, before the client waits for the server or says an alert. */
    void flush() throws IOException {
        if (held.isEmpty()) {
            return;
        }
        Bytes together = held;
        String title = heldRecords == 1 ? heldTitle : heldRecords + " records up to " + heldTitle;
        leaving = Optional.of(new Item(title, together.length()));
        held = Bytes.empty();
        heldRecords = 0;
        transmit(together, title, 0);
        heldEncrypted = false;
        left = leaving;
        leaving = Optional.empty();
    }

    /** Sends an alert at once; it waits for nothing but a breakpoint on alerts. */
    void alert(TlsFailure.Alert alert, Bytes record, boolean farewell) throws IOException {
        if (farewell) {
            transport.send(record);
            return;
        }
        flush();
        pass(Unit.ALERT, Direction.TX, alert.title(), record.length());
        leaving = Optional.of(new Item("the alert " + alert.title(), record.length()));
        send(record);
        leaving = Optional.empty();
    }

    private void transmit(Bytes bytes, String title, long behind) throws IOException {
        long spent = 0;
        for (int from = 0; from < bytes.length(); ) {
            int size = Math.min(transport.most(), bytes.length() - from);
            Optional<Breakpoint.AtByte> stop = gate.byteAt(Direction.TX, sent, size);
            if (stop.isPresent()) {
                size = (int) (stop.get().n() - sent);
            }
            long rest = bytes.length() - from + behind;
            gate.pass(Point.exchange(Direction.TX, title, size, transport.sending(size)), queues(rest));
            // How much of a send that fails has left is not known.
            partial = true;
            long since = System.nanoTime();
            send(bytes.slice(from, from + size));
            spent += System.nanoTime() - since;
            from += size;
            partial = from < bytes.length();
            if (stop.isPresent()) {
                gate.meet(stop.get());
                gate.pass(new Point(Unit.MOMENT, Direction.TX, title, bytes.length() - from), queues(rest - size));
            }
        }
        slow(spent);
    }

    private void send(Bytes bytes) throws IOException {
        try {
            transport.send(bytes);
            sent += bytes.length();
            lastByteNanos = System.nanoTime();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** A breakpoint on slow steps is met where one took so long. */
    private void slow(long nanos) {
        gate.slow().ifPresent(limit -> {
            if (nanos > limit) {
                gate.meet(new Breakpoint.SlowerThan(Duration.ofNanos(limit)));
            }
        });
    }
}
