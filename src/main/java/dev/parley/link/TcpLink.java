package dev.parley.link;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A modem behind a TCP port that carries its bytes and nothing else: ser2net in raw mode, {@code parley simulate}. Not there is
 * RFC 2217, so the other end's baud rate and lines are its own affair.
 *
 * <p>A host that vanished without a word is noticed by keep-alive probes while nothing is written; while written bytes wait for
 * their acknowledgement the operating system sends no probes, and the modem's missing answer tells first.
 */
final class TcpLink implements Link {
    /** How long connecting may take. */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    /** Probes after 10 s without a byte, every 5 s, and lost after three that nobody answers: within half a minute. */
    private static final int KEEP_IDLE_SECONDS = 10;

    private static final int KEEP_INTERVAL_SECONDS = 5;
    private static final int KEEP_COUNT = 3;

    private static final Logger LOG = LoggerFactory.getLogger(TcpLink.class);
    private static final int READ_BYTES = 16_384;

    private final LinkAddress address;
    private final Socket socket;
    private final TimedWriter writer;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Delivery delivery;

    private TcpLink(LinkAddress address, Socket socket) {
        this.address = address;
        this.socket = socket;
        this.writer = new TimedWriter(
                address.toString(),
                bytes -> {
                    socket.getOutputStream().write(bytes);
                    socket.getOutputStream().flush();
                },
                TimedWriter.LIMIT,
                "the other end no longer reads: look at the program that serves " + address);
    }

    /**
     * Connects.
     *
     * @throws LinkException if an option is given, the host is unknown, or nobody answers there
     */
    static TcpLink open(LinkAddress address) throws LinkException {
        SerialSettings.refuseUnknown(address, Set.of("reconnect"));
        InetSocketAddress target = target(address, 1);
        Socket socket = new Socket();
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            keepAlive(socket);
            socket.connect(target, (int) CONNECT_LIMIT.toMillis());
            return new TcpLink(address, socket);
        } catch (IOException e) {
            LinkException told = new LinkException(sentence(address.target(), e), e);
            try {
                socket.close();
            } catch (IOException second) {
                told.addSuppressed(second);
            }
            throw told;
        }
    }

    static void keepAlive(Socket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        Map<SocketOption<Integer>, Integer> probes = Map.of(
                ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_IDLE_SECONDS,
                ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_INTERVAL_SECONDS,
                ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_COUNT);
        for (Map.Entry<SocketOption<Integer>, Integer> probe : probes.entrySet()) {
            if (socket.supportedOptions().contains(probe.getKey())) {
                socket.setOption(probe.getKey(), probe.getValue());
            }
        }
    }

    /** The host and port of {@code address}; {@code least} is the lowest port that makes sense. */
    static InetSocketAddress target(LinkAddress address, int least) throws LinkException {
        String text = address.target();
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int port;
        try {
            port = Integer.parseInt(text.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw new LinkException(noPort(text), e);
        }
        if (port < least || port > 65_535) {
            throw new LinkException(noPort(text));
        }
        InetSocketAddress target = new InetSocketAddress(host, port);
        if (target.isUnresolved()) {
            throw new LinkException("the host name '" + host + "' of " + address + " is not known; check its spelling");
        }
        return target;
    }

    private static String noPort(String text) {
        return "'" + text.substring(text.lastIndexOf(':') + 1) + "' in tcp://" + text
                + " is no port; use a number from 1 to 65535";
    }

    private static String sentence(String target, IOException e) {
        return switch (e) {
            case SocketTimeoutException t ->
                target + " did not answer within " + CONNECT_LIMIT.toSeconds()
                        + " s; check the address and what stands between";
            case NoRouteToHostException n -> target + " cannot be reached from here; check the address and the network";
            case ConnectException c ->
                target + " refused the connection; start the program that serves the modem there, or check the port";
            default -> "connecting to " + target + " failed: " + reason(e);
        };
    }

    static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    public LinkAddress address() {
        return address;
    }

    @Override
    public void start(Listener listener) {
        Delivery to = new Delivery(listener);
        delivery = to;
        Thread.ofVirtual().name("read " + address).start(() -> read(to));
    }

    private void read(Delivery to) {
        byte[] buffer = new byte[READ_BYTES];
        try {
            InputStream in = socket.getInputStream();
            int n;
            while ((n = in.read(buffer)) >= 0) {
                long stamp = System.nanoTime();
                to.received(Bytes.copyOf(buffer, 0, n), stamp);
            }
            to.lost(new LinkException(address.target() + " closed the connection; see why the program there ended"));
        } catch (IOException e) {
            // After close() this reaches nobody: the delivery has ended.
            to.lost(new LinkException("the connection to " + address.target() + " broke: " + reason(e), e));
        }
    }

    @Override
    public void write(Bytes bytes) throws LinkException {
        if (closed.get()) {
            throw new LinkException("the connection to " + address.target() + " is closed");
        }
        writer.write(bytes);
    }

    @Override
    public void pass(Bytes bytes) throws LinkException {
        try {
            socket.getOutputStream().write(bytes.toArray());
        } catch (IOException e) {
            throw new LinkException(
                    "writing " + bytes.length() + " bytes to " + address.target() + " failed: " + reason(e), e);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Delivery to = delivery;
            if (to != null) {
                to.end();
            }
            writer.close();
            try {
                socket.close();
            } catch (IOException e) {
                // The descriptor is gone either way, and nobody is left who could do anything about it.
                LOG.debug("closing {}", address, e);
            }
        }
    }
}
