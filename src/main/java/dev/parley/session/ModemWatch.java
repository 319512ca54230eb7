package dev.parley.session;

import dev.parley.journal.Journal;
import dev.parley.modem.ChangedSetting;
import dev.parley.modem.ModemObserver;
import dev.parley.modem.Silence;
import java.util.List;
import java.util.Optional;

/**
 * Tells the controller's state what the engine tells of its modem, times as those of the session.
 *
 * @param journal its clock is the session's
 */
record ModemWatch(WayUp wayUp, Journal journal) implements ModemObserver {
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
