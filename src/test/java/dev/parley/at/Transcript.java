package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What crosses a link in a test. Text is one byte a character, with Java's escapes for CR and LF. Each piece comes 10 ms after
 * the one before it unless {@link #pause} says more.
 */
public final class Transcript {
    private static final long STEP_NANOS = 10_000_000L;

    private final List<Event.Traffic> traffic = new ArrayList<>();
    private final long[] offsets = new long[2];
    private long nanos;

    public Transcript tx(String text) {
        return add(Direction.TX, Bytes.latin1(text));
    }

    public Transcript rx(String text) {
        return add(Direction.RX, Bytes.latin1(text));
    }

    public Transcript tx(Bytes bytes) {
        return add(Direction.TX, bytes);
    }

    public Transcript rx(Bytes bytes) {
        return add(Direction.RX, bytes);
    }

    /** A command and its answer. */
    public Transcript ask(String command, String answer) {
        return tx(command + "\r").rx(answer);
    }

    public Transcript pause(double seconds) {
        nanos += (long) (seconds * 1e9);
        return this;
    }

    private Transcript add(Direction direction, Bytes bytes) {
        nanos += STEP_NANOS;
        add(traffic, direction, bytes, nanos, offsets);
        return this;
    }

    private static void add(List<Event.Traffic> target, Direction direction, Bytes bytes, long nanos, long[] offsets) {
        long offset = offsets[lane(direction)];
        offsets[lane(direction)] += bytes.length();
        Event.Origin origin = direction == Direction.TX ? Event.Origin.HOST : Event.Origin.MODEM;
        target.add(new Event.Traffic(target.size() + 1L, nanos, direction, offset, bytes, origin));
    }

    private static int lane(Direction direction) {
        return direction == Direction.TX ? 0 : 1;
    }

    public long nanos() {
        return nanos;
    }

    public List<Event.Traffic> traffic() {
        return List.copyOf(traffic);
    }

    /** All bytes of one direction. */
    public Bytes stream(Direction direction) {
        return Bytes.concat(traffic.stream()
                .filter(t -> t.direction() == direction)
                .map(Event.Traffic::bytes)
                .toList());
    }

    /** The same bytes at the same times, the {@code index}th piece cut in two at {@code at}. */
    public List<Event.Traffic> cut(int index, int at) {
        List<Event.Traffic> result = new ArrayList<>();
        long[] begun = new long[2];
        for (int i = 0; i < traffic.size(); i++) {
            Event.Traffic t = traffic.get(i);
            if (i == index) {
                add(result, t.direction(), t.bytes().slice(0, at), t.nanos(), begun);
                add(result, t.direction(), t.bytes().from(at), t.nanos(), begun);
            } else {
                add(result, t.direction(), t.bytes(), t.nanos(), begun);
            }
        }
        return result;
    }

    /** The same bytes at the same times, every piece cut into pieces of 1 to {@code most} bytes. */
    public List<Event.Traffic> shred(RandomGenerator random, int most) {
        List<Event.Traffic> result = new ArrayList<>();
        long[] begun = new long[2];
        for (Event.Traffic t : traffic) {
            int at = 0;
            while (at < t.bytes().length()) {
                int end = Math.min(t.bytes().length(), at + random.nextInt(1, most + 1));
                add(result, t.direction(), t.bytes().slice(at, end), t.nanos(), begun);
                at = end;
            }
        }
        return result;
    }

    /** What the decoder makes of it, to the end of the record. */
    public List<AtEvent> decode() {
        return decode(traffic, nanos);
    }

    static List<AtEvent> decode(List<Event.Traffic> traffic, long end) {
        List<AtEvent> events = new ArrayList<>();
        AtDecoder decoder = new AtDecoder(events::add);
        traffic.forEach(decoder::accept);
        decoder.finish(end);
        return events;
    }
}
