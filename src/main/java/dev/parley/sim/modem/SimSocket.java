package dev.parley.sim.modem;

/** A socket of the simulated modem; for the modem's thread. */
final class SimSocket {
    /** Socket states of {@code AT+QISTATE}. */
    enum State {
        OPENING(1),
        CONNECTED(2),
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

    final int id;
    final int connection;
    final int context;
    final String host;
    final int remotePort;
    /** Received and not read by the host. */
    final ByteQueue unread = new ByteQueue();

    State state = State.OPENING;
    int mode;
    String remoteAddress;
    int localPort;
    long sent;
    long acknowledged;
    long received;
    /** Sent by the peer, still underway in the simulated network. */
    int underway;
    /** True if the next byte received into the empty queue is worth a {@code "recv"} URC. */
    boolean armed = true;

    SimSocket(int id, int connection, int context, String host, int remotePort, int localPort, int mode) {
        this.id = id;
        this.connection = connection;
        this.context = context;
        this.host = host;
        this.remotePort = remotePort;
        this.localPort = localPort;
        this.mode = mode;
        this.remoteAddress = host;
    }

    long unacknowledged() {
        return sent - acknowledged;
    }
}
