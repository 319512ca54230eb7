package dev.parley.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end in good order when the operator presses Ctrl-C: its thread is interrupted, and the program waits for it to
 * close its session and to write its files.
 */
final class Interruption implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Thread command) {
        this.hook = new Thread(
                () -> {
                    command.interrupt();
                    try {
                        over.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "ctrl-c");
    }

    /** Watches for Ctrl-C on behalf of the calling thread until closed. */
    static Interruption begin() {
        Interruption interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** The command is done: the program may end. */
    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The hook is what runs now, and it has just been told.
        }
    }
}
