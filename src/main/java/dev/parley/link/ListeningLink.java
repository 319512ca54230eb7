package dev.parley.link;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link whose other end dials in: {@code listen:127.0.0.1:7001}. While nobody has, the link is interrupted; one end at a time is
 * served, and who dials in meanwhile is turned away. It is only lost when it can no longer listen.
 */
final class ListeningLink implements Link {
    private static final Logger LOG = LoggerFactory.getLogger(ListeningLink.class);
    private static final int READ_BYTES = 16_384;

    private final LinkAddress address;
    private final ServerSocket server;
    private final AtomicReference<@Nullable Socket> present = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Delivery delivery;

    private ListeningLink(LinkAddress address, ServerSocket server) {
        this.address = address;
        this.server = server;
    }

    /**
     * Begins to listen; port 0 takes a free one, which {@link #address()} then names.
     *
     * @throws LinkException if the address is not this machine's, or the port is taken
     */
    static ListeningLink open(LinkAddress address) throws LinkException {
        SerialSettings.refuseUnknown(address, Set.of());
        InetSocketAddress place = TcpLink.target(address, 0);
        try {
            ServerSocket server = new ServerSocket();
            try {
                server.bind(place, 1);
            } catch (IOException e) {
                server.close();
                throw e;
            }
            String host = address.target().substring(0, address.target().lastIndexOf(':'));
            return new ListeningLink(
                    new LinkAddress(address.scheme(), host + ":" + server.getLocalPort(), address.options()), server);
        } catch (BindException e) {
            throw new LinkException(
                    "cannot listen on " + address.target()
                            + ": the port is taken, or the address is not this machine's; name another",
                    e);
        } catch (IOException e) {
            throw new LinkException("cannot listen on " + address.target() + ": " + TcpLink.reason(e), e);
        }
    }

    @Override
    public LinkAddress address() {
        return address;
    }

    @Override
    public void start(Listener listener) {
        Delivery to = new Delivery(listener);
        delivery = to;
        Thread.ofVirtual().name("listen " + address).start(() -> {
            to.interrupted(new LinkException("nobody has dialled in on " + address.target() + " yet"));
            accept(to);
        });
    }

    private void accept(Delivery to) {
        while (!closed.get()) {
            Socket caller;
            try {
                caller = server.accept();
            } catch (IOException e) {
                // After close() this reaches nobody: the delivery has ended.
                to.lost(new LinkException(
                        "cannot listen on " + address.target() + " any more: " + TcpLink.reason(e), e));
                return;
            }
            if (!isWelcome(caller)) {
                close(caller);
                continue;
            }
            to.regained(caller.getRemoteSocketAddress().toString().substring(1) + " dialled in");
            Thread.ofVirtual().name("read " + address).start(() -> read(caller, to));
        }
    }

    private boolean isWelcome(Socket caller) {
        try {
            caller.setOption(StandardSocketOptions.TCP_NODELAY, true);
            TcpLink.keepAlive(caller);
        } catch (IOException e) {
            LOG.debug("{} hung up at once", caller, e);
            return false;
        }
        return present.compareAndSet(null, caller) && !closed.get();
    }

    private void read(Socket caller, Delivery to) {
        byte[] buffer = new byte[READ_BYTES];
        String end = "hung up";
        try {
            InputStream in = caller.getInputStream();
            int n;
            while ((n = in.read(buffer)) >= 0) {
                long stamp = System.nanoTime();
                to.received(Bytes.copyOf(buffer, 0, n), stamp);
            }
        } catch (IOException e) {
            end = "is gone: " + TcpLink.reason(e);
        }
        close(caller);
        to.interrupted(new LinkException("who had dialled in on " + address.target() + " " + end));
        present.compareAndSet(caller, null);
    }

    @Override
    public void write(Bytes bytes) throws LinkException {
        pass(bytes);
    }

    @Override
    public void pass(Bytes bytes) throws LinkException {
        Socket caller = present.get();
        if (closed.get() || caller == null) {
            throw new LinkException(
                    closed.get()
                            ? "the link " + address + " is closed"
                            : "nobody has dialled in on " + address.target() + "; " + bytes.length()
                                    + " bytes went nowhere");
        }
        try {
            caller.getOutputStream().write(bytes.toArray());
        } catch (IOException e) {
            throw new LinkException(
                    "writing " + bytes.length() + " bytes on " + address.target() + " failed: " + TcpLink.reason(e), e);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Delivery to = delivery;
            Socket caller = present.get();
            if (caller != null) {
                close(caller);
            }
            if (to != null) {
                to.end();
            }
            try {
                server.close();
            } catch (IOException e) {
                LOG.debug("closing {}", address, e);
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing {}", socket, e);
        }
    }
}
