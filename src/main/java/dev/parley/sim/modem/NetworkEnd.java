package dev.parley.sim.modem;

import dev.parley.journal.Bytes;

/** The modem's end of something in the real network. For the modem's thread. */
interface NetworkEnd {
    void send(Bytes bytes);

    /** Closes in good order, after what is still to be sent. */
    void close();

    /** Closes without a word to the modem. */
    void drop();

    /** Lets the peer go on if its bytes have found room. */
    default void admit() {}
}
