package dev.parley.ui.breakpoints;

import dev.parley.tls.client.Breakpoint;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/** The breakpoints of the window, in the order in which they were set. Used on the JavaFX thread; needs no toolkit. */
public final class BreakpointList {
    /** A breakpoint, and whether it stops anything at present. */
    public record Entry(Breakpoint breakpoint, boolean enabled) {}

    private final ObservableList<Entry> entries = FXCollections.observableArrayList();

    /** The entries; they are changed through this class only. */
    public ObservableList<Entry> entries() {
        return FXCollections.unmodifiableObservableList(entries);
    }

    /** The breakpoints that are enabled. */
    public Set<Breakpoint> active() {
        Set<Breakpoint> active = new LinkedHashSet<>();
        for (Entry entry : entries) {
            if (entry.enabled()) {
                active.add(entry.breakpoint());
            }
        }
        return Set.copyOf(active);
    }

    /** Tells {@code hearer} the active breakpoints whenever they may have changed. */
    public void observe(Consumer<Set<Breakpoint>> hearer) {
        entries.addListener((ListChangeListener<Entry>) change -> hearer.accept(active()));
    }

    /** True where {@code breakpoint} is in the list, enabled or not. */
    public boolean has(Breakpoint breakpoint) {
        return at(breakpoint) >= 0;
    }

    /** True where {@code breakpoint} is in the list and enabled. */
    public boolean isActive(Breakpoint breakpoint) {
        int at = at(breakpoint);
        return at >= 0 && entries.get(at).enabled();
    }

    /** Adds {@code breakpoint}, enabled; one that is there already is enabled. */
    public void add(Breakpoint breakpoint) {
        enable(breakpoint, true);
    }

    /** Adds {@code breakpoint} where it is not there, else takes it away. */
    public void toggle(Breakpoint breakpoint) {
        if (has(breakpoint)) {
            remove(breakpoint);
        } else {
            add(breakpoint);
        }
    }

    /** Enables or disables {@code breakpoint}, adding it where it is not there. */
    public void enable(Breakpoint breakpoint, boolean enabled) {
        int at = at(breakpoint);
        Entry entry = new Entry(breakpoint, enabled);
        if (at < 0) {
            entries.add(entry);
        } else if (!entries.get(at).equals(entry)) {
            entries.set(at, entry);
        }
    }

    public void remove(Breakpoint breakpoint) {
        int at = at(breakpoint);
        if (at >= 0) {
            entries.remove(at);
        }
    }

    private int at(Breakpoint breakpoint) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).breakpoint().equals(breakpoint)) {
                return i;
            }
        }
        return -1;
    }
}
