package dev.parley.link;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between a host (an MCU) and its modem: what either says is passed on unchanged and recorded, private keys as stars, and nothing
 * is ever said by the tap itself.
 *
 * <p>Bytes are stamped when the read returned, put into the recorder's queue and handed on; a thread of its own writes the
 * journal, so that a slow disk never holds up the wire, and a reply never stands before its command. Where both sides have line
 * signals, the host's RTS and DTR (which reach its port as CTS and DSR) become the modem's, and the modem's CTS and DSR the
 * host's; where a port has {@code flow=rtscts}, the port's driver has RTS.
 *
 * <p>A sniffer ({@code passes} false) hears two receive-only adapters: one on the host's TX wire, one on the modem's.
 *
 * <p>The journal's clock must be {@link System#nanoTime()}. Any thread may close the tap.
 */
public final class Tap implements AutoCloseable {
    private final Journal journal;
    private final Link host;
    private final Link modem;
    private final boolean passes;
    private final Lane toModem;
    private final Lane toHost;
    private final BlockingQueue<Runnable> record = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread recorder;
    private volatile boolean recording = true;

    /**
     * A tap that has not begun yet; it owns both links from now on.
     *
     * @param host the side where the host's bytes come from
     * @param modem the side where the modem's bytes come from
     * @param passes false to listen only, on two receive-only adapters
     */
    public Tap(Link host, Link modem, boolean passes, Journal journal) {
        this.host = host;
        this.modem = modem;
        this.passes = passes;
        this.journal = journal;
        this.toModem = new Lane(modem, why -> act("tap.to-modem", why));
        this.toHost = new Lane(host, why -> act("tap.to-host", why));
        this.recorder = Thread.ofPlatform().name("tap recorder").daemon().unstarted(this::record);
    }

    /** Begins to pass and to record; called once. */
    public void start() {
        recorder.start();
        record.add(() -> journal.link(
                Event.LinkChange.State.OPENED,
                modem.address() + (passes ? " tapped from " : " overheard with ") + host.address()));
        if (passes) {
            toModem.start();
            toHost.start();
        }
        // The modem first: what the host says at once must not find it deaf.
        modem.start(new ModemEar());
        host.start(new HostEar());
    }

    /** Done with the reason, in one sentence, when one side is gone for good; also when the tap is closed. */
    public CompletableFuture<String> ended() {
        return ended.copy();
    }

    private void record() {
        try {
            while (recording || !record.isEmpty()) {
                record.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void act(String name, String detail) {
        record.add(() -> journal.action(name, detail));
    }

    private void end(String why) {
        ended.complete(why);
    }

    /** Lets go of both sides and returns when all that was heard is recorded; the journal stays open. Safe to call twice. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        toModem.close();
        toHost.close();
        host.close();
        modem.close();
        record.add(() -> {
            journal.link(Event.LinkChange.State.CLOSED, modem.address().toString());
            recording = false;
        });
        boolean interrupted = false;
        while (recorder.isAlive()) {
            try {
                recorder.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        end("the tap was closed");
    }

    private final class ModemEar implements Link.Listener {
        /** For the recorder's thread. */
        private final SecretMask mask = SecretMask.ofKeys();

        @Override
        public void received(Bytes bytes, long stamp) {
            record.add(() -> journal.traffic(Direction.RX, mask.masked(bytes), Event.Origin.MODEM, stamp));
            if (passes) {
                toHost.pass(bytes);
            }
        }

        @Override
        public void signals(Link.LineSignals s, long stamp) {
            record.add(() -> journal.signals(s.cts(), s.dsr(), s.dcd(), s.ring(), s.rts(), s.dtr(), stamp));
            if (passes) {
                toHost.levels(s.dsr(), s.cts());
            }
        }

        @Override
        public void interrupted(LinkException why) {
            record.add(() -> journal.link(Event.LinkChange.State.LOST, why.getMessage()));
        }

        @Override
        public void regained(String detail) {
            record.add(() -> journal.link(Event.LinkChange.State.REGAINED, detail));
        }

        @Override
        public void lost(LinkException why) {
            interrupted(why);
            end("the modem's side ended: " + why.getMessage());
        }
    }

    private final class HostEar implements Link.Listener {
        /** For the recorder's thread. */
        private final SecretMask mask = SecretMask.ofKeys();

        @Override
        public void received(Bytes bytes, long stamp) {
            record.add(() -> journal.traffic(Direction.TX, mask.masked(bytes), Event.Origin.HOST, stamp));
            if (passes) {
                toModem.pass(bytes);
            }
        }

        @Override
        public void signals(Link.LineSignals s, long stamp) {
            if (passes) {
                toModem.levels(s.dsr(), s.cts());
            }
        }

        @Override
        public void interrupted(LinkException why) {
            act("tap.host-away", why.getMessage());
        }

        @Override
        public void regained(String detail) {
            act("tap.host-here", detail);
        }

        @Override
        public void lost(LinkException why) {
            act("tap.host-away", why.getMessage());
            end("the host's side ended: " + why.getMessage());
        }
    }
}
