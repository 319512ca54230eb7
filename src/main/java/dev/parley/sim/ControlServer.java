package dev.parley.sim;

import dev.parley.json.JsonSection;
import dev.parley.json.JsonText;
import dev.parley.json.JsonText.MalformedException;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.sim.fault.Fault;
import dev.parley.sim.fault.Trigger;
import dev.parley.sim.modem.ModemEffect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets faults of served modems happen by hand: lines over TCP, each answered with {@code ok} or {@code error: ...}. On loopback only:
 * whoever reaches it may break what he likes.
 *
 * <pre>
 * fault reset
 * fault {"do": "drop", "lane": "read", "count": 7}
 * fault {"atCommand": "+QISEND", "times": 3, "do": "send-fail"}
 * help
 * </pre>
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final String HELP =
            "fault NAME, or fault {...} as in a scenario's modem; without a moment it happens now. Names: reset,"
                + " pdp-lost, connection-lost, radio-lost, sleep, silence, stall, send-fail, open-error, wrong-length,"
                + " drop-early, drop, flip, duplicate, registration, split";

    private final ServerSocket listener;
    private final List<SimServer> modems;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    private ControlServer(ServerSocket listener, List<SimServer> modems) {
        this.listener = listener;
        this.modems = List.copyOf(modems);
    }

    /**
     * Listens for faults.
     *
     * @param modems each of them gets every fault
     * @param listen {@code tcp://127.0.0.1:PORT}; port 0 for any that is free
     * @throws LinkException if it cannot listen there, or the address is not loopback
     */
    public static ControlServer start(LinkAddress listen, List<SimServer> modems) throws LinkException {
        int colon = listen.target().lastIndexOf(':');
        try {
            int port = Integer.parseInt(listen.target().substring(colon + 1));
            InetAddress address = InetAddress.getByName(listen.target().substring(0, Math.max(0, colon)));
            if (!listen.scheme().equals("tcp") || colon < 1 || !address.isLoopbackAddress()) {
                throw new LinkException(
                        "faults are taken on this machine only, not on '" + listen + "'; use tcp://127.0.0.1:PORT");
            }
            ControlServer server = new ControlServer(new ServerSocket(port, 5, address), modems);
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
            strike(what.startsWith("{") ? what : "{\"do\": \"" + what.replace("\"", "") + "\"}");
            return "ok";
        } catch (MalformedException e) {
            return "error: " + e.getMessage();
        }
    }

    private void strike(String json) throws MalformedException {
        JsonSection section = JsonSection.of(JsonText.parse(json), "a fault");
        Optional<Trigger> when = FaultReader.trigger(section);
        if (when.isPresent()) {
            Fault<ModemEffect> fault = FaultReader.fault(section, ModemReader::effect);
            modems.forEach(modem -> modem.strike(fault));
            return;
        }
        ModemEffect effect = ModemReader.effect(section);
        section.finish();
        if (effect.needsCommand()) {
            Fault<ModemEffect> fault = Fault.once(new Trigger.AtCommand(command(effect), 1), effect);
            modems.forEach(modem -> modem.strike(fault));
        } else {
            modems.forEach(modem -> modem.strike(effect));
        }
    }

    /** The command whose next use a fault without a moment is about. */
    private static String command(ModemEffect effect) throws MalformedException {
        return switch (effect) {
            case ModemEffect.SendFail _, ModemEffect.DropEarly _ -> "+QISEND";
            case ModemEffect.WrongLength _ -> "+QIRD";
            case ModemEffect.OpenError _ -> "+QIOPEN";
            default -> throw FaultReader.wrong(1, "this changes an answer: name its command with \"atCommand\"");
        };
    }

    private static void shut(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.debug("closing: {}", e.getMessage());
        }
    }
}
