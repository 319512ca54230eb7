package dev.parley.tls.client;

import dev.parley.journal.Direction;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The place where the TLS engine's thread waits before a message leaves, or before one that came is acted upon.
 *
 * <p>The engine's thread calls {@link #pass}; any other thread calls the rest. The modem goes on being read while it waits.
 */
public final class Gate {
    /** How far one release goes. */
    public enum Level {
        /** Never wait. */
        RUN,
        /** Wait where the direction turns. */
        FLIGHT,
        /** Wait before every message. */
        MESSAGE,
        /** Wait before every record. */
        RECORD,
        /** Wait before every send of the transport: one {@code AT+QISEND}. */
        EXCHANGE
    }

    /**
     * Where the engine is waiting.
     *
     * @param direction {@code TX}: the message is about to leave; {@code RX}: it came and is about to be acted upon
     * @param title the message's name, for example {@code Certificate}
     * @param bytes its size on the wire where it leaves; the message's own size where it came
     */
    public record Stop(Direction direction, String title, int bytes) {}

    /** The operator gave the handshake up. */
    public static final class AbortedException extends java.io.InterruptedIOException {
        private static final long serialVersionUID = 1L;

        public AbortedException() {
            super("the handshake was aborted by the operator");
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final Consumer<Optional<Stop>> observer;
    private Level level;
    private Optional<Stop> stop = Optional.empty();
    private Optional<Direction> flight = Optional.empty();
    private Set<Breakpoint> breakpoints = Set.of();
    private long releases;
    private boolean aborted;
    private long parkedNanos;

    /**
     * A gate at {@code level}.
     *
     * @param observer hears on the engine's thread when it begins to wait and when it goes on
     */
    public Gate(Level level, Consumer<Optional<Stop>> observer) {
        this.level = level;
        this.observer = observer;
    }

    /**
     * Waits here if the level says so. Called by the engine's thread only.
     *
     * @throws AbortedException if the operator aborted before or while waiting
     */
    public void pass(Stop here) throws AbortedException {
        lock.lock();
        try {
            if (aborted) {
                throw new AbortedException();
            }
            boolean turned = flight.isEmpty() || flight.get() != here.direction();
            flight = Optional.of(here.direction());
            boolean broken = breakpoints.contains(new Breakpoint.BeforeMessage(here.direction(), here.title()));
            if (!broken && (level == Level.RUN || (level == Level.FLIGHT && !turned))) {
                return;
            }
            long seen = releases;
            stop = Optional.of(here);
            long since = System.nanoTime();
            observer.accept(stop);
            while (releases == seen && !aborted) {
                released.awaitUninterruptibly();
            }
            parkedNanos += System.nanoTime() - since;
            stop = Optional.empty();
            observer.accept(stop);
            if (aborted) {
                throw new AbortedException();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets the engine go on to the next stop of the present level. Nothing happens where it is not waiting. */
    public void step() {
        lock.lock();
        try {
            if (stop.isPresent()) {
                releases++;
                released.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sets how far the engine goes; {@code RUN} lets it go on at once. */
    public void level(Level next) {
        lock.lock();
        try {
            level = next;
            if (next == Level.RUN) {
                releases++;
            }
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Where the engine stops whatever the level is. */
    public void breakpoints(Set<Breakpoint> next) {
        lock.lock();
        try {
            breakpoints = Set.copyOf(next);
        } finally {
            lock.unlock();
        }
    }

    /** Gives the handshake up: the engine's thread gets an {@link AbortedException} here, now or at its next stop. */
    public void abort() {
        lock.lock();
        try {
            aborted = true;
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public boolean isAborted() {
        lock.lock();
        try {
            return aborted;
        } finally {
            lock.unlock();
        }
    }

    /** Where the engine waits now, or nothing. */
    public Optional<Stop> stop() {
        lock.lock();
        try {
            return stop;
        } finally {
            lock.unlock();
        }
    }

    public Level level() {
        lock.lock();
        try {
            return level;
        } finally {
            lock.unlock();
        }
    }

    /** How long the engine has waited here in all. */
    public Duration parked() {
        lock.lock();
        try {
            return Duration.ofNanos(parkedNanos);
        } finally {
            lock.unlock();
        }
    }
}
