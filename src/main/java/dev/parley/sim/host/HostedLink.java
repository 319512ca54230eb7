package dev.parley.sim.host;

import dev.parley.journal.Bytes;
import dev.parley.link.Link;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A link that listens in on a modem and the scripted host that drives it. The host begins with the link, and when its script is at its
 * end the link is lost: there is nothing more to hear.
 */
public final class HostedLink implements Link {
    /** What is left to be heard of the modem when the host has ended. */
    private static final long LAST_WORDS_MILLIS = 150;

    private final Link modem;
    private final List<HostStep> script;
    private final DeviceFiles files;
    private @Nullable Thread host;

    /**
     * A link over {@code modem}, which it owns.
     *
     * @param files what the host's TLS client carries
     */
    public HostedLink(Link modem, List<HostStep> script, DeviceFiles files) {
        this.modem = modem;
        this.script = List.copyOf(script);
        this.files = files;
    }

    @Override
    public LinkAddress address() {
        return modem.address();
    }

    @Override
    public boolean isDriven() {
        return true;
    }

    @Override
    public synchronized void start(Listener listener) {
        ModemLine line = new ModemLine(bytes -> {
            listener.overheard(bytes, System.nanoTime());
            modem.write(bytes);
        });
        modem.start(new Listener() {
            @Override
            public void received(Bytes bytes, long stamp) {
                listener.received(bytes, stamp);
                line.said(bytes);
            }

            @Override
            public void lost(LinkException why) {
                listener.lost(why);
            }
        });
        host = Thread.ofPlatform().daemon().name("scripted-host").start(() -> {
            try {
                new ScriptedHost(line, files).play(script);
                Thread.sleep(LAST_WORDS_MILLIS);
                listener.lost(new LinkException("the host has come to its end; connect again to see it once more"));
            } catch (LinkException e) {
                listener.lost(e);
            } catch (InterruptedException e) {
                // The link is closed, and nobody listens any more.
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void write(Bytes bytes) throws LinkException {
        throw new LinkException("another host drives the modem at " + address() + "; Parley only listens here");
    }

    @Override
    public void close() {
        Thread playing;
        synchronized (this) {
            playing = host;
        }
        if (playing != null) {
            playing.interrupt();
        }
        modem.close();
    }
}
