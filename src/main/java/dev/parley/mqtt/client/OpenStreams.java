package dev.parley.mqtt.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Streams that are already open, for Paho. Paho asks a service for them and knows connections by URI only, so each pair of streams
 * waits here under a URI of its own until its client asks for it.
 */
record OpenStreams(ReceiverStream in, OutputStream out, AutoCloseable close, String uri) {
    static final String SCHEME = "parley";
    private static final Map<String, OpenStreams> WAITING = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBER = new AtomicLong();

    /** Keeps the streams for the client of the URI that is returned. */
    static String register(InputStream in, OutputStream out, AutoCloseable close) {
        String host = "stream" + NUMBER.incrementAndGet();
        String uri = SCHEME + "://" + host;
        WAITING.put(host, new OpenStreams(new ReceiverStream(in), out, close, uri));
        return uri;
    }

    /** Forgets streams that no client asked for. */
    static void forget(String uri) {
        WAITING.remove(URI.create(uri).getHost());
    }

    static void check(URI uri) {
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("no stream named in " + uri);
        }
    }

    /**
     * The streams of {@code uri}, once.
     *
     * @throws IOException if somebody has them, or nobody put them there
     */
    static OpenStreams take(URI uri) throws IOException {
        @Nullable OpenStreams streams = WAITING.remove(uri.getHost());
        if (streams == null) {
            throw new IOException("the streams of " + uri + " are in use or gone");
        }
        return streams;
    }

    /** Closes both. */
    void stop() throws IOException {
        in.end();
        try {
            close.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the connection could not be closed: " + e.getMessage(), e);
        }
    }
}
