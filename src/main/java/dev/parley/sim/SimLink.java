package dev.parley.sim;

import dev.parley.journal.Bytes;
import dev.parley.link.Delivery;
import dev.parley.link.Link;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.sim.modem.RunningModem;
import org.jspecify.annotations.Nullable;

/** A link to a simulated modem of its own, which ends with it. The listener is called on the modem's thread. */
final class SimLink implements Link {
    private final LinkAddress address;
    private final RunningModem modem;
    private @Nullable Delivery delivery;
    private boolean closed;

    SimLink(LinkAddress address, RunningModem modem) {
        this.address = address;
        this.modem = modem;
    }

    @Override
    public LinkAddress address() {
        return address;
    }

    @Override
    public synchronized void start(Listener listener) {
        if (delivery != null) {
            throw new IllegalStateException("the link " + address + " was started before");
        }
        delivery = new Delivery(listener);
        modem.attach(new Terminal(address, delivery));
    }

    @Override
    public synchronized void write(Bytes bytes) throws LinkException {
        if (closed) {
            throw new LinkException("the link " + address + " is closed; open it again");
        }
        modem.write(bytes);
    }

    @Override
    public void close() {
        Delivery to;
        synchronized (this) {
            closed = true;
            to = delivery;
        }
        if (to != null) {
            to.end();
        }
        modem.close();
    }

    /** The host's end of the modem's line. */
    private record Terminal(LinkAddress address, Delivery to) implements RunningModem.Terminal {
        @Override
        public void received(Bytes bytes, long stamp) {
            to.received(bytes, stamp);
        }

        @Override
        public void broken(RuntimeException why) {
            to.lost(new LinkException("the simulated modem at " + address + " broke; open it again", why));
        }
    }
}
