package dev.parley.socket;

import dev.parley.at.AtEvent;
import dev.parley.at.CommandLine;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command that concerns sockets and waits for its result. */
final class Ask {
    final long exchange;
    final CommandLine.Command command;
    final boolean isTls;
    final Place place;
    final long nanos;
    /** What the host wrote for it. */
    final List<AtEvent.Payload> written = new ArrayList<>(1);

    @Nullable
    LiveSocket socket;

    Ask(AtEvent.Command event, CommandLine.Command command, boolean isTls, @Nullable LiveSocket socket) {
        this.exchange = event.exchange();
        this.command = command;
        this.isTls = isTls;
        this.place = event.place();
        this.nanos = event.nanos();
        this.socket = socket;
    }
}
