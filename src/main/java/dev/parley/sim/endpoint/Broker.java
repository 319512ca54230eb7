package dev.parley.sim.endpoint;

import io.moquette.BrokerConstants;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MQTT broker behind the endpoint: Moquette on a loopback port of its own, without persistence and telemetry. */
final class Broker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final int ATTEMPTS = 5;

    private static final int LARGEST_PACKET = 268_435_460;

    private final Server server;
    private final InetSocketAddress address;

    private Broker(Server server, InetSocketAddress address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Starts a broker; takes about half a second the first time.
     *
     * @throws IOException if it cannot listen
     */
    static Broker start() throws IOException {
        for (int attempt = 1; ; attempt++) {
            // Moquette can be given port 0, but learns the port it got on another thread some time after it has
            // started,
            // and asking it meanwhile breaks its map. So the port is chosen here; if somebody else takes it, another
            // is.
            InetSocketAddress address = freePort();
            Server server = new Server();
            try {
                server.startServer(configuration(address.getPort()));
                return new Broker(server, address);
            } catch (Exception e) {
                // A bind that fails is thrown past the signature, so it cannot be caught by its type.
                LOG.debug("the broker could not be started on {}", address, e);
                server.stopServer();
                if (attempt == ATTEMPTS) {
                    throw new IOException("the broker could not be started on " + address, e);
                }
            }
        }
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        server.stopServer();
    }

    private static InetSocketAddress freePort() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket probe = new ServerSocket(0, 1, loopback)) {
            return new InetSocketAddress(loopback, probe.getLocalPort());
        }
    }

    private static IConfig configuration(int port) {
        Properties properties = new Properties();
        properties.setProperty(
                IConfig.HOST_PROPERTY_NAME, InetAddress.getLoopbackAddress().getHostAddress());
        properties.setProperty(IConfig.PORT_PROPERTY_NAME, String.valueOf(port));
        properties.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "true");
        properties.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
        properties.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
        // The largest packet MQTT knows; by itself the broker takes 8092 bytes and hangs up at more.
        properties.setProperty(IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, String.valueOf(LARGEST_PACKET));
        // Every packet goes out at once.
        properties.setProperty(
                IConfig.BUFFER_FLUSH_MS_PROPERTY_NAME, String.valueOf(BrokerConstants.IMMEDIATE_BUFFER_FLUSH));
        return new MemoryConfig(properties);
    }
}
