package dev.parley.mqtt.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.internal.NetworkModule;
import org.eclipse.paho.client.mqttv3.spi.NetworkModuleFactory;

/**
 * Gives Paho streams that are already open. Paho finds it as a service and knows connections by URI only, so each pair of streams
 * waits here under a URI of its own until its client asks for it.
 */
public final class StreamModuleFactory implements NetworkModuleFactory {
    private static final String SCHEME = "parley";
    private static final Map<String, Streams> WAITING = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBER = new AtomicLong();

    /** For the service loader. */
    public StreamModuleFactory() {}

    /** Keeps the streams for the client of the URI that is returned. */
    static String register(InputStream in, OutputStream out, AutoCloseable close) {
        String host = "stream" + NUMBER.incrementAndGet();
        String uri = SCHEME + "://" + host;
        WAITING.put(host, new Streams(in, out, close, uri));
        return uri;
    }

    /** Forgets streams that no client asked for. */
    static void forget(String uri) {
        WAITING.remove(URI.create(uri).getHost());
    }

    @Override
    public Set<String> getSupportedUriSchemes() {
        return Set.of(SCHEME);
    }

    @Override
    public void validateURI(URI uri) {
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("no stream named in " + uri);
        }
    }

    @Override
    public NetworkModule createNetworkModule(URI uri, MqttConnectOptions options, String clientId)
            throws MqttException {
        Streams streams = WAITING.remove(uri.getHost());
        if (streams == null) {
            throw new MqttException(new IOException("the streams of " + uri + " are in use or gone"));
        }
        return streams;
    }

    private record Streams(InputStream in, OutputStream out, AutoCloseable close, String uri) implements NetworkModule {
        @Override
        public void start() {
            // The streams are open.
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() {
            return out;
        }

        @Override
        public void stop() throws IOException {
            try {
                close.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("the connection could not be closed: " + e.getMessage(), e);
            }
        }

        @Override
        public String getServerURI() {
            return uri;
        }
    }
}
