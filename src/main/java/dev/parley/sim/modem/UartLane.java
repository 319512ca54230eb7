package dev.parley.sim.modem;

import dev.parley.journal.Bytes;

/**
 * One direction of a serial line: bytes go in at once and come out one after another, ten bit times each (8N1: a start
 * bit, eight data bits, a stop bit). Times are nanoseconds of any one clock. For one thread.
 */
final class UartLane {
    /** How much is let through at a time, so that a slow line does not wake its reader for every byte. */
    private static final long SLICE_NANOS = 2_000_000;

    private final ByteQueue queue = new ByteQueue();
    private long nanosPerByte;
    private boolean held;
    /** When the first queued byte began to cross. */
    private long began;

    UartLane(UartOptions options) {
        nanosPerByte = options.nanosPerByte();
    }

    int length() {
        return queue.length();
    }

    void add(Bytes bytes, long now) {
        if (queue.isEmpty()) {
            began = Math.max(began, now);
        }
        queue.add(bytes);
    }

    /** The bytes that have crossed by {@code now}, taken away. */
    Bytes crossed(long now) {
        if (held) {
            return Bytes.empty();
        }
        if (nanosPerByte == 0) {
            return queue.takeAll();
        }
        if (queue.isEmpty() || due() > now) {
            return Bytes.empty();
        }
        Bytes crossed = queue.take((int) Math.min(queue.length(), (now - began) / nanosPerByte));
        began += crossed.length() * nanosPerByte;
        return crossed;
    }

    /** When {@link #crossed} has something to give; {@link Long#MAX_VALUE} where nothing is on its way. */
    long due() {
        if (queue.isEmpty() || held) {
            return Long.MAX_VALUE;
        }
        long slice = nanosPerByte == 0 ? 0 : Math.max(1, SLICE_NANOS / nanosPerByte);
        return began + Math.min(queue.length(), slice) * nanosPerByte;
    }

    /** Holds the sender up (CTS), or lets it go on from {@code now}. */
    void hold(boolean wanted, long now) {
        if (held && !wanted) {
            began = Math.max(began, now);
        }
        held = wanted;
    }

    /** Goes on at another rate; what has begun to cross begins anew. */
    void setRate(UartOptions options, long now) {
        nanosPerByte = options.nanosPerByte();
        began = Math.max(began, now);
    }

    void clear() {
        queue.clear();
    }
}
