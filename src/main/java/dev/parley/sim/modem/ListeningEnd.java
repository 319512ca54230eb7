package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port of this machine's loopback at which peers connect to the modem. */
final class ListeningEnd implements NetworkEnd {
    private static final int BACKLOG = 12;
    private static final Logger LOG = LoggerFactory.getLogger(ListeningEnd.class);

    private final SimulatedModem modem;
    private final Consumer<Runnable> modemThread;
    private final BiConsumer<Integer, Socket> accepted;
    private final int number;
    private volatile boolean dropped;
    private volatile @Nullable ServerSocket server;

    /** {@code accepted} takes, on the modem's thread, what the modem took. */
    ListeningEnd(
            SimulatedModem modem, Consumer<Runnable> modemThread, BiConsumer<Integer, Socket> accepted, int number) {
        this.modem = modem;
        this.modemThread = modemThread;
        this.accepted = accepted;
        this.number = number;
    }

    /** Listens until it is dropped; on a thread of its own. */
    void open(int localPort) {
        try (ServerSocket listening = new ServerSocket(localPort, BACKLOG, InetAddress.getLoopbackAddress())) {
            server = listening;
            int port = listening.getLocalPort();
            modemThread.accept(() -> modem.connected(number, "", port, System.nanoTime()));
            while (!dropped) {
                Socket socket = listening.accept();
                modemThread.accept(() -> take(socket));
            }
        } catch (IOException e) {
            if (server == null) {
                modemThread.accept(() -> modem.connectFailed(number, TcpError.BIND_FAILED.number(), System.nanoTime()));
            } else {
                LOG.debug("the listener {} ended: {}", number, e.getMessage());
            }
        }
    }

    private void take(Socket socket) {
        Peer peer = new Peer(socket.getInetAddress().getHostAddress(), socket.getPort());
        OptionalInt connection = modem.incoming(number, peer, System.nanoTime());
        if (connection.isPresent()) {
            accepted.accept(connection.getAsInt(), socket);
            return;
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a peer that was refused by listener {} was gone already: {}", number, e.getMessage());
        }
    }

    @Override
    public void send(Bytes bytes) {
        throw new IllegalStateException("a listener has no peer to send to");
    }

    @Override
    public void close() {
        drop();
    }

    @Override
    public void drop() {
        dropped = true;
        ServerSocket listening = server;
        try {
            if (listening != null) {
                listening.close();
            }
        } catch (IOException e) {
            LOG.debug("the listener {} did not close: {}", number, e.getMessage());
        }
    }
}
