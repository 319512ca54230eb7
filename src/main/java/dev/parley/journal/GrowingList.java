package dev.parley.journal;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * A list that one owner appends to and that hands out pictures of itself at no cost.
 *
 * <p>A picture keeps its length for ever and shares the storage. An element that the owner replaces (an exchange that was open
 * and is now complete) shows in pictures taken before, too; elements are immutable values, so a reader sees the old or the new
 * one, never a mixture. The owner guards its own calls; pictures may be read from any thread.
 */
public final class GrowingList<T> {
    private Object[] items = new Object[16];
    private int size;

    public void add(T item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    /** Puts a newer version of the element at {@code index} in its place. */
    public void replace(int index, T item) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index + " of " + size);
        }
        items[index] = item;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    @SuppressWarnings("unchecked") // only add and replace put elements in
    public T get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index + " of " + size);
        }
        return (T) items[index];
    }

    public T last() {
        return get(size - 1);
    }

    /** The list as it is now: unmodifiable, of constant length. */
    public List<T> picture() {
        return new Picture<>(items, size);
    }

    private static final class Picture<T> extends AbstractList<T> implements RandomAccess {
        private final Object[] items;
        private final int size;

        Picture(Object[] items, int size) {
            this.items = items;
            this.size = size;
        }

        @Override
        @SuppressWarnings("unchecked") // only the owner's add and replace put elements in
        public T get(int index) {
            if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException(index + " of " + size);
            }
            return (T) items[index];
        }

        @Override
        public int size() {
            return size;
        }
    }
}
