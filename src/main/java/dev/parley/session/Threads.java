package dev.parley.session;

import dev.parley.session.SessionException.Kind;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A controller's threads: the session thread goes up and down, and whoever waits for the modem's turn has one of its own. */
final class Threads {
    private final ExecutorService sessionThread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("session").factory());
    private final ExecutorService callers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("caller-", 0).factory());

    /** Runs {@code task} on the session thread, after what was asked of it before. */
    <T extends @Nullable Object> CompletableFuture<T> inSession(Callable<T> task) {
        return run(sessionThread, task);
    }

    /** Runs {@code task} on a thread of its own. */
    <T extends @Nullable Object> CompletableFuture<T> call(Callable<T> task) {
        return run(callers, task);
    }

    /** Runs {@code task} on the session thread; nobody waits for it. */
    void inSession(Runnable task) {
        sessionThread.execute(task);
    }

    /** Runs {@code task} on a thread of its own once {@code delay} is over. */
    void after(Duration delay, Runnable task) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, callers)
                .execute(task);
    }

    /** Goes up, and gives up when {@code limit} is over; the time the handshake is parked does not count. */
    void watched(Duration limit, Connection up, Ascent ascent) throws SessionException {
        CompletableFuture<Void> over = new CompletableFuture<>();
        callers.execute(() -> {
            long since = System.nanoTime();
            Duration left = limit;
            while (left.isPositive() && !isDoneWithin(over, left)) {
                left = limit.plus(up.gate().parked()).minusNanos(System.nanoTime() - since);
            }
            if (!over.isDone()) {
                up.expire(limit);
            }
        });
        try {
            ascent.go();
        } finally {
            over.complete(null);
        }
    }

    /** True where it is over, or where the program ends and nobody is to wait any more. */
    private static boolean isDoneWithin(CompletableFuture<Void> over, Duration limit) {
        try {
            over.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            Thread.currentThread().interrupt();
            over.complete(null);
            return true;
        }
    }

    /** A way up. */
    interface Ascent {
        void go() throws SessionException;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what the task does is told by the future this returns
    private static <T extends @Nullable Object> CompletableFuture<T> run(ExecutorService executor, Callable<T> task) {
        CompletableFuture<T> future = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    future.complete(task.call());
                } catch (Throwable e) { // whoever waits for the future learns of every end
                    future.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            future.completeExceptionally(
                    new SessionException(Kind.ABORTED, "The program is closing; nothing is begun any more."));
        }
        return future;
    }

    /** Interrupts the callers, and the session thread where it does not end within {@code limit}. */
    void end(Duration limit) {
        callers.shutdownNow();
        sessionThread.shutdown();
        try {
            if (!sessionThread.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                sessionThread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
