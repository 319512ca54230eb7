package dev.parley.tls.client;

import dev.parley.journal.Direction;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The place where the TLS engine's thread waits before something leaves, or before something that came is acted upon.
 *
 * <p>The engine's thread calls {@link #pass}, {@link #pause} and what tells of breakpoints; any other thread calls the rest. The
 * modem goes on being read while it waits.
 */
public final class Gate {
    /** How far one release goes. Breakpoints stop the engine at every level. */
    public enum Level {
        /** Never wait. */
        RUN,
        /** Wait where the direction turns. */
        FLIGHT,
        /** Wait before every message. */
        MESSAGE,
        /** Wait before every record. */
        RECORD,
        /** Wait before every send of the transport, one {@code AT+QISEND}, and after every read, one {@code AT+QIRD} or URC. */
        EXCHANGE
    }

    /** What the engine waits at. */
    public enum Unit {
        MESSAGE,
        RECORD,
        /** One send of the transport that is about to leave, or one read that brought bytes. */
        EXCHANGE,
        ALERT,
        /** Nothing in particular: it stands between two of the others, or waits for the server. */
        MOMENT
    }

    /**
     * What the engine is about to do.
     *
     * @param bytes size on the wire where it leaves; the message's or record's own size where it came
     * @param exchange how the transport names the exchange that carries it; empty where it is not one exchange
     * @param turns true if a flight may begin with it
     */
    record Point(Unit unit, Direction direction, String title, int bytes, String exchange, boolean turns) {
        Point(Unit unit, Direction direction, String title, int bytes) {
            this(unit, direction, title, bytes, "", unit == Unit.MESSAGE);
        }

        /** One send or read of the transport. */
        static Point exchange(Direction direction, String title, int bytes, String exchange) {
            return new Point(Unit.EXCHANGE, direction, title, bytes, exchange, false);
        }

        /**
         * ChangeCipherSpec of TLS 1.3, which changes nothing: the client's may leave in the midst of the server's flight (RFC
         * 8446 appendix D.4).
         */
        static Point dummyChange(Direction direction, int bytes) {
            return new Point(Unit.MESSAGE, direction, "ChangeCipherSpec", bytes, "", false);
        }
    }

    /**
     * What stands on both sides of the engine.
     *
     * @param lastByteNanos when the last byte crossed the transport either way, by {@link System#nanoTime}
     * @param beforeWire bytes the client has made and not sent
     * @param beforeClient bytes that came and are not acted upon; a record counts whole until its last message is
     * @param taken how many of the server's messages the client has acted upon, alerts aside
     */
    record Queues(long lastByteNanos, long beforeWire, long beforeClient, int taken) {}

