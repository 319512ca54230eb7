package dev.parley.session;

import dev.parley.journal.Journal;
import dev.parley.modem.ChangedSetting;
import dev.parley.modem.LinkLostException;
import dev.parley.modem.ModemException;
import dev.parley.modem.ModemObserver;
import dev.parley.modem.Silence;
import java.util.List;
import java.util.Optional;

/**
 * Tells the controller's state what the engine tells of its modem, times as those of the session.
 *
 * @param journal its clock is the session's
 * @param link hears what becomes of the link
 */
record ModemWatch(WayUp wayUp, Journal journal, LinkWatch link) implements ModemObserver {
    /** Hears what becomes of the link, in words; must not block. */
    interface LinkWatch {
        void interrupted(String why);

        /** The link is back; {@code trouble} says why not everything goes on as before. */
        void regained(Optional<String> trouble);

        /** Comes before {@link #regained}: what may be lost although everything goes on. */
        void doubt(String what);

        void lost(String why);
    }

    @Override
    public void interrupted(LinkLostException why) {
        link.interrupted(why.getMessage());
    }

    @Override
    public void regained(Optional<ModemException> trouble) {
        link.regained(trouble.map(ModemException::getMessage));
    }

    @Override
    public void doubt(String what) {
        link.doubt(what);
    }

    @Override
    public void lost(LinkLostException why) {
        link.lost(why.getMessage());
    }

    @Override
    public void silence(Optional<Silence> silence) {
        wayUp.silence(silence.map(told -> new ControllerState.Silence(
                told.command(),
                told.limit(),
                Math.max(0, journal.now() - (System.nanoTime() - told.since())),
                told.over(),
                told.sentence())));
    }

    @Override
    public void settings(List<ChangedSetting> changed) {
        wayUp.changedSettings(changed.stream()
                .map(setting -> new ControllerState.ChangedSetting(setting.name(), setting.before(), setting.now()))
                .toList());
    }
}
