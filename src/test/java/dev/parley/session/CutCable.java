package dev.parley.session;

import dev.parley.link.LinkAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A serial server as ser2net is one: a TCP port that carries a modem's bytes. While its cable is cut it takes connections and
 * closes them at once; the modem's side stays connected all the while, and what the modem says is lost.
 */
final class CutCable implements AutoCloseable {
    private final ServerSocket listener;
    private final Socket modem;
    private Socket host;
    private boolean cut;
    private String cutAfter = "";

    private CutCable(ServerSocket listener, Socket modem) {
        this.listener = listener;
        this.modem = modem;
    }

    static CutCable to(InetSocketAddress modem) throws IOException {
        CutCable cable = new CutCable(
                new ServerSocket(0, 5, InetAddress.getLoopbackAddress()),
                new Socket(modem.getAddress(), modem.getPort()));
        cable.modem.setTcpNoDelay(true);
        Thread.ofVirtual().start(cable::accept);
        Thread.ofVirtual().start(cable::fromModem);
        return cable;
    }

    LinkAddress link() {
        return new LinkAddress("tcp", "127.0.0.1:" + listener.getLocalPort(), Map.of());
    }

    /** Cuts once, for a moment, as soon as the host has written {@code text}; the modem hears that still. */
    synchronized void cutAfter(String text) {
        cutAfter = text;
    }

    synchronized void cut() throws IOException {
        cut = true;
        if (host != null) {
            host.close();
        }
    }

    synchronized void join() {
        cut = false;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket next = listener.accept();
                next.setTcpNoDelay(true);
                synchronized (this) {
                    if (cut) {
                        next.close();
                        continue;
                    }
                    host = next;
                }
                Thread.ofVirtual().start(() -> fromHost(next));
            } catch (IOException e) {
                // The test is over.
                return;
            }
        }
    }

    private void fromHost(Socket from) {
        byte[] buffer = new byte[4096];
        try {
            InputStream in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                modem.getOutputStream().write(buffer, 0, n);
                String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                synchronized (this) {
                    if (!cutAfter.isEmpty() && text.contains(cutAfter)) {
                        cutAfter = "";
                        from.close();
                    }
                }
            }
        } catch (IOException e) {
            // Cut.
        }
    }

    private void fromModem() {
        byte[] buffer = new byte[4096];
        try {
            InputStream in = modem.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                toHost(buffer, n);
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void toHost(byte[] buffer, int n) {
        Socket to;
        synchronized (this) {
            to = host;
        }
        if (to != null) {
            try {
                OutputStream out = to.getOutputStream();
                out.write(buffer, 0, n);
            } catch (IOException e) {
                // Nobody hears it.
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        listener.close();
        modem.close();
        if (host != null) {
            host.close();
        }
    }
}
