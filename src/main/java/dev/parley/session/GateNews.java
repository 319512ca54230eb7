package dev.parley.session;

import dev.parley.journal.Direction;
import dev.parley.journal.Journal;
import dev.parley.session.ControllerState.Stop;
import dev.parley.tls.client.Gate;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells the journal and the way up where a handshake begins to wait, and that it goes on. On the engine's thread. */
final class GateNews implements Consumer<Optional<Gate.Stop>> {
    private final Journal journal;
    private final WayUp wayUp;

    GateNews(Journal journal, WayUp wayUp) {
        this.journal = journal;
        this.wayUp = wayUp;
    }

    @Override
    public void accept(Optional<Gate.Stop> stop) {
        stop.ifPresent(here -> journal.action("gate.stop", told(here) + ", " + here.bytes() + " bytes: " + here.why()));
        wayUp.stop(stop.map(this::shown));
    }

    private Stop shown(Gate.Stop here) {
        return new Stop(
                at(here.unit()),
                here.direction() == Direction.TX,
                here.title(),
                here.bytes(),
                here.exchange(),
                here.why(),
                sessionNanos(here.sinceNanos()),
                sessionNanos(here.lastByteNanos()),
                here.beforeWire(),
                here.beforeClient(),
                here.taken());
    }

    /** What is parked at; a read by what brought it, for nobody has looked into it yet. */
    private static String told(Gate.Stop here) {
        return here.direction() == Direction.RX && !here.exchange().isEmpty() ? here.exchange() : here.title();
    }

    private static Stop.At at(Gate.Unit unit) {
        return switch (unit) {
            case MESSAGE -> Stop.At.MESSAGE;
            case RECORD -> Stop.At.RECORD;
            case EXCHANGE -> Stop.At.EXCHANGE;
            case ALERT -> Stop.At.ALERT;
            case MOMENT -> Stop.At.MOMENT;
        };
    }

    private long sessionNanos(long stamp) {
        return Math.max(0, journal.now() - (System.nanoTime() - stamp));
    }
}