    /**
     * Where the engine is waiting.
     *
     * @param unit what it waits at
     * @param direction {@code TX}: it is about to leave; {@code RX}: it came and is about to be acted upon, or is waited for
     * @param title the message's name, for example {@code Certificate}; of a read that brought bytes the message waited for
     * @param bytes its size on the wire where it leaves; the message's own size where it came
     * @param exchange how the transport names the exchange that is to carry it or brought it, for example {@code AT+QIRD=0,1500};
     *     empty where the stop is at no exchange, or the transport has no name for it
     * @param why what made it stop, in words: the level, or the breakpoint
     * @param sinceNanos when it began to wait here, by {@link System#nanoTime}
     * @param lastByteNanos when the last byte crossed the transport either way, by {@link System#nanoTime}: since then the server
     *     has heard nothing
     * @param beforeWire bytes the client has made and not sent
     * @param beforeClient bytes that came and are not acted upon
     * @param taken how many of the server's messages the client has acted upon, alerts aside
     */
    public record Stop(
            Unit unit,
            Direction direction,
            String title,
            int bytes,
            String exchange,
            String why,
            long sinceNanos,
            long lastByteNanos,
            long beforeWire,
            long beforeClient,
            int taken) {}

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
    private Set<Breakpoint> breakpoints = Set.of();
    private Optional<Stop> stop = Optional.empty();
    private Optional<Direction> flight = Optional.empty();
    /** A breakpoint that was met: the engine stops wherever it comes next. */
    private @Nullable String due;

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
     * Waits here if the level or a breakpoint says so. Called by the engine's thread only.
     *
     * @throws AbortedException if the operator aborted before or while waiting
     */
    void pass(Point here, Queues queues) throws AbortedException {
        lock.lock();
        try {
            if (aborted) {
                throw new AbortedException();
            }
            Optional<String> why = reason(here);
            if (why.isPresent()) {
                park(here, queues, why.get());
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<String> reason(Point here) {
        boolean turned = false;
        if (here.turns()) {
            turned = flight.isEmpty() || flight.get() != here.direction();
            flight = Optional.of(here.direction());
        }
        String met = due;
        due = null;
        if (met != null) {
            return Optional.of(met);
        }
        Breakpoint own = here.unit() == Unit.ALERT
                ? new Breakpoint.OnAlert()
                : new Breakpoint.BeforeMessage(here.direction(), here.title());
        if ((here.unit() == Unit.ALERT || here.unit() == Unit.MESSAGE) && breakpoints.contains(own)) {
            return Optional.of("breakpoint " + own.words());
        }
        boolean stops =
                switch (level) {
                    case RUN -> false;
                    case FLIGHT -> turned;
                    case MESSAGE -> here.unit() == Unit.MESSAGE;
                    case RECORD -> here.unit() == Unit.RECORD;
                    case EXCHANGE -> here.unit() == Unit.EXCHANGE;
                };
        return stops ? Optional.of(words(level)) : Optional.empty();
    }

    private static String words(Level level) {
        return switch (level) {
            case RUN -> "no step";
            case FLIGHT -> "step by flight";
            case MESSAGE -> "step by message";
            case RECORD -> "step by record";
            case EXCHANGE -> "step by AT exchange";
        };
    }

    /** Waits for a release. Under the lock. */
    private void park(Point here, Queues queues, String why) throws AbortedException {
        long seen = releases;
        long since = System.nanoTime();
        stop = Optional.of(new Stop(
                here.unit(),
                here.direction(),
                here.title(),
                here.bytes(),
                here.exchange(),
                why,
                since,
                queues.lastByteNanos(),
                queues.beforeWire(),
                queues.beforeClient(),
                queues.taken()));
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
    }

    /**
     * Holds the engine back for {@code delay}, whatever the level. Called by the engine's thread only; counts as parked.
     *
     * @throws AbortedException if the operator aborted
     */
    void pause(Duration delay) throws AbortedException {
        lock.lock();
        try {
            long since = System.nanoTime();
            long left = delay.toNanos();
            while (left > 0 && !aborted) {
                left = awaitNanos(left);
            }
            parkedNanos += System.nanoTime() - since;
            if (aborted) {
                throw new AbortedException();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for {@code nanos}, or for less where the thread is interrupted: then the operator aborts, or nobody does. */
    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's, who knows what it waits for
    private long awaitNanos(long nanos) throws AbortedException {
        try {
            return released.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AbortedException();
        }
    }

    // Breakpoints, told by the engine as they are met

    /** A message has left, or is being acted upon: a breakpoint after it stops the engine wherever it comes next. */
    void passed(Direction direction, String title) {
        meet(new Breakpoint.AfterMessage(direction, title));
    }

    /**
     * The breakpoint at a byte that lies in the next {@code length} bytes, or nothing.
     *
     * @param crossed how many bytes crossed before them
     * @return the first of them, whose {@link Breakpoint.AtByte#n()} is above {@code crossed} by 1 to {@code length}
     */
    Optional<Breakpoint.AtByte> byteAt(Direction direction, long crossed, int length) {
        lock.lock();
        try {
            return breakpoints.stream()
                    .filter(Breakpoint.AtByte.class::isInstance)
                    .map(Breakpoint.AtByte.class::cast)
                    .filter(at -> at.direction() == direction && at.n() > crossed && at.n() <= crossed + length)
                    .min(Comparator.comparingLong(Breakpoint.AtByte::n));
        } finally {
            lock.unlock();
        }
    }

    /** Stops the engine wherever it comes next, if that breakpoint is still set. */
    void meet(Breakpoint breakpoint) {
        lock.lock();
        try {
            if (breakpoints.contains(breakpoint)) {
                due = "breakpoint " + breakpoint.words();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The shortest time that counts as slow, in nanoseconds, or nothing. */
    OptionalLong slow() {
        lock.lock();
        try {
            return breakpoints.stream()
                    .filter(Breakpoint.SlowerThan.class::isInstance)
                    .mapToLong(
                            slower -> ((Breakpoint.SlowerThan) slower).limit().toNanos())
                    .min();
        } finally {
            lock.unlock();
        }
    }

    /** A breakpoint was met and the engine has not stopped yet. */
    boolean isDue() {
        lock.lock();
        try {
            return due != null;
        } finally {
            lock.unlock();
        }
    }

    /** The modem said {@code line} by itself. Any thread. */
    public void urc(String line) {
        lock.lock();
        try {
            breakpoints.stream()
                    .filter(breakpoint -> breakpoint instanceof Breakpoint.OnUrc urc && line.startsWith(urc.text()))
                    .findFirst()
                    .ifPresent(breakpoint -> due = "breakpoint " + breakpoint.words());
        } finally {
            lock.unlock();
        }
    }

    // The operator

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

    /** How long the engine has waited here in all, the present stop included. */
    public Duration parked() {
        lock.lock();
        try {
            long now = stop.map(here -> System.nanoTime() - here.sinceNanos()).orElse(0L);
            return Duration.ofNanos(parkedNanos + now);
        } finally {
            lock.unlock();
        }
    }
}
