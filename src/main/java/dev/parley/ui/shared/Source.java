package dev.parley.ui.shared;

import dev.parley.journal.Bytes;
import dev.parley.journal.Place;
import dev.parley.session.ControllerState;
import dev.parley.session.SessionController;
import dev.parley.session.Snapshot;
import java.util.function.Function;

/** Where the window's picture comes from: pulled once a pulse, cheap where nothing changed. */
public interface Source {
    Snapshot snapshot();

    ControllerState state();

    /** Nanoseconds since the session began, now. */
    long now();

    /** The link bytes at {@code place}. May read a file: never on the JavaFX thread. */
    Bytes bytes(Place place);

    /** The present session of {@code controller}. */
    static Source of(SessionController controller) {
        return new Source() {
            @Override
            public Snapshot snapshot() {
                return controller.session().snapshot();
            }

            @Override
            public ControllerState state() {
                return controller.state();
            }

            @Override
            public long now() {
                return controller.session().journal().now();
            }

            @Override
            public Bytes bytes(Place place) {
                return controller.session().journal().bytes(place);
            }
        };
    }

    /** A picture that does not change any more. */
    static Source still(Snapshot snapshot, ControllerState state, Function<Place, Bytes> bytes) {
        return new Source() {
            @Override
            public Snapshot snapshot() {
                return snapshot;
            }

            @Override
            public ControllerState state() {
                return state;
            }

            @Override
            public long now() {
                return snapshot.view().durationNanos();
            }

            @Override
            public Bytes bytes(Place place) {
                return bytes.apply(place);
            }
        };
    }
}
