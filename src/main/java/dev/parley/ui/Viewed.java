package dev.parley.ui;

import dev.parley.journal.Bytes;
import dev.parley.journal.Place;
import dev.parley.session.ControllerState;
import dev.parley.session.Snapshot;
import dev.parley.ui.shared.Source;
import java.util.Optional;

/** What the window looks at: the live session, or a recording that was opened in its place. Read by any thread. */
final class Viewed implements Source {
    private final Source live;
    private volatile Optional<Recording> recording = Optional.empty();
    private volatile Optional<Source> replay = Optional.empty();

    Viewed(Source live) {
        this.live = live;
    }

    /** The recording that is looked at; nothing while it is the live session. */
    Optional<Recording> recording() {
        return recording;
    }

    /** Looks at {@code next}, or, where that is nothing, at the live session again. */
    void look(Optional<Recording> next) {
        recording = next;
        replay = Optional.empty();
    }

    /** Looks at {@code happening} in the place of the whole recording; at the whole of it where that is nothing. */
    void replay(Optional<Source> happening) {
        replay = happening;
    }

    private Source source() {
        Optional<Source> happening = replay;
        Optional<Recording> opened = recording;
        return happening.isPresent() ? happening.get() : opened.isPresent() ? opened.get() : live;
    }

    @Override
    public Snapshot snapshot() {
        return source().snapshot();
    }

    @Override
    public ControllerState state() {
        return source().state();
    }

    @Override
    public long now() {
        return source().now();
    }

    @Override
    public Bytes bytes(Place place) {
        return source().bytes(place);
    }
}
