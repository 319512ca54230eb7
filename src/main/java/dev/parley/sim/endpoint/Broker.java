package dev.parley.sim.endpoint;

import io.moquette.BrokerConstants;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/** The MQTT broker behind the endpoint: Moquette on a loopback port of its own, without persistence and telemetry. */
final class Broker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

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
        // Every packet goes out at once.
        properties.setProperty(
                IConfig.BUFFER_FLUSH_MS_PROPERTY_NAME, String.valueOf(BrokerConstants.IMMEDIATE_BUFFER_FLUSH));
        Server server = new Server();
        server.startServer(new MemoryConfig(properties));
        awaitPort(server);
        return new Broker(server);
    }

    /** Moquette notes the port it was given on a thread of its own, some time after it says that it has started. */
    private static void awaitPort(Server server) throws IOException {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (server.getPort() <= 0) {
            if (System.nanoTime() > limit) {
                server.stopServer();
                throw new IOException("the broker did not listen within " + START_LIMIT.toSeconds() + " s");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    }

    @Override
    public void close() {
        server.stopServer();
    }
}
