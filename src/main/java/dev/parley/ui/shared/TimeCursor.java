package dev.parley.ui.shared;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The moment the window looks at: one that is held, or the newest. Used on the JavaFX thread. */
public final class TimeCursor {
    private final ReadOnlyObjectWrapper<Optional<Moment>> held = new ReadOnlyObjectWrapper<>(Optional.empty());

    public ReadOnlyObjectProperty<Optional<Moment>> property() {
        return held.getReadOnlyProperty();
    }

    /** The moment that is held; nothing while the window follows the session. */
    public Optional<Moment> get() {
        return held.get();
    }

    public void hold(Moment moment) {
        held.set(Optional.of(moment));
    }

    /** Follows the session again. */
    public void release() {
        held.set(Optional.empty());
    }
}
