package dev.parley.ui.replay;

import dev.parley.journal.Bytes;
import dev.parley.journal.Place;
import dev.parley.session.ControllerState;
import dev.parley.session.Replay;
import dev.parley.session.Snapshot;
import dev.parley.ui.shared.Source;

/** A replay as the window's source: what had crossed by the replay's clock. */
record Happening(Replay replay) implements Source {
    @Override
    public Snapshot snapshot() {
        return replay.session().snapshot();
    }

    /** Nothing is driven in a recording. */
    @Override
    public ControllerState state() {
        return ControllerState.idle();
    }

    @Override
    public long now() {
        return replay.position();
    }

    @Override
    public Bytes bytes(Place place) {
        return replay.session().journal().bytes(place);
    }
}
