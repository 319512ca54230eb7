package dev.parley.session;

import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A recorded session that happens again: its events go into a live session at their own times, or faster or slower, so that
 * everything shown is worked out from the bytes that had crossed by then and from no others.
 *
 * <p>It begins held at the end. Its clock may be held, moved and let go on; moved back, a new session is made of the events up to
 * there. It keeps no event a second time, but what is derived from them: that is as much again as of the recorded session. All
 * methods may be called from any thread and none waits for a decoder or a file.
 */
public final class Replay implements AutoCloseable {
    /** The least factor by which time goes on. */
    public static final double SLOWEST = 0.1;

    /** The greatest. */
    public static final double FASTEST = 1000;

    /** What is derived from an event, about: a million commands with their answers took 318 MB. */
    private static final long DERIVED = 160;

    private static final long RESERVE = 64L << 20;

    /** So many events happen between two looks at the clock. */
    private static final int BATCH = 256;

    private final Journal recorded;
    private final long events;
    private final long duration;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private volatile Session session;
    /** When the last event happened that the session has; of the replay's own thread. */
    private long fedNanos;
    /** Where the clock stood when it was last set, and what time that was. */
    private long base;

    private long baseClock;
    private double speed = 1;
    private boolean playing;
    private boolean caughtUp;
    private boolean closed;

    /**
     * A replay of what {@code recorded} holds now, held at its end. The journal stays open as long as this is.
     *
     * @param clock nanoseconds of a monotonic clock, for example {@code System::nanoTime}
     */
    public Replay(Journal recorded, LongSupplier clock) {
        this.recorded = recorded;
        this.events = recorded.events();
        this.duration = recorded.duration();
        this.clock = clock;
        this.base = duration;
        this.session = Session.again(recorded);
        this.thread = Thread.ofPlatform().daemon().name("replay").start(this::run);
    }

    /**
     * True where there is memory for a replay of {@code recorded}: beside what is derived from the whole session it wants room for as much
     * twice, the session being made anew and the one it takes the place of.
     *
     * @param memory bytes that Java may have at most
     */
    public static boolean fits(Journal recorded, long memory) {
        return 3 * recorded.events() * DERIVED <= memory - RESERVE;
    }

    /** The session as far as it has happened; another one after a step back. */
    public Session session() {
        return session;
    }

    /** Nanoseconds since the session began, from 0 to {@link #duration}. */
    public long position() {
        lock.lock();
        try {
            return at(clock.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    private long at(long now) {
        return playing ? Math.min(duration, base + Math.round((now - baseClock) * speed)) : base;
    }

    /** How long the recorded session is, in nanoseconds. */
    public long duration() {
        return duration;
    }

    /** True while time goes on; it stops by itself at the end. */
    public boolean isPlaying() {
        lock.lock();
        try {
            return playing && at(clock.getAsLong()) < duration;
        } finally {
            lock.unlock();
        }
    }

    /** True once the session has all events up to the position. */
    public boolean isCaughtUp() {
        lock.lock();
        try {
            return caughtUp;
        } finally {
            lock.unlock();
        }
    }

    /** Lets time go on; at the end it begins anew. */
    public void play() {
        set(() -> {
            if (base >= duration) {
                base = 0;
            }
            playing = true;
        });
    }

    /** Holds the clock. */
    public void pause() {
        set(() -> playing = false);
    }

    /** Lets time go on {@code factor} times as fast as it did, from {@value #SLOWEST} to {@value #FASTEST}. */
    public void speed(double factor) {
        set(() -> speed = Math.clamp(factor, SLOWEST, FASTEST));
    }

    /** Puts the clock to {@code nanos}; whether time goes on is as before. */
    public void seek(long nanos) {
        set(() -> base = Math.clamp(nanos, 0, duration));
    }

    private void set(Runnable change) {
        lock.lock();
        try {
            long now = clock.getAsLong();
            base = at(now);
            baseClock = now;
            change.run();
            caughtUp = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            Event next = after(0);
            while (true) {
                if (awaitWork(next == null ? Long.MAX_VALUE : next.nanos())) {
                    next = rewind();
                } else {
                    next = feed(session, next);
                }
            }
        } catch (InterruptedException | UncheckedIOException e) {
            // Closed, or the recording was: nobody looks any more.
        } finally {
            session.close();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the next event is due; true where the clock was put back before the last one that happened.
     *
     * @param due when the next event happens; the greatest of all numbers where none does
     */
    private boolean awaitWork(long due) throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                long now = at(clock.getAsLong());
                if (now < fedNanos) {
                    return true;
                }
                if (due <= now) {
                    return false;
                }
                caughtUp = true;
                if (playing && due != Long.MAX_VALUE) {
                    var _ = changed.awaitNanos(Math.max(1_000_000, Math.round((due - now) / speed)));
                } else {
                    changed.await();
                }
            }
            throw new InterruptedException("closed");
        } finally {
            lock.unlock();
        }
    }

    /** Makes the session anew, up to the clock: it is shown when it is whole. Gives the next event. */
    private @Nullable Event rewind() {
        Session before = session;
        Session again = Session.again(recorded);
        fedNanos = 0;
        Event next = feed(again, after(0));
        var _ = again.settled();
        session = again;
        before.close();
        return next;
    }

    /** The event after that with number {@code n}, or nothing behind the last. It may be read from a file: never under the lock. */
    private @Nullable Event after(long n) {
        return n < events ? recorded.event(n + 1) : null;
    }

    /** Lets happen what is due, from {@code first} on, a few events at a time: meanwhile the clock may be put elsewhere. */
    private @Nullable Event feed(Session into, @Nullable Event first) {
        Event next = first;
        List<Event> due = new ArrayList<>(BATCH);
        while (next != null && !isClosed()) {
            long now = position();
            while (next != null && next.nanos() <= now && due.size() < BATCH) {
                due.add(next);
                next = after(next.n());
            }
            if (due.isEmpty()) {
                return next;
            }
            into.happen(due);
            fedNanos = due.getLast().nanos();
            due.clear();
        }
        return next;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }
}
