package dev.parley.link;

import dev.parley.journal.Bytes;

/**
 * An open byte channel to a modem.
 *
 * <p>Reading is by a listener: one reader thread a link hands over what each read gave, stamped. Writing may be done from any
 * one thread at a time.
 */
public interface Link extends AutoCloseable {
    LinkAddress address();

    /** Starts the reader; called once. The listener is called on the link's reader thread and must not block. */
    void start(Listener listener);

    /**
     * Writes all of {@code bytes}; returns when the operating system has taken them.
     *
     * @throws LinkException if the link is lost or closed, or does not take bytes within its time limit
     */
    void write(Bytes bytes) throws LinkException;

    /** True where another host drives the modem and this link only listens in: what is written to it is refused. */
    default boolean isDriven() {
        return false;
    }

    /**
     * As {@link #write}, on the calling thread and for as long as it takes: a tap waits as a wire would, and its time limits are
     * those of the two ends it stands between.
     *
     * @throws LinkException if the link is lost or closed
     */
    default void pass(Bytes bytes) throws LinkException {
        write(bytes);
    }

    /**
     * Sets the lines a host drives while the port is open. What {@code rts} says has no effect where flow control drives RTS.
     *
     * @throws LinkException if the link is lost, or has no such lines: only a serial port has them
     */
    default void lines(boolean dtr, boolean rts) throws LinkException {
        throw new LinkException(address() + " has no DTR and RTS; only a serial port has them");
    }

    /** Ends the link; the listener hears nothing afterwards. Safe to call twice. */
    @Override
    void close();

    /** Hears what a link brings. */
    interface Listener {
        /**
         * Bytes were read.
         *
         * @param stamp {@link System#nanoTime()} when the read returned
         */
        void received(Bytes bytes, long stamp);

        /**
         * Another host wrote to the modem; only where a link {@linkplain Link#isDriven() listens in}.
         *
         * @param stamp {@link System#nanoTime()} when it was heard
         */
        default void overheard(Bytes bytes, long stamp) {}

        /** The line signals changed; serial ports only. */
        default void signals(LineSignals signals, long stamp) {}

        /**
         * The link broke and is trying to come back; {@link #regained} or {@link #lost} follows. What is written meanwhile is
         * refused, and what the modem says meanwhile is not heard: an answer may be missing, or the modem may have started anew.
         */
        default void interrupted(LinkException why) {}

        /**
         * A link that was interrupted is back.
         *
         * @param detail how long it was away and where it is now, in words
         */
        default void regained(String detail) {}

        /** The link broke for good: unplugged, connection reset. Nothing follows. */
        void lost(LinkException why);
    }

    /** The state of a serial port's lines. */
    record LineSignals(boolean cts, boolean dsr, boolean dcd, boolean ring, boolean rts, boolean dtr) {}
}
