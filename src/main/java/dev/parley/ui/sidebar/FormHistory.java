package dev.parley.ui.sidebar;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/**
 * What a form held before each change, so that changes can be taken back. What is typed into one field without a change of another in between
 * is one change. No controls and no display; used on one thread.
 */
final class FormHistory {
    private static final int LONGEST = 100;

    private final Supplier<Map<String, String>> now;
    private final Consumer<Map<String, String>> take;
    private final Deque<Map<String, String>> before = new ArrayDeque<>();
    private final ReadOnlyBooleanWrapper any = new ReadOnlyBooleanWrapper();
    private Map<String, String> present;
    private String field = "";
    private boolean still;

    /**
     * The history of a form that begins as it stands.
     *
     * @param now what stands in the form, by the fields' names
     * @param take puts that back
     */
    FormHistory(Supplier<Map<String, String>> now, Consumer<Map<String, String>> take) {
        this.now = now;
        this.take = take;
        present = Map.copyOf(now.get());
    }

    /** A field of the form has changed. */
    void changed(String name) {
        if (still) {
            return;
        }
        Map<String, String> next = Map.copyOf(now.get());
        if (next.equals(present)) {
            return;
        }
        if (!name.equals(field) || before.isEmpty()) {
            remember(present);
        }
        field = name;
        present = next;
    }

    /** Does many changes as one. */
    void together(Runnable changes) {
        Map<String, String> was = present;
        quietly(changes);
        if (!Objects.equals(was, present)) {
            remember(was);
        }
    }

    /** Takes the last change back; nothing happens where there is none. */
    void undo() {
        Map<String, String> last = before.pollLast();
        if (last != null) {
            quietly(() -> take.accept(last));
            any.set(!before.isEmpty());
        }
    }

    /** Begins anew with the form as it stands. */
    void forget() {
        before.clear();
        any.set(false);
        field = "";
        present = Map.copyOf(now.get());
    }

    /** Whether there is a change to take back. */
    ReadOnlyBooleanProperty canUndo() {
        return any.getReadOnlyProperty();
    }

    private void quietly(Runnable changes) {
        still = true;
        try {
            changes.run();
        } finally {
            still = false;
        }
        field = "";
        present = Map.copyOf(now.get());
    }

    private void remember(Map<String, String> was) {
        before.addLast(was);
        if (before.size() > LONGEST) {
            before.removeFirst();
        }
        any.set(true);
    }
}
