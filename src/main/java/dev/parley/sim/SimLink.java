package dev.parley.sim;

import dev.parley.journal.Bytes;
import dev.parley.link.Link;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.sim.modem.RunningModem;
import org.jspecify.annotations.Nullable;

/** A link to a simulated modem of its own, which ends with it. The listener is called on the modem's thread. */
final class SimLink implements Link {
    private final LinkAddress address;
    private final RunningModem modem;
    private @Nullable Terminal terminal;
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
        if (terminal != null) {
            throw new IllegalStateException("the link " + address + " was started before");
        }
        terminal = new Terminal(address, listener);
        modem.attach(terminal);
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
        Terminal attached;
        synchronized (this) {
            closed = true;
            attached = terminal;
        }
        if (attached != null) {
            attached.silenced = true;
        }
        modem.close();
    }

    private static final class Terminal implements RunningModem.Terminal {
        private final LinkAddress address;
        private final Listener listener;
        private volatile boolean silenced;

        Terminal(LinkAddress address, Listener listener) {
            this.address = address;
            this.listener = listener;
        }

        @Override
        public void received(Bytes bytes, long stamp) {
            if (!silenced) {
                listener.received(bytes, stamp);
            }
        }

        @Override
        public void broken(RuntimeException why) {
            if (!silenced) {
                listener.lost(new LinkException("the simulated modem at " + address + " broke; open it again", why));
            }
        }
    }
}
