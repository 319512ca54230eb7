package dev.parley.journal;

/**
 * How many bytes had crossed the link each way before each event. Five bytes an event with the sums in between, so that an event is found
 * by looking at a few.
 *
 * <p>One owner adds; others may read what had been added when they were told of it.
 */
public final class ByteIndex {
    private static final int SHIFT = 4;
    private static final int EVENTS = 1 << SHIFT;

    /** Two events a number: direction and length of each. */
    private final LongColumn events = new LongColumn();
    /** The sums before every so many events, both directions in turn. */
    private final LongColumn sums = new LongColumn();

    private int size;
    private long tx;
    private long rx;

    /** Adds the next event: {@code bytes} that crossed; none for an event that is no traffic. */
    public void add(Direction direction, int bytes) {
        if ((size & EVENTS - 1) == 0) {
            sums.add(tx);
            sums.add(rx);
        }
        long packed = ((long) bytes << 1) | (direction == Direction.TX ? 0 : 1);
        if ((size & 1) == 0) {
            events.add(packed);
        } else {
            events.set(size >> 1, events.get(size >> 1) | (packed << 32));
        }
        size++;
        if (direction == Direction.TX) {
            tx += bytes;
        } else {
            rx += bytes;
        }
    }

    public int size() {
        return size;
    }

    /** All bytes that crossed that way. */
    public long total(Direction direction) {
        return direction == Direction.TX ? tx : rx;
    }

    /** How many bytes had crossed that way before event {@code index}, from 0. */
    public long before(Direction direction, int index) {
        int block = index >> SHIFT;
        if (index > 0 && (index & EVENTS - 1) == 0 && block * 2 >= sums.size()) {
            block--;
        }
        long sum = block * 2 < sums.size() ? sum(direction, block) : 0;
        for (int i = block << SHIFT; i < index; i++) {
            sum += bytes(direction, i);
        }
        return sum;
    }

    private long sum(Direction direction, int block) {
        return sums.get(block * 2 + (direction == Direction.TX ? 0 : 1));
    }

    private int bytes(Direction direction, int index) {
        int packed = (int) (events.get(index >> 1) >> ((index & 1) == 0 ? 0 : 32));
        return (packed & 1) == (direction == Direction.TX ? 0 : 1) ? packed >>> 1 : 0;
    }

    /**
     * The index of the event that holds byte {@code offset}.
     *
     * @throws IndexOutOfBoundsException if so many have not crossed
     */
    public int eventWith(Direction direction, long offset) {
        if (offset < 0 || offset >= total(direction)) {
            throw new IndexOutOfBoundsException("byte " + offset + " of " + total(direction));
        }
        int low = 0;
        int high = sums.size() / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sum(direction, middle) <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int index = (low - 1) << SHIFT;
        long end = sum(direction, low - 1) + bytes(direction, index);
        while (end <= offset) {
            index++;
            end += bytes(direction, index);
        }
        return index;
    }
}
