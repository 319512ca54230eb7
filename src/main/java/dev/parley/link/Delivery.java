package dev.parley.link;

import dev.parley.journal.Bytes;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands a link's reads on to its listener and keeps the promise that nothing follows {@link Link#close()} or a loss.
 *
 * <p>{@link #end()} waits for a call under way on another thread, so that the caller knows that the listener is left alone.
 */
final class Delivery {
    private final ReentrantLock lock = new ReentrantLock();
    private final Link.Listener listener;
    private boolean ended;

    Delivery(Link.Listener listener) {
        this.listener = listener;
    }

    void received(Bytes bytes, long stamp) {
        deliver(() -> listener.received(bytes, stamp), false);
    }

    void signals(Link.LineSignals signals, long stamp) {
        deliver(() -> listener.signals(signals, stamp), false);
    }

    void interrupted(LinkException why) {
        deliver(() -> listener.interrupted(why), false);
    }

    void regained(String detail) {
        deliver(() -> listener.regained(detail), false);
    }

    void lost(LinkException why) {
        deliver(() -> listener.lost(why), true);
    }

    void end() {
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
