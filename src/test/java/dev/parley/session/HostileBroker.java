package dev.parley.session;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Journal;
import dev.parley.link.LinkAddress;
import dev.parley.sim.SimLinks;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.sim.modem.Routes;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ModemSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/** A broker that answers the first byte of a client with bytes of its own choice, and the simulated modem that leads to it. */
public final class HostileBroker implements AutoCloseable {
    /** CONNACK that accepts (MQTT 3.1.1). */
    public static final Bytes CONNACK = Bytes.of(0x20, 2, 0, 0);

    private static final String HOST = "hostile.example";
    private static final int PORT = 1883;

    private final ServerSocket server;
    private final Bytes says;

    private HostileBroker(ServerSocket server, Bytes says) {
        this.server = server;
        this.says = says;
    }

    /** Serves one client. */
    public static HostileBroker saying(Bytes says) throws IOException {
        HostileBroker broker = new HostileBroker(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), says);
        Thread.ofVirtual().start(broker::serve);
        return broker;
    }

    private void serve() {
        try (Socket peer = server.accept()) {
            int _ = peer.getInputStream().read();
            peer.getOutputStream().write(says.toArray());
            peer.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException clientIsGone) {
            // That is what is expected of it.
        }
    }

    /** A controller whose {@code sim:} leads here. */
    public LiveController controller(JournalKeeper journals) {
        Routes routes =
                Routes.none().with(HOST, PORT, new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
        return LiveController.standard(new SimLinks(ModemSetup.standard(), routes, 1), journals, "parley test");
    }

    /** Plain MQTT to here. */
    public static ConnectionProfile profile() throws IOException {
        return new ConnectionProfile(
                "hostile",
                LinkAddress.parse("sim:"),
                "",
                HOST,
                PORT,
                AccessMode.PUSH,
                1460,
                Optional.empty(),
                Optional.of(new ConnectionProfile.Mqtt("victim", Duration.ofSeconds(60), true)),
                Duration.ofSeconds(45));
    }

    /** What came through {@code socket}, as it stands in the journal. */
    public static Bytes carried(ModemSocket socket, Journal journal) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        socket.stream(Direction.RX)
                .segments()
                .forEach(
                        segment -> all.writeBytes(journal.bytes(segment.place()).toArray()));
        return Bytes.wrap(all.toByteArray());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
