package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bouncycastle.tls.TlsClientProtocol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS over a TCP connection: a {@link Stream} that opens once the handshake is done. Pure but for the random numbers of TLS. For the
 * modem's thread.
 */
final class TlsStream implements Stream, Stream.Listener {
    /** Plain bytes that are acknowledged once so many bytes of the connection are. */
    private record Pending(long end, int plain) {}

    private static final Logger LOG = LoggerFactory.getLogger(TlsStream.class);

    private final TlsSetup setup;
    private final String host;
    private final SimulatedModem modem;
    private final Listener listener;
    private final TlsClientProtocol protocol = new TlsClientProtocol();
    private final Deque<Pending> pending = new ArrayDeque<>();

    private @Nullable Stream connection;
    private String remoteAddress = "";
    private int localPort;
    private long written;
    private long taken;
    private boolean secured;
    private boolean over;
    /** True if its user asked for the close, and is to hear when it is done. */
    private boolean closing;

    private TlsStream(TlsSetup setup, String host, SimulatedModem modem, Listener listener) {
        this.setup = setup;
        this.host = host;
        this.modem = modem;
        this.listener = listener;
    }

    /** Opens a connection and secures it. */
    static Stream open(
            Connections connections, TlsSetup setup, String host, int port, SimulatedModem modem, Listener listener) {
        TlsStream stream = new TlsStream(setup, host, modem, listener);
        stream.connection = connections.open(host, port, stream);
        return stream;
    }

    // ---- what its user asks

    @Override
    public void send(Bytes bytes) {
        try {
            protocol.writeApplicationData(bytes.toArray(), 0, bytes.length());
            flush();
            pending.add(new Pending(written, bytes.length()));
        } catch (IOException e) {
            broken(e);
        }
    }

    @Override
    public void close() {
        over = true;
        closing = true;
        try {
            protocol.close();
        } catch (IOException e) {
            LOG.debug("the modem's TLS did not close in good order: {}", e.getMessage());
        }
        flush();
        connection().close();
    }

    @Override
    public void hangUp() {
        over = true;
        connection().hangUp();
    }

    @Override
    public void abort() {
        over = true;
        connection().abort();
    }

    // ---- what its connection brings

    @Override
    public void opened(String address, int port) {
        remoteAddress = address;
        localPort = port;
        modem.after(Duration.ofSeconds(setup.limitSeconds()), () -> {
            if (!secured && !over) {
                broken(new IOException("the handshake took longer than " + setup.limitSeconds() + " s"));
            }
        });
        try {
            protocol.connect(new ModemTlsClient(setup, host, modem.clock(), () -> secured = true));
            flush();
        } catch (IOException e) {
            broken(e);
        }
    }

    @Override
    public void failed(TcpError error) {
        over = true;
        listener.failed(error);
    }

    @Override
    public void received(Bytes bytes) {
        if (over) {
            return;
        }
        boolean wasSecured = secured;
        try {
            protocol.offerInput(bytes.toArray());
        } catch (IOException e) {
            deliver(wasSecured);
            broken(e);
            return;
        }
        flush();
        deliver(wasSecured);
        if (protocol.isClosed() && !over) {
            // The peer said goodbye with close_notify.
            ended();
        }
    }

    @Override
    public void ended() {
        if (over) {
            return;
        }
        over = true;
        if (secured) {
            listener.ended();
        } else {
            listener.failed(modem.options().tlsFailure());
        }
    }

    @Override
    public void acknowledged(int count) {
        taken += count;
        while (!pending.isEmpty() && pending.peek().end() <= taken) {
            listener.acknowledged(pending.remove().plain());
        }
    }

    @Override
    public void released() {
        if (closing) {
            listener.released();
        }
    }

    @Override
    public int unread() {
        return listener.unread();
    }

    // ---- inside

    private void deliver(boolean wasSecured) {
        if (secured && !wasSecured) {
            listener.opened(remoteAddress, localPort);
        }
        int available = protocol.getAvailableInputBytes();
        if (available > 0) {
            byte[] plain = new byte[available];
            int count = protocol.readInput(plain, 0, available);
            listener.received(Bytes.copyOf(plain, 0, count));
        }
    }

    /** The handshake or the connection failed: what is to be said to the peer goes out, then it is over. */
    private void broken(IOException why) {
        LOG.debug("TLS in the modem to {} failed: {}", host, why.getMessage());
        flush();
        Stream below = connection();
        if (!over) {
            over = true;
            below.close();
            if (secured) {
                listener.ended();
            } else {
                listener.failed(modem.options().tlsFailure());
            }
        }
    }

    private void flush() {
        int available = protocol.getAvailableOutputBytes();
        if (available > 0) {
            byte[] bytes = new byte[available];
            int count = protocol.readOutput(bytes, 0, available);
            written += count;
            connection().send(Bytes.copyOf(bytes, 0, count));
        }
    }

    private Stream connection() {
        Stream open = connection;
        if (open == null) {
            throw new IllegalStateException("TLS without a connection");
        }
        return open;
    }
}
