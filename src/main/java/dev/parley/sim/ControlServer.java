package dev.parley.sim;

import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets faults happen by hand: lines over TCP, each a {@link HandFault} behind the word {@code fault}, answered with {@code ok} or
 * {@code error: ...}. On loopback only: whoever reaches it may break what he likes.
 *
 * <pre>
 * fault reset
 * fault {"do": "drop", "lane": "read", "count": 7}
 * fault endpoint close
 * help
 * </pre>
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final String HELP =
            "fault NAME, or fault {...} as in a scenario's modem; fault endpoint NAME or {...} as in its endpoint;"
                    + " without a moment it happens now. Names: reset, pdp-lost, connection-lost, radio-lost, sleep,"
                    + " silence, stall, send-fail, open-error, wrong-length, drop-early, drop, flip, duplicate,"
                    + " registration, split; of the endpoint: alert, close, silence, pause, renegotiate";

    private final ServerSocket listener;
    private final Consumer<HandFault> struck;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    private ControlServer(ServerSocket listener, Consumer<HandFault> struck) {
        this.listener = listener;
        this.struck = struck;
    }

    /**
     * Listens for faults.
     *
     * @param listen {@code tcp://127.0.0.1:PORT}; port 0 for any that is free
     * @param struck gets every fault, on a thread of its client: usually {@link Bench#strike}
     * @throws LinkException if it cannot listen there, or the address is not loopback
     */
    public static ControlServer start(LinkAddress listen, Consumer<HandFault> struck) throws LinkException {
        int colon = listen.target().lastIndexOf(':');
        try {
            int port = Integer.parseInt(listen.target().substring(colon + 1));
            InetAddress address = InetAddress.getByName(listen.target().substring(0, Math.max(0, colon)));
            if (!listen.scheme().equals("tcp") || colon < 1 || !address.isLoopbackAddress()) {
                throw new LinkException(
                        "faults are taken on this machine only, not on '" + listen + "'; use tcp://127.0.0.1:PORT");
            }
            ControlServer server = new ControlServer(new ServerSocket(port, 5, address), struck);
            Thread.ofVirtual().name("sim-control").start(server::accept);
            return server;
        } catch (IllegalArgumentException e) {
            throw new LinkException("'" + listen + "' has no port from 0 to 65535", e);
        } catch (IOException e) {
            throw new LinkException("cannot listen on " + listen + " (" + e.getMessage() + "); choose another port", e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    @Override
    public void close() {
        shut(listener);
        clients.forEach(ControlServer::shut);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                clients.add(client);
                Thread.ofVirtual().name("sim-control-client").start(() -> serve(client));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn("no more faults are taken", e);
                }
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter out = new PrintWriter(client.getOutputStream(), true, StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(answer(line.strip()));
            }
        } catch (IOException e) {
            LOG.debug("who asked for faults has left: {}", e.getMessage());
        } finally {
            clients.remove(client);
        }
    }

    private String answer(String line) {
        if (!line.startsWith("fault ")) {
            return line.equals("help") ? HELP : "error: say 'fault NAME', 'fault {...}' or 'help'";
        }
        String what = line.substring(6).strip();
        try {
            struck.accept(HandFault.read(what));
            return "ok";
        } catch (ScenarioException e) {
            return "error: " + e.getMessage();
        }
    }

    private static void shut(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.debug("closing: {}", e.getMessage());
        }
    }
}
