package dev.parley.modem;

import java.util.List;
import java.util.Optional;

/** Watches how the engine gets on with its modem. Called on whichever thread has the turn; must not block. */
public interface ModemObserver {
    /** The modem keeps somebody waiting, or (nothing) answers again. */
    void silence(Optional<Silence> silence);

    /** What Parley has changed in the modem, all of it, in the order in which it was changed. */
    void settings(List<ChangedSetting> changed);

    /** Watches nothing. */
    static ModemObserver none() {
        return new ModemObserver() {
            @Override
            public void silence(Optional<Silence> silence) {}

            @Override
            public void settings(List<ChangedSetting> changed) {}
        };
    }
}
