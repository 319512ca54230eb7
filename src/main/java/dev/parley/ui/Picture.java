package dev.parley.ui;

import dev.parley.session.ControllerState;
import dev.parley.session.Snapshot;
import dev.parley.tls.MbedTlsLine;
import dev.parley.ui.replay.ReplayBar;
import dev.parley.ui.shared.Carriage;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Shown;
import dev.parley.ui.shared.TimeCursor;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the window shows, drawn anew where something is new; where nothing is, only clocks go on. */
final class Picture {
    private final Viewed source;
    private final Selection selection;
    private final TimeCursor cursor;
    private final Carriage carriage;
    private final ReplayBar replay;
    private final Supplier<Optional<MbedTlsLine>> line;
    private final List<Panel> panels;
    private final StatusLine status;
    private @Nullable Snapshot drawnSnapshot;
    private @Nullable ControllerState drawnState;
    /** True where what is drawn has to be drawn anew, though the session has not gone on. */
    private boolean stale;

    /**
     * Nothing is drawn yet.
     *
     * @param line whose numbers the states of the handshake have; nothing while it is the usual one
     * @param panels what is drawn, in this order
     */
    Picture(
            Viewed source,
            Selection selection,
            TimeCursor cursor,
            Carriage carriage,
            ReplayBar replay,
            Supplier<Optional<MbedTlsLine>> line,
            List<Panel> panels,
            StatusLine status) {
        this.source = source;
        this.selection = selection;
        this.cursor = cursor;
        this.carriage = carriage;
        this.replay = replay;
        this.line = line;
        this.panels = panels;
        this.status = status;
    }

    /** Pulls what is new and draws it. */
    void pull() {
        replay.tick();
        Snapshot snapshot = source.snapshot();
        ControllerState state = source.state();
        Snapshot before = drawnSnapshot;
        boolean fresh =
                before == null || !before.header().equals(snapshot.header()) || snapshot.revision() < before.revision();
        long now = source.now();
        if (before == null || fresh || stale || isNewer(snapshot, before) || !state.equals(drawnState)) {
            stale = false;
            if (fresh) {
                selection.clear();
                cursor.release();
            }
            Shown shown = shown(snapshot, state, now, fresh);
            carriage.follow(snapshot.view(), fresh);
            panels.forEach(panel -> panel.show(shown));
            status.show(shown);
            drawnSnapshot = snapshot;
            drawnState = state;
        }
        panels.forEach(panel -> panel.tick(now));
    }

    /** The next pull draws though the session has not gone on. */
    void touch() {
        stale = true;
    }

    /** The next pull draws another session from its beginning. */
    void begin() {
        drawnSnapshot = null;
    }

    /** What the panels would show now. */
    Shown shown() {
        return shown(source.snapshot(), source.state(), source.now(), false);
    }

    private Shown shown(Snapshot snapshot, ControllerState state, long now, boolean fresh) {
        return new Shown(
                snapshot, state, now, fresh, cursor.get(), source.recording().isPresent(), line.get());
    }

    /** Findings may come later than the events they are about: the doctor is asked less often. */
    private static boolean isNewer(Snapshot snapshot, Snapshot before) {
        return snapshot.revision() != before.revision()
                || !snapshot.findings().equals(before.findings())
                || !snapshot.damage().equals(before.damage());
    }
}
