package dev.parley.ui.console;

import java.util.Collections;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableListBase;

/**
 * The stretch of the console's lines that the list control is given: all of them while they are few, else some thousand about where
 * the operator looks. The control's work for a picture grows with the number of its lines, so it must not have a million.
 */
final class LineWindow extends ObservableListBase<ConsoleItem> {
    private final ConsoleList lines;
    private final int most;
    private int offset;
    private int size;
    private boolean atEnd = true;

    /** A window on {@code lines} of at most {@code most} lines. */
    LineWindow(ConsoleList lines, int most) {
        this.lines = lines;
        this.most = most;
        lines.addListener((ListChangeListener<ConsoleItem>) this::follow);
        size = Math.min(most, lines.size());
    }

    @Override
    public ConsoleItem get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index + " of " + size);
        }
        return lines.get(offset + index);
    }

    @Override
    public int size() {
        return size;
    }

    /** Which of all lines is the first one here. */
    int offset() {
        return offset;
    }

    /** True if these are not all lines. */
    boolean isPart() {
        return size < lines.size();
    }

    private void follow(ListChangeListener.Change<? extends ConsoleItem> change) {
        int before = size;
        int total = lines.size();
        if (offset == 0 && total <= most) {
            size = total;
            if (before <= total || before < most) {
                forward(change, before);
            } else {
                replaced(before);
            }
            return;
        }
        // Lines that come behind the window are none of its business, save while it stands at the end.
        boolean onlyBehind = true;
        while (change.next()) {
            onlyBehind &= change.wasAdded() && !change.wasRemoved() && change.getFrom() >= offset + size;
        }
        if (onlyBehind && !atEnd && size == most) {
            return;
        }
        offset = Math.clamp(atEnd ? total - most : offset, 0, Math.max(0, total - most));
        size = Math.min(most, total - offset);
        replaced(before);
    }

    private void forward(ListChangeListener.Change<? extends ConsoleItem> change, int before) {
        beginChange();
        boolean all = false;
        while (change.next()) {
            if (change.wasUpdated()) {
                for (int i = change.getFrom(); i < change.getTo(); i++) {
                    nextUpdate(i);
                }
            } else if (change.wasReplaced()) {
                all = true;
            } else if (change.wasRemoved()) {
                nextRemove(change.getFrom(), change.getRemoved());
            } else {
                nextAdd(change.getFrom(), change.getTo());
            }
        }
        endChange();
        if (all) {
            replaced(before);
        }
    }

    private void replaced(int before) {
        if (before > 0 || size > 0) {
            fireChange(new ReplacedLines(this, gone(before)));
        }
    }

    /** As many lines as there were; nobody asks which, and what they were is no longer known. */
    private List<ConsoleItem> gone(int count) {
        return lines.isEmpty() ? List.of() : Collections.nCopies(count, lines.get(Math.min(offset, lines.size() - 1)));
    }

    /** Moves so that line {@code line} of all lines is well inside. True if it had to move. */
    boolean show(int line) {
        int total = lines.size();
        int margin = most / 8;
        boolean inside =
                (offset == 0 || line >= offset + margin) && (offset + size >= total || line < offset + size - margin);
        if (inside && line >= offset) {
            return false;
        }
        move(line - most / 2);
        return true;
    }

    /** Stands at the end, and goes on with it, or no longer. */
    void stay(boolean end) {
        atEnd = end;
        if (end && offset + size < lines.size()) {
            move(lines.size() - most);
        }
    }

    private void move(int to) {
        int next = Math.clamp(to, 0, Math.max(0, lines.size() - most));
        if (next != offset) {
            int before = size;
            offset = next;
            size = Math.min(most, lines.size() - offset);
            replaced(before);
        }
    }
}
