package dev.parley.modem;

import dev.parley.at.AtEvent;

/** Hears unsolicited result codes, in order, on a thread of its own; it may send commands from there. */
@FunctionalInterface
public interface UrcListener {
    void urc(AtEvent.Urc urc);
}
