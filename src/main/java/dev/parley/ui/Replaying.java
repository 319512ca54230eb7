package dev.parley.ui;

import dev.parley.journal.Journal;
import dev.parley.session.SessionController;
import dev.parley.ui.replay.ReplayBar;
import dev.parley.ui.shared.Notices;
import java.util.Optional;

/** Lets the session that is looked at happen again: a recording, or the live session once it has ended. */
final class Replaying {
    private final SessionController controller;
    private final Viewed source;
    private final ReplayBar bar;
    private final Notices notices;

    Replaying(SessionController controller, Viewed source, ReplayBar bar, Notices notices) {
        this.controller = controller;
        this.source = source;
        this.bar = bar;
        this.notices = notices;
    }

    /** Plays or holds; where nothing is offered yet, the live session is. */
    void playOrHold() {
        if (bar.isOffered()) {
            bar.playOrHold();
            return;
        }
        Journal live = controller.session().journal();
        if (live.events() == 0) {
            notices.failed("There is no session to replay yet: connect, or open a recorded one with Ctrl+O.");
            return;
        }
        if (controller.state().phase().isUnderWay()) {
            notices.failed("The session is still going on: it can be replayed once it has ended, Ctrl+Enter ends it.");
            return;
        }
        bar.open(live, source.snapshot());
        bar.playOrHold();
    }

    /** The live session is to be looked at as it is now. */
    void end() {
        if (source.recording().isEmpty() && bar.isOffered()) {
            bar.shut();
            source.replay(Optional.empty());
        }
    }
}
