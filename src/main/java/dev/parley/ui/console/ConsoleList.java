package dev.parley.ui.console;

import dev.parley.at.Exchange;
import dev.parley.at.Exchanges;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import javafx.collections.ObservableListBase;

/**
 * What the console lists: the exchanges that pass the filter, and below those that were opened their parts.
 *
 * <p>It follows a growing session; each update looks only at what is new and at what was still open. Lines are made when they are
 * looked at, so that a million of them cost no more than the few in sight. Used by one thread.
 */
final class ConsoleList extends ObservableListBase<ConsoleItem> {
    private Exchanges all = Exchanges.of(List.of());
    /** The rows that pass; not used where everything does. */
    private IntList passing = new IntList();

    private boolean filtering;
    private IntPredicate test = row -> true;
    private int seen;
    /** Rows whose command had no result when they were last looked at. */
    private final IntList waiting = new IntList();

    private final TreeMap<Integer, List<RowPart>> opened = new TreeMap<>();
    /** For each opened row in sight, in order: its line, and how many parts stand before it. */
    private int[] openedLines = new int[0];

    private int[] partsBefore = new int[0];
    private List<List<RowPart>> openedParts = List.of();
    private int parts;

    @Override
    public int size() {
        return rowCount() + parts;
    }

    /** How many exchanges pass the filter. */
    int rowCount() {
        return filtering ? passing.size() : all.size();
    }

    /** How many exchanges there are, with those that the filter hides. */
    int total() {
        return all.size();
    }

    Exchanges exchanges() {
        return all;
    }

