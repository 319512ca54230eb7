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

        /** The line signals changed; serial ports only. */
        default void signals(LineSignals signals, long stamp) {}

        /** The link broke: unplugged, connection reset. Nothing follows. */
        void lost(LinkException why);
    }

    /** The state of a serial port's lines. */
    record LineSignals(boolean cts, boolean dsr, boolean dcd, boolean ring, boolean rts, boolean dtr) {}
}
