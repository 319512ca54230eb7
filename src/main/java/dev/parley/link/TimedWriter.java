package dev.parley.link;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives a blocking write a time limit: a modem that holds its flow control line would hold the writer for ever.
 *
 * <p>A write that ran out of time may still be under way, so the link it belongs to is of no more use.
 */
final class TimedWriter implements AutoCloseable {
    /** How long one write may take until the operating system has all of it. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** The write itself; blocks. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] bytes) throws IOException;
    }

    private final ExecutorService thread;
    private final Sink sink;
    private final Duration limit;
    private final String timeOutHint;
    private volatile CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

    /**
     * A writer with a thread of its own.
     *
     * @param timeOutHint what may be the cause and what to do, told when the limit is over
     */
    TimedWriter(String name, Sink sink, Duration limit, String timeOutHint) {
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("write " + name).daemon().factory());
        this.sink = sink;
        this.limit = limit;
        this.timeOutHint = timeOutHint;
    }

    void write(Bytes bytes) throws LinkException {
        CompletableFuture<Void> written = new CompletableFuture<>();
        underWay = written;
        try {
            thread.execute(() -> {
                try {
                    sink.write(bytes.toArray());
                    written.complete(null);
                } catch (IOException e) {
                    written.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            throw new LinkException("the link is closed; " + bytes.length() + " bytes were not written", e);
        }
        boolean interrupted = false;
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                try {
                    written.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException e) {
                    // A half-written command would garble the next one: it is finished first.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LinkException known
                    ? known
                    : new LinkException("writing " + bytes.length() + " bytes failed: " + reason(e), e);
        } catch (CancellationException e) {
            throw new LinkException("the link was closed while " + bytes.length() + " bytes were written", e);
        } catch (TimeoutException e) {
            close();
            throw new LinkException(
                    "the link did not take " + bytes.length() + " bytes within " + limit.toSeconds() + " s; "
                            + timeOutHint,
                    e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Ends the thread; a write under way on another thread fails at once. */
    @Override
    public void close() {
        thread.shutdownNow();
        underWay.cancel(false);
    }
}
