package dev.parley.ui;

import dev.parley.journal.Bytes;
import dev.parley.journal.Place;
import dev.parley.session.ControllerState;
import dev.parley.session.Session;
import dev.parley.session.Snapshot;
import dev.parley.ui.shared.Source;
import java.nio.file.Path;

/**
 * A recorded session that is looked at in the place of the live one.
 *
 * @param file where it was read from
 * @param session decoded whole
 * @param snapshot everything derived from it
 */
record Recording(Path file, Session session, Snapshot snapshot) implements Source {
    /** The recording in {@code session}, which was read from {@code file}. */
    static Recording of(Path file, Session session) {
        return new Recording(file, session, session.settled());
    }

    /** The file's name, without its folder. */
    String name() {
        return file.getFileName() == null ? file.toString() : file.getFileName().toString();
    }

    /** Nothing is driven in a recording. */
    @Override
    public ControllerState state() {
        return ControllerState.idle();
    }

    @Override
    public long now() {
        return snapshot.view().durationNanos();
    }

    @Override
    public Bytes bytes(Place place) {
        return session.journal().bytes(place);
    }
}
