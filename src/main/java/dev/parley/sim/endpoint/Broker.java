package dev.parley.sim.endpoint;

import io.moquette.BrokerConstants;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Properties;

/** The MQTT broker behind the endpoint: Moquette on a loopback port of its own, without persistence and telemetry. */
final class Broker implements AutoCloseable {
    private final Server server;

    private Broker(Server server) {
        this.server = server;
    }

    /**
     * Starts a broker; takes about half a second.
     *
     * @throws IOException if it cannot listen
     */
    static Broker start() throws IOException {
        Properties properties = new Properties();
        properties.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
        properties.setProperty(IConfig.PORT_PROPERTY_NAME, "0");
        properties.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "true");
        properties.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
        properties.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
        // Unset, a packet may wait for seconds in the broker until the next one pushes it out.
        properties.setProperty(
                IConfig.BUFFER_FLUSH_MS_PROPERTY_NAME, String.valueOf(BrokerConstants.IMMEDIATE_BUFFER_FLUSH));
        Server server = new Server();
        server.startServer(new MemoryConfig(properties));
        return new Broker(server);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    }

    @Override
    public void close() {
        server.stopServer();
    }
}
