package dev.parley.ui.sidebar;

import dev.parley.journal.Event;
import java.util.List;
import java.util.Optional;

/**
 * How the link stands by what its session recorded.
 *
 * @param signals the port's lines as they were seen last; nothing where the link has none
 * @param news that it is lost or back, in a sentence; nothing where it never was
 * @param lost true while it is away
 */
record LinkPicture(Optional<Event.Signals> signals, Optional<String> news, boolean lost) {
    static final LinkPicture NONE = new LinkPicture(Optional.empty(), Optional.empty(), false);

    /** By the link's changes and signals among {@code changes}, the newest last. */
    static LinkPicture of(List<Event> changes) {
        Optional<Event.Signals> signals = Optional.empty();
        Optional<Event.LinkChange> change = Optional.empty();
        for (int i = changes.size() - 1; i >= 0 && (signals.isEmpty() || change.isEmpty()); i--) {
            if (signals.isEmpty() && changes.get(i) instanceof Event.Signals seen) {
                signals = Optional.of(seen);
            } else if (change.isEmpty() && changes.get(i) instanceof Event.LinkChange seen) {
                change = Optional.of(seen);
            }
        }
        if (change.isEmpty()) {
            return new LinkPicture(signals, Optional.empty(), false);
        }
        Event.LinkChange last = change.get();
        return switch (last.state()) {
            case OPENED -> new LinkPicture(signals, Optional.empty(), false);
            case LOST -> new LinkPicture(signals, Optional.of("Link lost: " + last.detail()), true);
            case REGAINED ->
                new LinkPicture(
                        signals,
                        Optional.of("Link is back: " + last.detail()
                                + ". What the modem said meanwhile was not heard; its sockets may be gone."),
                        false);
            case CLOSED -> new LinkPicture(Optional.empty(), Optional.empty(), false);
        };
    }
}
