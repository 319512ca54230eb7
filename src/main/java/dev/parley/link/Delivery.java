package dev.parley.link;

import dev.parley.journal.Bytes;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands a link's reads on to its listener and keeps the promise that nothing follows {@link Link#close()} or a loss.
 *
 * <p>{@link #end()} waits for a call under way on another thread, so that the caller knows that the listener is left alone.
 */
public final class Delivery {
    private final ReentrantLock lock = new ReentrantLock();
    private final Link.Listener listener;
    private boolean ended;

    public Delivery(Link.Listener listener) {
        this.listener = listener;
    }

    public void received(Bytes bytes, long stamp) {
        deliver(() -> listener.received(bytes, stamp), false);
    }

    public void signals(Link.LineSignals signals, long stamp) {
        deliver(() -> listener.signals(signals, stamp), false);
    }

    public void interrupted(LinkException why) {
        deliver(() -> listener.interrupted(why), false);
    }

    public void regained(String detail) {
        deliver(() -> listener.regained(detail), false);
    }

    public void lost(LinkException why) {
        deliver(() -> listener.lost(why), true);
    }

    /** Nothing is handed on any more. */
    public void end() {
        deliver(() -> {}, true);
    }

    private void deliver(Runnable call, boolean last) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = last;
            call.run();
        } finally {
            lock.unlock();
        }
    }
}
