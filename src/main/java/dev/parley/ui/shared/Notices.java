package dev.parley.ui.shared;

/** How panels tell the operator what became of an action: in the window, never in a dialog that waits. */
public interface Notices {
    /** Something was done. */
    void done(String sentence);

    /** Something failed; {@code sentence} says what and what to do. */
    void failed(String sentence);

    /** Tells what became of a future: nothing where it succeeded, the cause's sentence where it failed. Any thread. */
    default void watch(java.util.concurrent.CompletableFuture<?> future) {
        var _ = future.whenComplete((result, failure) -> {
            if (failure != null) {
                FxThread.run(() -> failed(sentence(failure)));
            }
        });
    }

    private static String sentence(Throwable failure) {
        Throwable cause = failure instanceof java.util.concurrent.CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