    @Override
    public ConsoleItem get(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException(index + " of " + size());
        }
        int block = openedBefore(index);
        if (block >= 0) {
            int within = index - openedLines[block] - 1;
            if (within < openedParts.get(block).size()) {
                int row = rowAt(openedLines[block] - partsBefore[block]);
                return new ConsoleItem.Part(
                        row, all.get(row), openedParts.get(block).get(within));
            }
        }
        int position = index
                - (block < 0 ? 0 : partsBefore[block] + openedParts.get(block).size());
        int row = rowAt(position);
        long before = position == 0 ? -1 : all.get(rowAt(position - 1)).startNanos();
        return new ConsoleItem.Head(row, all.get(row), before, opened.containsKey(row));
    }

    /** The last opened row whose own line stands before line {@code index}, or -1. */
    private int openedBefore(int index) {
        int low = 0;
        int high = openedLines.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (openedLines[middle] < index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private int rowAt(int position) {
        return filtering ? passing.get(position) : position;
    }

    /** Where the row stands among those that pass, or {@code -(where it would) - 1}. */
    private int position(int row) {
        return filtering ? passing.find(row) : row < all.size() ? row : -all.size() - 1;
    }

    /** The line of exchange {@code row}, or of the next one that passes the filter; the size where there is none. */
    int line(int row) {
        int position = position(row);
        return lineOf(position < 0 ? -position - 1 : position);
    }

    /** True if the filter shows exchange {@code row}. */
    boolean shows(int row) {
        return position(row) >= 0;
    }

    private int lineOf(int position) {
        int line = position;
        for (int i = 0; i < openedLines.length && openedLines[i] - partsBefore[i] < position; i++) {
            line = position + partsBefore[i] + openedParts.get(i).size();
        }
        return line;
    }

    // What comes

    /** Takes a newer picture of the same session's exchanges, or the first one of another session ({@code fresh}). */
    void follow(List<Exchange> exchanges, boolean fresh) {
        Exchanges newer = Exchanges.of(exchanges);
        if (fresh || newer.size() < seen) {
            replaceAll(() -> {
                opened.clear();
                waiting.clear();
                passing = new IntList();
                seen = 0;
                all = newer;
                takeIn();
            });
            return;
        }
        beginChange();
        int before = size();
        all = newer;
        lookAgain(before);
        int from = size() - (filtering ? 0 : all.size() - seen);
        takeIn();
        if (size() > from) {
            nextAdd(from, size());
        }
        endChange();
    }

    /** What was waiting may have got its answer: such rows are drawn again, and a filter that reads answers asks again. */
    private void lookAgain(int size) {
        for (int i = waiting.size() - 1; i >= 0; i--) {
            int row = waiting.get(i);
            if (all.isOpen(row)) {
                continue;
            }
            waiting.remove(i);
            boolean passes = !filtering || test.test(row);
            int position = position(row);
            if (position >= 0 && passes) {
                int line = lineOf(position);
                if (line < size) {
                    nextUpdate(line);
                }
            } else if (position >= 0) {
                hide(row, position);
            } else if (passes) {
                passing.insert(-position - 1, row);
                arrange();
                int line = lineOf(-position - 1);
                nextAdd(line, line + 1 + opened.getOrDefault(row, List.of()).size());
            }
        }
    }

    private void hide(int row, int position) {
        int line = lineOf(position);
        List<ConsoleItem> gone = new ArrayList<>();
        gone.add(get(line));
        List<RowPart> its = opened.remove(row);
        if (its != null) {
            for (int i = 1; i <= its.size(); i++) {
                gone.add(get(line + i));
            }
        }
        passing.remove(position);
        arrange();
        nextRemove(line, gone);
    }

    private void takeIn() {
        for (int row = seen; row < all.size(); row++) {
            if (all.isOpen(row)) {
                waiting.add(row);
            }
            if (filtering && test.test(row)) {
                passing.add(row);
            }
        }
        seen = all.size();
    }

    // The filter

    /**
     * Shows only some rows.
     *
     * @param rows those of the present ones that pass, ascending; more may be shown with {@link #alsoShow}
     * @param newTest asked of every row that comes, and of those that get their answer
     */
    void filter(IntList rows, IntPredicate newTest) {
        replaceAll(() -> {
            filtering = true;
            test = newTest;
            passing = rows;
        });
    }

    /** Shows more rows, ascending, that a filter was found to pass. */
    void alsoShow(int[] rows) {
        if (!filtering || rows.length == 0) {
            return;
        }
        int last = passing.size() == 0 ? -1 : passing.get(passing.size() - 1);
        if (rows[0] > last) {
            beginChange();
            int from = size();
            for (int row : rows) {
                passing.add(row);
            }
            arrange();
            nextAdd(from, size());
            endChange();
        } else {
            replaceAll(() -> passing = IntList.merged(passing, rows));
        }
    }

    /** Shows everything. */
    void showAll() {
        if (filtering) {
            replaceAll(() -> {
                filtering = false;
                test = row -> true;
                passing = new IntList();
            });
        }
    }

    private void replaceAll(Runnable change) {
        List<ConsoleItem> removed = stillLife();
        change.run();
        arrange();
        if (!removed.isEmpty() || !isEmpty()) {
            fireChange(new ReplacedLines(this, removed));
        }
    }

    /** What is listed now, for a listener that asks what was removed: made when it is looked at, like the list itself. */
    private List<ConsoleItem> stillLife() {
        int size = size();
        Exchanges exchanges = all;
        boolean filtered = filtering;
        IntList rows = passing;
        return new AbstractList<>() {
            @Override
            public ConsoleItem get(int index) {
                int row = Math.clamp(
                        filtered ? rows.get(Math.min(index, rows.size() - 1)) : index, 0, exchanges.size() - 1);
                return new ConsoleItem.Head(row, exchanges.get(row), -1, false);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    // Rows that are opened

    boolean isOpened(int row) {
        return opened.containsKey(row);
    }

    /** Opens exchange {@code row} to {@code its} parts, in place of those it may have been opened to. */
    void open(int row, List<RowPart> its) {
        close(row);
        if (!its.isEmpty()) {
            beginChange();
            opened.put(row, List.copyOf(its));
            arrange();
            int position = position(row);
            if (position >= 0) {
                int line = lineOf(position);
                nextUpdate(line);
                nextAdd(line + 1, line + 1 + its.size());
            }
            endChange();
        }
    }

    void close(int row) {
        if (opened.containsKey(row)) {
            beginChange();
            int position = position(row);
            int line = position < 0 ? -1 : lineOf(position);
            List<ConsoleItem> gone = new ArrayList<>();
            int count = opened.get(row).size();
            for (int i = 1; line >= 0 && i <= count; i++) {
                gone.add(get(line + i));
            }
            opened.remove(row);
            arrange();
            if (line >= 0) {
                nextUpdate(line);
                nextRemove(line + 1, gone);
            }
            endChange();
        }
    }

    /** The rows that are opened, in order. */
    List<Integer> openedRows() {
        return List.copyOf(opened.keySet());
    }

    private void arrange() {
        int count = 0;
        int[] lines = new int[opened.size()];
        int[] before = new int[opened.size()];
        List<List<RowPart>> shown = new ArrayList<>();
        int sum = 0;
        for (var entry : opened.entrySet()) {
            int position = position(entry.getKey());
            if (position >= 0) {
                lines[count] = position + sum;
                before[count] = sum;
                sum += entry.getValue().size();
                shown.add(entry.getValue());
                count++;
            }
        }
        openedLines = java.util.Arrays.copyOf(lines, count);
        partsBefore = java.util.Arrays.copyOf(before, count);
        openedParts = shown;
        parts = sum;
    }
}
