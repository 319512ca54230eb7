package dev.parley.ui.shared;

import dev.parley.journal.Place;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * What is selected in the window: places on the link, and the one thing that was pointed at. Every panel finds the rows of
 * its own that share bytes with it; no panel knows another.
 */
public final class Selection {
    /**
     * A selection.
     *
     * @param places where it stands on the link
     * @param fromNanos when it began, since the session began; -1 where it has no time
     * @param byteAt the one byte of it that was pointed at, from 0, where one was
     */
    public record Selected(Optional<Focus> focus, PlaceSet places, long fromNanos, long toNanos, OptionalInt byteAt) {
        private static final Selected NOTHING =
                new Selected(Optional.empty(), PlaceSet.of(List.of()), -1, -1, OptionalInt.empty());

        public boolean isNothing() {
            return focus.isEmpty() && places.isEmpty();
        }

        public boolean hasTime() {
            return fromNanos >= 0;
        }

        /** True if the thing pointed at is {@code other}. */
        public boolean isOn(Focus other) {
            return focus.isPresent() && focus.get().equals(other);
        }

        /** True for whatever stands at one of {@code others}. */
        public boolean touches(Collection<Place> others) {
            return places.touches(others);
        }
    }

    private final ReadOnlyObjectWrapper<Selected> selected = new ReadOnlyObjectWrapper<>(Selected.NOTHING);

    public ReadOnlyObjectProperty<Selected> property() {
        return selected.getReadOnlyProperty();
    }

    public Selected get() {
        return selected.get();
    }

    /** Points at {@code focus}, which stands at {@code places} and lasted from {@code fromNanos} to {@code toNanos}. */
    public void select(Focus focus, Collection<Place> places, long fromNanos, long toNanos) {
        if (!get().isOn(focus)) {
            selected.set(
                    new Selected(Optional.of(focus), PlaceSet.of(places), fromNanos, toNanos, OptionalInt.empty()));
        }
    }

    /** Points at byte {@code at}, from 0, of what is selected; the bytes are those the inspector shows. */
    public void point(int at) {
        Selected now = get();
        selected.set(new Selected(now.focus(), now.places(), now.fromNanos(), now.toNanos(), OptionalInt.of(at)));
    }

    public void clear() {
        selected.set(Selected.NOTHING);
    }
}
