package dev.parley.sim.recorded;

import dev.parley.journal.Bytes;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.sim.SimServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A recorded modem on a TCP port. Clients are served one after another, and each gets the recording from its beginning. */
public final class RecordedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedServer.class);

    private final ServerSocket listener;
    private final List<Turn> turns;
    private final Consumer<String> told;
    private volatile @Nullable Socket client;

    private RecordedServer(ServerSocket listener, List<Turn> turns, Consumer<String> told) {
        this.listener = listener;
        this.turns = List.copyOf(turns);
        this.told = told;
    }

    /**
     * Serves {@code turns}.
     *
     * @param listen {@code tcp://127.0.0.1:PORT}; port 0 for any that is free
     * @param told hears a sentence about each client that has left; called on a thread of the server's
     * @throws LinkException if it cannot listen there
     */
    public static RecordedServer start(LinkAddress listen, List<Turn> turns, Consumer<String> told)
            throws LinkException {
        RecordedServer server = new RecordedServer(SimServer.listener(listen), turns, told);
        Thread.ofVirtual().name("recorded-modem").start(server::serve);
        return server;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                client = socket;
                socket.setTcpNoDelay(true);
                serve(socket);
            } catch (IOException e) {
                LOG.debug("a client of the recorded modem left: {}", e.getMessage());
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        LinkedBlockingQueue<Bytes> typed = new LinkedBlockingQueue<>();
        Thread.ofVirtual().name("recorded-modem-in").start(() -> read(socket, typed));
        RecordedModem modem = new RecordedModem(turns, System.nanoTime());
        try {
            while (true) {
                long due = modem.due();
                Bytes bytes = due == Long.MAX_VALUE
                        ? typed.take()
                        : typed.poll(due - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (bytes != null && bytes.isEmpty()) {
                    break;
                }
                long now = System.nanoTime();
                if (bytes != null) {
                    modem.host(bytes, now);
                }
                Bytes out = modem.output(now);
                if (!out.isEmpty()) {
                    socket.getOutputStream().write(out.toArray());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            told.accept("The host left after " + modem.played() + " of " + turns.size() + " recorded turns"
                    + (modem.unknown() == 0
                            ? "."
                            : "; " + modem.unknown() + " commands were not in the recording and got ERROR."));
        }
    }

    /** An empty piece is the end. */
    private static void read(Socket socket, LinkedBlockingQueue<Bytes> typed) {
        byte[] buffer = new byte[4096];
        try {
            InputStream in = socket.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (n > 0) {
                    typed.add(Bytes.copyOf(buffer, 0, n));
                }
            }
        } catch (IOException e) {
            LOG.debug("reading from the host: {}", e.getMessage());
        } finally {
            typed.add(Bytes.empty());
        }
    }

    @Override
    public void close() {
        shut(listener);
        shut(client);
    }

    private static void shut(@Nullable AutoCloseable closeable) {
        if (closeable != null) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.debug("closing: {}", e.getMessage());
            }
        }
    }
}
