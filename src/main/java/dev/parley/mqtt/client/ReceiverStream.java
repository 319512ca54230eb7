package dev.parley.mqtt.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/**
 * What Paho's receiver thread reads. Where a connection ends while a packet is being read, that thread stumbles over what Paho has let
 * go of by then, and would print a stack trace that says nothing; before the end, an exception there is told as any other.
 */
final class ReceiverStream extends FilterInputStream {
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    ReceiverStream(InputStream in) {
        super(in);
    }

    /** From now on the receiver may fail: its connection is over, and its listener has been told. */
    void end() {
        ended.complete(null);
    }

    /** Completed once the connection is over. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        watch();
        return super.read();
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        watch();
        return super.read(into, from, most);
    }

    private void watch() {
        Thread receiver = Thread.currentThread();
        if (!(receiver.getUncaughtExceptionHandler() instanceof Ending)) {
            receiver.setUncaughtExceptionHandler(new Ending());
        }
    }

    private final class Ending implements Thread.UncaughtExceptionHandler {
        @Override
        public void uncaughtException(Thread receiver, Throwable failure) {
            Thread.UncaughtExceptionHandler usual = Thread.getDefaultUncaughtExceptionHandler();
            if (ended.isDone()) {
                return;
            }
            if (usual != null) {
                usual.uncaughtException(receiver, failure);
            } else {
                System.getLogger(ReceiverStream.class.getName())
                        .log(System.Logger.Level.ERROR, "Paho's receiver failed", failure);
            }
        }
    }
}
