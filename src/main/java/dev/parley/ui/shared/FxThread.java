package dev.parley.ui.shared;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javafx.application.Platform;

/** The one door to the JavaFX thread. */
public final class FxThread {
    private FxThread() {}

    /** Runs {@code action} on the JavaFX thread: at once where this is it, else as soon as it is free. */
    public static void run(Runnable action) {
        if (Platform.isFxApplicationThread()) {
            action.run();
        } else {
            Platform.runLater(action);
        }
    }

    /**
     * Runs {@code work} on the JavaFX thread and waits for what it gives.
     *
     * @throws TimeoutException if it is not done within {@code limit}
     * @throws ExecutionException if it failed
     */
    public static <T> T call(Supplier<T> work, Duration limit)
            throws TimeoutException, ExecutionException, InterruptedException {
        CompletableFuture<T> result = new CompletableFuture<>();
        run(() -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Starts the JavaFX toolkit if it is not running yet; it then runs until {@link #stopToolkit}.
     *
     * @return true if this call started it
     * @throws TimeoutException if it is not up within {@code limit}
     */
    public static boolean startToolkit(Duration limit) throws TimeoutException, InterruptedException {
        CountDownLatch up = new CountDownLatch(1);
        boolean started;
        try {
            Platform.startup(up::countDown);
            Platform.setImplicitExit(false);
            started = true;
        } catch (IllegalStateException alreadyRunning) {
            Platform.runLater(up::countDown);
            started = false;
        }
        if (!up.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException("JavaFX did not start within " + limit.toSeconds() + " s");
        }
        return started;
    }

    /** Ends the JavaFX toolkit for good: it cannot be started again in this process. */
    public static void stopToolkit() {
        Platform.exit();
    }
}
