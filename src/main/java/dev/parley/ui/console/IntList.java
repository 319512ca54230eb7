package dev.parley.ui.console;

import java.util.Arrays;

/** Ascending row numbers that grow. */
final class IntList {
    private int[] items = new int[64];
    private int size;

    /** The numbers of both, ascending, each once. */
    static IntList merged(IntList one, int[] other) {
        IntList all = new IntList();
        int i = 0;
        int j = 0;
        while (i < one.size || j < other.length) {
            if (j == other.length || (i < one.size && one.items[i] < other[j])) {
                all.add(one.items[i++]);
            } else {
                if (i < one.size && one.items[i] == other[j]) {
                    i++;
                }
                all.add(other[j++]);
            }
        }
        return all;
    }

    int[] toArray() {
        return Arrays.copyOf(items, size);
    }

    int size() {
        return size;
    }

    int get(int index) {
        return items[index];
    }

    void add(int value) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = value;
    }

    /** The index of {@code value}, or {@code -(where it belongs) - 1}. */
    int find(int value) {
        return Arrays.binarySearch(items, 0, size, value);
    }

    void insert(int index, int value) {
        add(value);
        System.arraycopy(items, index, items, index + 1, size - 1 - index);
        items[index] = value;
    }

    void remove(int index) {
        System.arraycopy(items, index + 1, items, index, size - 1 - index);
        size--;
    }

    void clear() {
        size = 0;
    }
}
