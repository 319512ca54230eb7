package dev.parley.link;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A link that opens itself again after a loss, first at once, then ever more seldom, at least every two seconds.
 *
 * <p>A thread of its own does so while the link is interrupted. What is written meanwhile is refused: nothing is kept for later,
 * for a modem that comes back late would take a stale command for a fresh one.
 */
final class ReopeningLink implements Link {
    /** Opens the link once more, wherever it may be now. */
    @FunctionalInterface
    interface Opening {
        Link open() throws LinkException;
    }

    /** After which time a link that was opened again is one that holds. */
    private static final Duration HOLDS = Duration.ofSeconds(5);

    private final LinkAddress address;
    private final Opening opening;
    private final Patience patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    // Guarded by the lock.
    private @Nullable Link current;
    private @Nullable Delivery delivery;
    private Optional<boolean[]> lines = Optional.empty();
    private long brokenAt;
    /** When it was opened again, and with which attempt, as {@link System#nanoTime()}. */
    private long openedAgainAt;

    private int attempts;
    private boolean closed;

    ReopeningLink(Link first, Opening opening, Patience patience) {
        this.address = first.address();
        this.current = first;
        this.opening = opening;
        this.patience = patience;
    }

    @Override
    public LinkAddress address() {
        return address;
    }

    @Override
    public void start(Listener listener) {
        Delivery to = new Delivery(listener);
        Link first;
        lock.lock();
        try {
            delivery = to;
            first = current;
        } finally {
            lock.unlock();
        }
        if (first != null) {
            first.start(new Ear(first, to));
        }
    }

    @Override
    public void write(Bytes bytes) throws LinkException {
        Link open = present();
        try {
            open.write(bytes);
        } catch (LinkException e) {
            // Before the writer hears of it: so nobody takes a link for lost that is back already.
            broke(open, e);
            throw e;
        }
    }

    @Override
    public void pass(Bytes bytes) throws LinkException {
        Link open = present();
        try {
            open.pass(bytes);
        } catch (LinkException e) {
            broke(open, e);
            throw e;
        }
    }

    @Override
    public void lines(boolean dtr, boolean rts) throws LinkException {
        present().lines(dtr, rts);
        lock.lock();
        try {
            lines = Optional.of(new boolean[] {dtr, rts});
        } finally {
            lock.unlock();
        }
    }

    private Link present() throws LinkException {
        lock.lock();
        try {
            Link open = current;
            if (closed) {
                throw new LinkException("the link " + address + " is closed");
            }
            if (open == null) {
                throw new LinkException("the link " + address + " is lost since " + age() + " and tried again; "
                        + "plug it in, or wait until it is back");
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    private String age() {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - brokenAt) / 1e9);
    }

    /** One of the links broke; told by its reader, or found out by a writer. */
    private void broke(Link link, LinkException why) {
        Delivery to;
        lock.lock();
        try {
            if (closed || !link.equals(current)) {
                return;
            }
            current = null;
            brokenAt = System.nanoTime();
            to = delivery;
        } finally {
            lock.unlock();
        }
        if (to != null) {
            to.interrupted(why);
        }
        Thread.ofVirtual().name("reopen " + address).start(() -> {
            // Before it can be opened again, the broken one has to let go: a device that is held keeps its old name.
            link.close();
            reopen(to);
        });
    }

    private void reopen(@Nullable Delivery to) {
        LinkException last = new LinkException("it was not tried");
        for (int attempt = firstAttempt(); waited(Patience.before(attempt)); attempt++) {
            try {
                if (opened(to, attempt)) {
                    return;
                }
            } catch (LinkException e) {
                last = e;
            }
            if (patience.limit().isPresent()
                    && System.nanoTime() - since() > patience.limit().get().toNanos()) {
                if (to != null) {
                    to.lost(new LinkException(
                            address + " did not come back within "
                                    + patience.limit().get().toSeconds() + " s: " + last.getMessage(),
                            last));
                }
                return;
            }
        }
    }

    /** A link that broke again as soon as it was open is not tried as eagerly as one that held. */
    private int firstAttempt() {
        lock.lock();
        try {
            boolean held = attempts == 0 || brokenAt - openedAgainAt > HOLDS.toNanos();
            return held ? 1 : attempts + 1;
        } finally {
            lock.unlock();
        }
    }

    private long since() {
        lock.lock();
        try {
            return brokenAt;
        } finally {
            lock.unlock();
        }
    }

    /** Waits; false if the link is closed meanwhile. */
    private boolean waited(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        lock.lock();
        try {
            while (!closed) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return true;
                }
                boolean _ = ended.await(left, TimeUnit.NANOSECONDS);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean opened(@Nullable Delivery to, int attempts) throws LinkException {
        Link again = opening.open();
        boolean taken = false;
        try {
            taken = taken(again, to, attempts);
        } finally {
            if (!taken) {
                again.close();
            }
        }
        return taken;
    }

    private boolean taken(Link again, @Nullable Delivery to, int attempts) throws LinkException {
        Optional<boolean[]> wanted;
        String away;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            wanted = lines;
            away = age();
        } finally {
            lock.unlock();
        }
        if (wanted.isPresent()) {
            again.lines(wanted.get()[0], wanted.get()[1]);
        }
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            current = again;
            openedAgainAt = System.nanoTime();
            this.attempts = attempts;
        } finally {
            lock.unlock();
        }
        if (to != null) {
            // First the news, then what the modem says: so nothing that was said afterwards stands inside the gap.
            to.regained(again.address() + " after " + away + ", attempt " + attempts);
            again.start(new Ear(again, to));
        }
        return true;
    }

    @Override
    public void close() {
        Link open;
        Delivery to;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            open = current;
            current = null;
            to = delivery;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
        if (to != null) {
            to.end();
        }
        if (open != null) {
            open.close();
        }
    }

    /** Listens to one of the links for as long as it is the present one. */
    private final class Ear implements Listener {
        private final Link link;
        private final Delivery to;

        Ear(Link link, Delivery to) {
            this.link = link;
            this.to = to;
        }

        @Override
        public void received(Bytes bytes, long stamp) {
            to.received(bytes, stamp);
        }

        @Override
        public void signals(LineSignals signals, long stamp) {
            to.signals(signals, stamp);
        }

        @Override
        public void lost(LinkException why) {
            broke(link, why);
        }
    }
}
