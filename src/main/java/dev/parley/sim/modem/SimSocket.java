package dev.parley.sim.modem;

import dev.parley.sim.fault.HandshakeWatch;
import org.jspecify.annotations.Nullable;

/** A socket of the simulated modem; for the modem's thread. */
final class SimSocket {
    /** Socket states of {@code AT+QISTATE}. */
    enum State {
        OPENING(1),
        CONNECTED(2),
        LISTENING(3),
        CLOSING(4);

        private final int number;

        State(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    static final int BUFFER = 0;
    static final int PUSH = 1;
    static final int TRANSPARENT = 2;

    /**
     * What the host asked for.
     *
     * @param service {@link Service#TCP} for TLS too
     * @param context the PDP context
     * @param tlsContext the context of {@code AT+QSSLCFG}; of no meaning for TCP
     */
    record Request(
            SocketKind kind,
            Service service,
            int id,
            int context,
            int tlsContext,
            String host,
            int remotePort,
            int localPort,
            int mode) {}

    final Request request;
    /** Sees the handshake messages that go up. */
    final HandshakeWatch up = new HandshakeWatch();
    /** Sees those that come down. */
    final HandshakeWatch down = new HandshakeWatch();
    /** Received and not read by the host. */
    final Unread unread = new Unread();

    State state = State.OPENING;
    int mode;
    /** The modem's own address for what waits at a local port. */
    String remoteAddress;
    /** The connectID of the listener, or of what waits at a local port itself; else 0. */
    int server;

    int localPort;
    long sent;
    long acknowledged;
    long received;
    /** True if the next byte received into the empty queue is worth a {@code "recv"} URC. */
    boolean armed = true;
    /** The connection; null until it is asked for, or where opening was refused beforehand. */
    @Nullable
    Stream stream;

    SimSocket(Request request) {
        this.request = request;
        this.mode = request.mode();
        this.localPort = request.localPort();
        this.remoteAddress = request.host();
    }

    int id() {
        return request.id();
    }

    SocketKind kind() {
        return request.kind();
    }

    Service service() {
        return request.service();
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    /** Who sent what is read next, as it stands behind a length; empty where there is one peer only. */
    String sender() {
        return service() == Service.UDP_SERVICE
                ? unread.from().map(peer -> "," + peer.quoted()).orElse("")
                : "";
    }

    long unacknowledged() {
        return sent - acknowledged;
    }

    void hangUp() {
        Stream ended = stream;
        if (ended != null) {
            ended.hangUp();
        }
    }

    void abort() {
        Stream dropped = stream;
        if (dropped != null) {
            dropped.abort();
        }
    }
}
