package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.time.Duration;

/** The far end of a port that carries raw bytes: a socket in transparent access mode. */
interface OnlineEnd {
    /** True if it takes what the host writes now. */
    boolean canSend();

    void send(Bytes bytes);

    /** How what the host writes is put into packets. */
    Packing packing();

    /**
     * What {@code AT+QICFG="transpktsize"} and {@code "transwaittm"} set.
     *
     * @param most bytes of a packet; as many are sent at once
     * @param patience how long after the last byte fewer are sent, too; zero for at once
     */
    record Packing(int most, Duration patience) {}

    /** What came before the port was online, taken away. */
    Bytes takeUnread();

    /** True if the peer is gone. */
    boolean isOver();

    /** The host has left the mode with {@code +++}. */
    void suspended();
}
