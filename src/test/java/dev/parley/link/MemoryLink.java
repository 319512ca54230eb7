package dev.parley.link;

import dev.parley.journal.Bytes;
import java.util.function.Consumer;

/** A link in memory: what is written goes to a function, which may answer at once. */
public final class MemoryLink implements Link {
    private final Consumer<Bytes> modem;
    private Listener listener;
    private boolean broken;

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

    /** The reader finds the link gone. */
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
