package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import dev.parley.sim.fault.Fault;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A simulated modem in real time, with a real network behind it and a serial line of some speed in front.
 *
 * <p>Time on the line is that of the wire, not of the thread: what crossed while the thread was kept from running is taken as if it
 * had been looked at when it came, and the answer begins to cross when a modem would have given it. So a busy machine does not make
 * the modem slower than its line.
 *
 * <p>One thread owns the modem, a platform thread, for the arithmetic of a TLS handshake would keep a virtual one waiting. At most one terminal is attached at a time; bytes that come while none is are lost,
 * as on a serial line that nobody reads. All methods may be called from any thread.
 */
public final class RunningModem implements AutoCloseable {
    /** The host's end of the line. */
    public interface Terminal {
        /**
         * The modem wrote; called on the modem's thread.
         *
         * @param stamp {@link System#nanoTime()} when the last byte came
         */
        void received(Bytes bytes, long stamp);

        /** The modem broke inside; nothing follows. */
        void broken(RuntimeException why);
    }

    private static final Logger LOG = LoggerFactory.getLogger(RunningModem.class);
    /** How much may wait on the line to the host before peers of sockets have to wait too. */
    private static final int LINE_BACKLOG = 4096;

    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final SimulatedModem modem;
    private final RealNetwork network;
    private final UartLane fromHost;
    private final UartLane toHost;
    private final Thread thread;
    private final SplittableRandom pieces;
    private final boolean paced;
    private int rate;
    private volatile boolean closed;
    private @Nullable Terminal terminal;

    private RunningModem(ModemSetup setup, UartOptions uart, Routes routes, long seed) {
        modem = new SimulatedModem(setup.options(), setup.faults(), seed, System.nanoTime());
        network = new RealNetwork(modem, routes, inbox::add);
        pieces = new SplittableRandom(seed);
        fromHost = new UartLane(uart);
        toHost = new UartLane(uart);
        paced = uart.baud() > 0;
        rate = modem.rate();
        thread = Thread.ofPlatform().daemon().name("sim-modem").unstarted(this::run);
    }

    /** Starts a modem. */
    public static RunningModem start(ModemSetup setup, UartOptions uart, Routes routes, long seed) {
        RunningModem running = new RunningModem(setup, uart, routes, seed);
        running.thread.start();
        return running;
    }

    /** Connects a terminal in the place of another; a modem that is switched off is switched on. */
    public void attach(Terminal attached) {
        inbox.add(() -> {
            terminal = attached;
            modem.powerKey(System.nanoTime());
        });
    }

    /** Disconnects a terminal if it is the one connected. */
    public void detach(Terminal attached) {
        inbox.add(() -> {
            if (attached.equals(terminal)) {
                terminal = null;
            }
        });
    }

    /** The host writes {@code bytes}; returns at once, they cross the line in their time. */
    public void write(Bytes bytes) {
        long written = System.nanoTime();
        inbox.add(() -> fromHost.add(bytes, written));
    }

    /** Something goes wrong now. */
    public void strike(ModemEffect effect) {
        inbox.add(() -> modem.strike(effect, System.nanoTime()));
    }

    /** Something is to go wrong at its moment, from now on. */
    public void strike(Fault<ModemEffect> fault) {
        inbox.add(() -> modem.strike(fault, System.nanoTime()));
    }

    /** True once it was ended. */
    public boolean isClosed() {
        return closed;
    }

    /** Ends the modem with its connections. The terminal hears nothing afterwards. */
    @Override
    public void close() {
        closed = true;
        inbox.add(() -> {});
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (network) {
            while (!closed) {
                long due = step(System.nanoTime());
                Runnable next = due == Long.MAX_VALUE
                        ? inbox.take()
                        : inbox.poll(due - System.nanoTime(), TimeUnit.NANOSECONDS);
                while (next != null && !closed) {
                    next.run();
                    next = inbox.poll();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the simulated modem broke", e);
            Terminal attached = terminal;
            if (attached != null) {
                attached.broken(e);
            }
        }
    }

    /** Does what is due, each thing at its own time, and returns when it is worth the next look. */
    private long step(long now) {
        for (long time = next(now); time < now; time = next(now)) {
            happens(time);
        }
        happens(now);
        Bytes crossed = toHost.crossed(now);
        Terminal attached = terminal;
        if (!crossed.isEmpty() && attached != null) {
            hand(attached, crossed, now);
        }
        if (toHost.length() < LINE_BACKLOG) {
            network.admit();
        }
        return Math.min(modem.due(), Math.min(fromHost.due(), toHost.due()));
    }

    /** Hands on what has crossed, in pieces where a fault wants it so. */
    private void hand(Terminal attached, Bytes crossed, long now) {
        int most = modem.split() == 0 ? crossed.length() : modem.split();
        int at = 0;
        while (at < crossed.length()) {
            int piece = modem.split() == 0 ? most : 1 + pieces.nextInt(most);
            int to = Math.min(crossed.length(), at + piece);
            attached.received(crossed.slice(at, to), now);
            at = to;
        }
    }

    /** When the next thing happens by itself, at most {@code now}. */
    private long next(long now) {
        return Math.min(now, Math.min(modem.due(), fromHost.due()));
    }

    private void happens(long time) {
        fromHost.hold(!modem.takesMore(), time);
        Bytes typed = fromHost.crossed(time);
        if (!typed.isEmpty()) {
            modem.host(typed, time);
        }
        modem.advance(time);
        for (var actions = modem.actions(); !actions.isEmpty(); actions = modem.actions()) {
            actions.forEach(network::perform);
        }
        toHost.add(modem.output(), time);
        fromHost.hold(!modem.takesMore(), time);
        changeRate(time);
    }

    /** A new rate holds once the result of {@code AT+IPR} has crossed at the old one; the host is taken to follow. */
    private void changeRate(long time) {
        if (modem.rate() != rate && toHost.length() == 0) {
            rate = modem.rate();
            if (paced) {
                UartOptions uart = new UartOptions(rate);
                fromHost.setRate(uart, time);
                toHost.setRate(uart, time);
            }
        }
    }
}
