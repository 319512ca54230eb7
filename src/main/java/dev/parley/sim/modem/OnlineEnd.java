package dev.parley.sim.modem;

import dev.parley.journal.Bytes;

/** The far end of a port that carries raw bytes: a socket in transparent access mode. */
interface OnlineEnd {
    /** True if it takes what the host writes now. */
    boolean canSend();

    void send(Bytes bytes);

    /** What came before the port was online, taken away. */
    Bytes takeUnread();

    /** True if the peer is gone. */
    boolean isOver();

    /** The host has left the mode with {@code +++}. */
    void suspended();
}
