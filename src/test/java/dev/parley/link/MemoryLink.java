package dev.parley.link;

import dev.parley.journal.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A link in memory: what is written goes to a function, which may answer at once. */
public final class MemoryLink implements Link {
    private final Consumer<Bytes> modem;
    private Listener listener;
    private boolean broken;
    private final List<String> lines = new ArrayList<>();

    public MemoryLink(Consumer<Bytes> modem) {
        this.modem = modem;
    }

    @Override
    public LinkAddress address() {
        return new LinkAddress("sim", "memory", java.util.Map.of());
    }

    @Override
    public synchronized void start(Listener to) {
        listener = to;
    }

    @Override
    public void write(Bytes bytes) throws LinkException {
        synchronized (this) {
            if (broken) {
                throw new LinkException("the cable is cut");
            }
        }
        modem.accept(bytes);
    }

    /** The modem says something. */
    public void say(Bytes bytes) {
        Listener to;
        synchronized (this) {
            to = listener;
        }
        if (to != null) {
            to.received(bytes, System.nanoTime());
        }
    }

    /** Every write fails from now on. */
    public synchronized void cut() {
        broken = true;
    }

    /** The reader finds the link gone, and waits for it. */
    public void interrupt() {
        listener().interrupted(new LinkException("the cable is cut"));
    }

    /** The link is back. */
    public void regain(String detail) {
        listener().regained(detail);
    }

    /** A line of the port changes. */
    public void signal(LineSignals signals) {
        listener().signals(signals, System.nanoTime());
    }

    private synchronized Listener listener() {
        return listener;
    }

    @Override
    public synchronized void lines(boolean dtr, boolean rts) {
        lines.add("DTR " + (dtr ? "on" : "off") + ", RTS " + (rts ? "on" : "off"));
    }

    /** What the lines were set to, in order. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The reader finds the link gone for good. */
    public void lose() {
        Listener to;
        synchronized (this) {
            to = listener;
        }
        to.lost(new LinkException("the cable is cut"));
    }

    @Override
    public synchronized void close() {
        listener = null;
    }
}
