package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A plain TCP socket as transport; it remembers what was sent, send by send. */
public final class SocketTransport implements TlsTransport {
    private final Socket socket;
    private final List<Bytes> sent = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    public SocketTransport(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
    }

    @Override
    public void send(Bytes bytes) throws IOException {
        socket.getOutputStream().write(bytes.toArray());
        sent.add(bytes);
    }

    @Override
    public Bytes receive(int most, Duration limit) throws IOException {
        socket.setSoTimeout((int) Math.max(1, limit.toMillis()));
        byte[] buffer = new byte[most];
        int n = socket.getInputStream().read(buffer);
        return n < 0 ? Bytes.empty() : Bytes.copyOf(buffer, 0, n);
    }

    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isClosed() {
        return closed;
    }

    public List<Bytes> sent() {
        return sent;
    }

    public List<Integer> sizes() {
        return sent.stream().map(Bytes::length).toList();
    }
}
