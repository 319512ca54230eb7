package dev.parley.ui.console;

import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/** Every line is another: told without making a million lines, as the usual change would. */
final class ReplacedLines extends ListChangeListener.Change<ConsoleItem> {
    private final List<ConsoleItem> removed;
    private final int size;
    private boolean told;

    /** A change of {@code list} as it is now. */
    ReplacedLines(ObservableList<ConsoleItem> list, List<ConsoleItem> removed) {
        super(list);
        this.removed = removed;
        this.size = list.size();
    }

    @Override
    public boolean next() {
        boolean first = !told;
        told = true;
        return first;
    }

    @Override
    public void reset() {
        told = false;
    }

    @Override
    public int getFrom() {
        return 0;
    }

    @Override
    public int getTo() {
        return size;
    }

    @Override
    public List<ConsoleItem> getRemoved() {
        return removed;
    }

    @Override
    protected int[] getPermutation() {
        return new int[0];
    }
}
