package dev.parley.journal;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * A {@link GrowingList} of small records of which there are very many: each is kept as a few numbers and made when it is looked at.
 *
 * <p>One owner appends; pictures keep their length and their elements for ever and may be read from any thread.
 */
public final class PackedList<T> {
    private final int width;
    private final Making<T> making;
    private final LongColumn numbers = new LongColumn();

    /** Makes an element. */
    @FunctionalInterface
    public interface Making<T> {
        /** The element whose numbers stand in {@code numbers} from index {@code from} on. */
        T of(LongColumn numbers, int from);
    }

    /** A list of elements of {@code width} numbers each. */
    public PackedList(int width, Making<T> making) {
        this.width = width;
        this.making = making;
    }

    /**
     * Appends the element with these numbers.
     *
     * @throws IllegalArgumentException if there are more or fewer than the list's elements have
     */
    public void add(long... element) {
        if (element.length != width) {
            throw new IllegalArgumentException(element.length + " numbers where an element has " + width);
        }
        for (long number : element) {
            numbers.add(number);
        }
    }

    /** The list as it is now: unmodifiable, of constant length. */
    public List<T> picture() {
        return new Picture(numbers.size() / width);
    }

    private final class Picture extends AbstractList<T> implements RandomAccess {
        private final int size;

        Picture(int size) {
            this.size = size;
        }

        @Override
        public T get(int index) {
            if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException(index + " of " + size);
            }
            return making.of(numbers, index * width);
        }

        @Override
        public int size() {
            return size;
        }
    }
}
