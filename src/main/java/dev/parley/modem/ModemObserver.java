package dev.parley.modem;

import java.util.List;
import java.util.Optional;

/** Watches how the engine gets on with its modem. Called on whichever thread has the turn, or the link's reader; must
 * not block. */
public interface ModemObserver {
    /** The modem keeps somebody waiting, or (nothing) answers again. */
    void silence(Optional<Silence> silence);

    /** What Parley has changed in the modem, all of it, in the order in which it was changed. */
    void settings(List<ChangedSetting> changed);

    /** The link is interrupted: nothing is known of the modem until {@link #regained} or {@link #lost}. */
    default void interrupted(LinkLostException why) {}

    /**
     * The link is back and the modem was asked.
     *
     * @param trouble why not everything goes on as before: the modem does not answer, or a socket has ended
     */
    default void regained(Optional<ModemException> trouble) {}

    /** Comes before {@link #regained}: everything may go on, but {@code what} may be lost, in words. */
    default void doubt(String what) {}

    /** The link is gone for good. */
    default void lost(LinkLostException why) {}

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
