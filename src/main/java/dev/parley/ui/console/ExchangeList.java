package dev.parley.ui.console;

import dev.parley.at.Exchange;
import java.util.List;
import java.util.function.Predicate;
import javafx.collections.ObservableListBase;

/**
 * The exchanges that pass the filter, as a list that follows a growing one: each update looks only at what is new and at
 * what was still open.
 */
final class ExchangeList extends ObservableListBase<Exchange> {
    private Predicate<Exchange> filter = exchange -> true;
    private boolean filtering;
    private List<Exchange> all = List.of();
    private int seen;
    private int firstOpen;
    private int[] matching = new int[64];
    private int size;

    @Override
    public Exchange get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index + " of " + size);
        }
        return all.get(filtering ? matching[index] : index);
    }

    @Override
    public int size() {
        return size;
    }

    /** How many exchanges there are, with those that the filter hides. */
    int total() {
        return all.size();
    }

    /** Takes a newer picture of the same session's exchanges, or the first one of another session ({@code fresh}). */
    void follow(List<Exchange> exchanges, boolean fresh) {
        beginChange();
        if (fresh || exchanges.size() < seen) {
            restart(exchanges);
        } else {
            int before = size;
            // What was open may have got its answer: those rows are drawn again, and a filter that reads answers asks
            // again.
            int changedFrom = rowOf(firstOpen);
            List<Exchange> tail = List.copyOf(subList(changedFrom, before));
            all = exchanges;
            if (filtering) {
                size = changedFrom;
                seen = Math.min(seen, firstOpen);
            }
            takeIn(exchanges);
            for (int i = changedFrom; i < Math.min(before, size); i++) {
                nextUpdate(i);
            }
            if (size > before) {
                nextAdd(before, size);
            } else if (size < before) {
                nextRemove(size, tail.subList(size - changedFrom, tail.size()));
            }
        }
        endChange();
    }

    /** Shows only what {@code newFilter} passes; everything where {@code none}. */
    void filter(Predicate<Exchange> newFilter, boolean none) {
        beginChange();
        filter = newFilter;
        filtering = !none;
        restart(all);
        endChange();
    }

    private void restart(List<Exchange> exchanges) {
        List<Exchange> removed = List.copyOf(this);
        size = 0;
        seen = 0;
        firstOpen = 0;
        all = exchanges;
        takeIn(exchanges);
        nextReplace(0, size, removed);
    }

    private void takeIn(List<Exchange> exchanges) {
        boolean openFound = false;
        for (int i = Math.min(firstOpen, seen); i < exchanges.size(); i++) {
            Exchange exchange = exchanges.get(i);
            if (!openFound && exchange.isOpen()) {
                openFound = true;
                firstOpen = i;
            }
            if (i >= seen && (!filtering || filter.test(exchange))) {
                add(i);
            }
        }
        seen = exchanges.size();
        if (!openFound) {
            firstOpen = seen;
        }
    }

    private void add(int index) {
        if (filtering) {
            if (size == matching.length) {
                matching = java.util.Arrays.copyOf(matching, size * 2);
            }
            matching[size] = index;
        }
        size++;
    }

    /** The first row that shows exchange {@code index} or a later one. */
    private int rowOf(int index) {
        if (!filtering) {
            return Math.min(index, size);
        }
        int found = java.util.Arrays.binarySearch(matching, 0, size, index);
        return found < 0 ? -found - 1 : found;
    }
}
