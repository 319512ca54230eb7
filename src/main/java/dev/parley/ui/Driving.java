package dev.parley.ui;

import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.ControllerState.Level;
import dev.parley.session.SessionController;
import dev.parley.tls.client.Goodbye;
import dev.parley.ui.experiments.ExperimentForm;
import dev.parley.ui.shared.Moment;
import dev.parley.ui.shared.Moments;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import dev.parley.ui.shared.TimeCursor;
import dev.parley.ui.sidebar.ProfileForm;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What the strip's drive controls and their keys do: to the live session, or, where it is looked back, to the time cursor. */
final class Driving {
    /** What a connection is to be like. */
    interface Plan {
        /** True to open the link and go no further. */
        boolean attaches();

        /** The profile as the operator has it now, experiments included. */
        ConnectionProfile profile() throws ProfileForm.InvalidFormException, ExperimentForm.InvalidExperimentException;

        /** The profile of a link alone. */
        ConnectionProfile link() throws ProfileForm.InvalidFormException;

        /** A connection with {@link #profile()} begins. */
        void begins();

        /** Looks at the live session again, where a recording is looked at. */
        void leaveRecording();
    }

    private final SessionController controller;
    private final Viewed source;
    private final TimeCursor cursor;
    private final Selector selector;
    private final Notices notices;
    private final Plan plan;
    private final Supplier<Shown> shown;
    private Level level = Level.RUN;

    /**
     * Nothing is driven yet.
     *
     * @param shown what the panels would show now
     */
    Driving(
            SessionController controller,
            Viewed source,
            TimeCursor cursor,
            Selector selector,
            Notices notices,
            Plan plan,
            Supplier<Shown> shown) {
        this.controller = controller;
        this.source = source;
        this.cursor = cursor;
        this.selector = selector;
        this.notices = notices;
        this.plan = plan;
        this.shown = shown;
    }

    Level level() {
        return level;
    }

    void connectOrDisconnect() {
        switch (source.state().phase()) {
            case IDLE, FAILED, CLOSED -> connect();
            case READY -> disconnect();
            default -> notices.failed("A connection is under way; Shift+F5 aborts it.");
        }
    }

    void connect() {
        connect(profile -> profile);
    }

    /** Connects with the operator's profile, changed. */
    void connect(UnaryOperator<ConnectionProfile> change) {
        if (source.recording().isPresent()) {
            plan.leaveRecording();
            if (controller.state().phase().isUnderWay()) {
                return;
            }
        }
        plan.leaveRecording();
        try {
            if (plan.attaches()) {
                notices.watch(controller.attach(plan.link()));
                return;
            }
            ConnectionProfile profile = change.apply(plan.profile());
            plan.begins();
            notices.watch(controller.connect(profile, level));
        } catch (ProfileForm.InvalidFormException | ExperimentForm.InvalidExperimentException e) {
            notices.failed(String.valueOf(e.getMessage()));
        }
    }

    /** Connects with what the experiments say; what is up or under way gives way. */
    void run() {
        plan.leaveRecording();
        cursor.release();
        connect();
    }

    void disconnect() {
        notices.watch(controller.disconnect());
    }

    /** Lets a parked handshake go on to its end or its next breakpoint; the chosen level stays for what follows. */
    void proceed() {
        if (cursor.get().isPresent()) {
            cursor.release();
        } else if (source.state().stop().isPresent()) {
            controller.level(Level.RUN);
        }
    }

    /** One step of the chosen level; of a message where none is chosen. Looking back, it steps through what was recorded. */
    void step() {
        go(level == Level.RUN ? Level.MESSAGE : level);
    }

    /** One step to the next AT exchange, whatever level is chosen. */
    void stepInto() {
        go(Level.EXCHANGE);
    }

    private void go(ControllerState.Level how) {
        if (cursor.get().isEmpty() && source.state().stop().isPresent()) {
            controller.level(how);
            controller.step();
            return;
        }
        Shown now = shown.get();
        Moments.of(now, how).next(cursor.get()).ifPresentOrElse(moment -> visit(now, moment), cursor::release);
    }

    private void visit(Shown now, Moment moment) {
        cursor.hold(moment);
        if (moment.exchange().isPresent()) {
            selector.select(now.view(), moment.exchange().getAsLong());
        } else {
            now.conversation()
                    .ifPresent(conversation -> moment.message()
                            .ifPresent(index -> selector.select(
                                    now.view(),
                                    conversation,
                                    conversation.messages().get(index))));
        }
    }

    void abort(Goodbye how) {
        controller.abort(how);
    }

    void level(Level chosen) {
        level = chosen;
        controller.level(chosen);
    }
}
