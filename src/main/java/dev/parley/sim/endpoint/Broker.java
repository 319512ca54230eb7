package dev.parley.sim.endpoint;

import io.moquette.BrokerConstants;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Properties;

/** The MQTT broker behind the endpoint: Moquette on a loopback port of its own, without persistence and telemetry. */
final class Broker implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final Server server;
    private final InetSocketAddress address;

    private Broker(Server server, InetSocketAddress address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Starts a broker; takes about half a second.
     *
     * <p>Its port is chosen here: Moquette writes and reads the ports it was given on two threads without a lock, so asking it may
     * fail, or never be answered.
     *
     * @throws IOException if it cannot listen
     */
    static Broker start() throws IOException {
        for (int attempt = 1; ; attempt++) {
            InetSocketAddress address = freeAddress();
            Server server = new Server();
            try {
                server.startServer(config(address));
                return new Broker(server, address);
            } catch (BindException e) {
                // Another program was quicker to take the port.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
    }

    private static IConfig config(InetSocketAddress address) {
        Properties properties = new Properties();
        properties.setProperty(IConfig.HOST_PROPERTY_NAME, address.getAddress().getHostAddress());
        properties.setProperty(IConfig.PORT_PROPERTY_NAME, String.valueOf(address.getPort()));
        properties.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "true");
        properties.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
        properties.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
        // Every packet goes out at once.
        properties.setProperty(
                IConfig.BUFFER_FLUSH_MS_PROPERTY_NAME, String.valueOf(BrokerConstants.IMMEDIATE_BUFFER_FLUSH));
        return new MemoryConfig(properties);
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        server.stopServer();
    }
}
