package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.time.Duration;

/**
 * The byte channel a TLS client runs over: a modem socket, or a plain one.
 *
 * <p>At most one thread sends and at most one receives at a time; after the handshake these are two threads, and one may send
 * while the other waits to receive. {@link #close} may come from any thread and makes both fail.
 */
public interface TlsTransport extends AutoCloseable {
    /**
     * Sends all of {@code bytes}, as one send; returns when the transport has taken them.
     *
     * @throws IOException if it is closed or broke
     */
    void send(Bytes bytes) throws IOException;

    /**
     * Waits for at least one byte; returns what one exchange brought, and not of two together.
     *
     * @param most how many bytes to return at most
     * @param limit how long to wait
     * @return what came; empty when the peer closed and everything has been read
     * @throws java.io.InterruptedIOException if nothing came within {@code limit}
     * @throws IOException if it broke
     */
    Bytes receive(int most, Duration limit) throws IOException;

    /** How the exchange is called that sends so many bytes, for example {@code AT+QISEND=0,400}; empty where it has no name. */
    default String sending(int bytes) {
        return "";
    }

    /**
     * How the exchange is called that brought what {@link #receive} returned last, for example {@code AT+QIRD=0,1500}; empty where it
     * has no name. Asked by the thread that receives.
     */
    default String received() {
        return "";
    }

    /** How many bytes one send carries at most: a larger one is cut below. At least 1. */
    default int most() {
        return Integer.MAX_VALUE;
    }

    @Override
    void close();
}
