package dev.parley.mqtt.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Streams that are already open, for Paho. Paho asks a service for them and knows connections by URI only, so each pair of streams
 * waits here under a URI of its own until its client asks for it.
 */
record OpenStreams(ReceiverStream in, OutputStream out, AutoCloseable close, String uri) {
    static final String SCHEME = "parley";
    private static final Duration LAST_WORD = Duration.ofMillis(500);
    private static final Map<String, OpenStreams> WAITING = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBER = new AtomicLong();

    /** Keeps the streams for the client of their URI. */
    static OpenStreams register(InputStream in, OutputStream out, AutoCloseable close) {
        String host = "stream" + NUMBER.incrementAndGet();
        String uri = SCHEME + "://" + host;
        OpenStreams streams = new OpenStreams(new ReceiverStream(in), out, close, uri);
        WAITING.put(host, streams);
        return streams;
    }

    /** Forgets streams that no client asked for. */
    void forget() {
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

    /**
     * Waits until {@code answered}. Where the connection ends at the very moment its CONNACK was taken, Paho drops the word of it, and
     * whoever waited for that alone would wait its whole limit.
     *
     * @return false if the connection ended and no answer came of it
     */
    boolean await(CompletableFuture<Void> answered, Duration limit) {
        try {
            CompletableFuture.anyOf(answered, in.ended()).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            answered.get(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            // It says so itself.
            return true;
        } catch (TimeoutException e) {
            return !in.ended().isDone();
        }
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
