package dev.parley.ui.console;

import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * Looks through all rows of a session for those that pass a test, on a thread of its own. What it finds can be taken while it looks:
 * first what a quick test finds, then what a thorough one finds besides.
 */
final class RowScan implements Runnable {
    private static final int BLOCK = 4_096;

    private final int rows;
    private final IntPredicate quick;
    private final IntPredicate thorough;
    private final IntList found = new IntList();
    private volatile boolean cancelled;
    private volatile boolean over;

    /**
     * A scan of the rows 0 to {@code rows} (exclusive).
     *
     * @param quick passes no row that {@code thorough} does not pass
     */
    RowScan(int rows, IntPredicate quick, IntPredicate thorough) {
        this.rows = rows;
        this.quick = quick;
        this.thorough = thorough;
    }

    @Override
    public void run() {
        BitSet passed = new BitSet(rows);
        look(quick, passed);
        look(row -> !passed.get(row) && thorough.test(row), passed);
        over = true;
    }

    private void look(IntPredicate test, BitSet passed) {
        for (int from = 0; from < rows && !cancelled; from += BLOCK) {
            IntList block = new IntList();
            for (int row = from; row < Math.min(rows, from + BLOCK); row++) {
                if (test.test(row)) {
                    passed.set(row);
                    block.add(row);
                }
            }
            hand(block);
        }
    }

    private synchronized void hand(IntList block) {
        for (int i = 0; i < block.size(); i++) {
            found.add(block.get(i));
        }
    }

    /** The rows found since the last call; ascending, save that the thorough test begins anew. */
    synchronized int[] take() {
        int[] taken = found.toArray();
        found.clear();
        java.util.Arrays.sort(taken);
        return taken;
    }

    /** True once everything was looked at and nothing more can be taken than {@link #take} gives after that. */
    boolean isOver() {
        return over;
    }

    void cancel() {
        cancelled = true;
    }
}
