package dev.parley.sim;

import dev.parley.journal.Bytes;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.sim.modem.Routes;
import dev.parley.sim.modem.RunningModem;
import dev.parley.sim.modem.UartOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One simulated modem on a TCP port, for any program that talks to modems. Clients are served one after another, and as a
 * real modem does, this one keeps its state between them: echo, contexts, sockets.
 */
public final class SimServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SimServer.class);

    private final ServerSocket listener;
    private final RunningModem modem;
    private volatile @Nullable Socket client;
    private volatile boolean closed;

    private SimServer(ServerSocket listener, RunningModem modem) {
        this.listener = listener;
        this.modem = modem;
    }

    /**
     * Serves a modem.
     *
     * @param listen {@code tcp://127.0.0.1:PORT}; port 0 for any that is free
     * @throws LinkException if it cannot listen there: another program does, or the address is not of this machine
     */
    public static SimServer start(LinkAddress listen, ModemSetup setup, UartOptions uart, Routes routes, long seed)
            throws LinkException {
        ServerSocket listener = listener(listen);
        SimServer server = new SimServer(listener, RunningModem.start(setup, uart, routes, seed));
        Thread.ofVirtual().name("sim-server").start(server::serve);
        return server;
    }

    /**
     * A listener at {@code tcp://HOST:PORT}; port 0 for any that is free.
     *
     * @throws LinkException if it cannot listen there: another program does, or the address is not of this machine
     */
    public static ServerSocket listener(LinkAddress listen) throws LinkException {
        if (!listen.scheme().equals("tcp")) {
            throw new LinkException("'" + listen + "' cannot be listened on; use tcp://127.0.0.1:PORT");
        }
        int colon = listen.target().lastIndexOf(':');
        try {
            int port = Integer.parseInt(listen.target().substring(colon + 1));
            InetAddress address = InetAddress.getByName(listen.target().substring(0, colon));
            return new ServerSocket(port, 50, address);
        } catch (IllegalArgumentException e) {
            throw new LinkException("'" + listen + "' has no port from 0 to 65535", e);
        } catch (IOException e) {
            throw new LinkException(
                    "cannot listen on " + listen + " (" + e.getMessage() + "); choose another port or address", e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    RunningModem modem() {
        return modem;
    }

    /** Ends the modem and its client. */
    @Override
    public void close() {
        closed = true;
        shut(listener);
        shut(client);
        modem.close();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                client = socket;
                if (closed) {
                    // It came between the end of the listener and that of the clients.
                    return;
                }
                socket.setTcpNoDelay(true);
                serve(socket);
            } catch (IOException e) {
                if (!closed) {
                    LOG.debug("a client of the simulated modem left: {}", e.getMessage());
                }
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        RunningModem.Terminal terminal = new RunningModem.Terminal() {
            @Override
            public void received(Bytes bytes, long stamp) {
                try {
                    socket.getOutputStream().write(bytes.toArray());
                } catch (IOException e) {
                    shut(socket);
                }
            }

            @Override
            public void broken(RuntimeException why) {
                SimServer.this.close();
            }
        };
        modem.attach(terminal);
        try {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[4096];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                modem.write(Bytes.copyOf(buffer, 0, n));
            }
        } finally {
            modem.detach(terminal);
        }
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
