package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network of a simulated modem: real TCP connections, two virtual threads each. What happens is posted to the modem's
 * thread; everything but the posting belongs to that thread.
 */
final class TcpNetwork implements AutoCloseable {
    private static final int CONNECT_LIMIT_MILLIS = 150_000;
    private static final int CLOSE_LIMIT_MILLIS = 500;
    private static final int CHUNK = 1460;
    private static final Logger LOG = LoggerFactory.getLogger(TcpNetwork.class);

    private final SimulatedModem modem;
    private final Routes routes;
    private final Consumer<Runnable> modemThread;
    private final Map<Integer, Connection> connections = new HashMap<>();

    TcpNetwork(SimulatedModem modem, Routes routes, Consumer<Runnable> modemThread) {
        this.modem = modem;
        this.routes = routes;
        this.modemThread = modemThread;
    }

    void perform(NetworkAction action) {
        switch (action) {
            case NetworkAction.Connect(var number, var host, var port) -> {
                Connection connection = new Connection(number);
                connections.put(number, connection);
                start("connect", number, () -> connection.open(host, port));
            }
            case NetworkAction.Send(var number, var bytes) -> {
                Connection connection = connections.get(number);
                if (connection != null) {
                    connection.outbox.add(Optional.of(bytes));
                }
            }
            case NetworkAction.Close(var number) -> {
                Connection connection = connections.get(number);
                if (connection == null) {
                    modem.released(number, System.nanoTime());
                } else {
                    connection.closing = true;
                    connection.room.release();
                    connection.outbox.add(Optional.empty());
                }
            }
            case NetworkAction.Abort(var number) -> {
                Connection connection = connections.remove(number);
                if (connection != null) {
                    connection.drop();
                }
            }
            case NetworkAction.LookUp(var query, var host) ->
                start("look-up", query, () -> {
                    String address = routes.address(host).orElse(null);
                    modemThread.accept(() -> modem.lookedUp(query, address, System.nanoTime()));
                });
        }
    }

    /** Lets peers go on whose bytes have found room. */
    void admit() {
        for (Connection connection : connections.values()) {
            if (connection.waitsForRoom && modem.hasRoom(connection.number)) {
                connection.waitsForRoom = false;
                connection.room.release();
            }
        }
    }

    @Override
    public void close() {
        connections.values().forEach(Connection::drop);
        connections.clear();
    }

    private static void start(String what, int number, Runnable task) {
        Thread.ofVirtual().name("sim-" + what + "-" + number).start(task);
    }

    private final class Connection {
        final int number;
        final BlockingQueue<Optional<Bytes>> outbox = new LinkedBlockingQueue<>();
        final Semaphore room = new Semaphore(0);
        /** Owned by the modem's thread: true if the reader has handed bytes over and waits to read on. */
        boolean waitsForRoom;
        /** True once the modem closes it: what comes then is nobody's. */
        volatile boolean closing;

        private final CountDownLatch ended = new CountDownLatch(1);
        private final Socket socket = new Socket();

        Connection(int number) {
            this.number = number;
        }

        void open(String host, int port) {
            Optional<Routes.Target> target = routes.target(host, port);
            if (target.isEmpty()) {
                fail(TcpError.DNS_FAILED);
                return;
            }
            try {
                InetSocketAddress address = target.get().address();
                socket.connect(address, CONNECT_LIMIT_MILLIS);
                socket.setTcpNoDelay(true);
            } catch (IOException e) {
                drop();
                fail(TcpError.CONNECT_FAILED);
                return;
            }
            String shown = target.get().shown();
            int localPort = socket.getLocalPort();
            modemThread.accept(() -> modem.connected(number, shown, localPort, System.nanoTime()));
            start("send", number, this::send);
            receive();
        }

        void drop() {
            try {
                socket.close();
            } catch (IOException e) {
                // It is dropped either way, and nobody hears of this connection any more.
            }
            outbox.add(Optional.empty());
            room.release();
        }

        private void fail(TcpError error) {
            modemThread.accept(() -> modem.connectFailed(number, error.number(), System.nanoTime()));
        }

        private void receive() {
            byte[] buffer = new byte[CHUNK];
            try {
                InputStream in = socket.getInputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (!closing) {
                        Bytes bytes = Bytes.copyOf(buffer, 0, n);
                        modemThread.accept(() -> {
                            modem.received(number, bytes, System.nanoTime());
                            waitsForRoom = true;
                        });
                        room.acquire();
                    }
                }
            } catch (IOException e) {
                // A reset and a connection closed from here look the same; the modem knows which it asked for.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            ended.countDown();
            if (!closing) {
                modemThread.accept(() -> modem.peerClosed(number, System.nanoTime()));
            }
        }

        private void send() {
            try {
                OutputStream out = socket.getOutputStream();
                for (Optional<Bytes> next = outbox.take(); next.isPresent(); next = outbox.take()) {
                    int count = next.get().length();
                    out.write(next.get().toArray());
                    modemThread.accept(() -> modem.acknowledged(number, count, System.nanoTime()));
                }
                socket.shutdownOutput();
                // The peer may answer with its own FIN; a close before it has read everything could reset it.
                if (!ended.await(CLOSE_LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
                    LOG.debug("the peer of connection {} did not close in turn", number);
                }
            } catch (IOException e) {
                // The reader meets the same end and reports it.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            drop();
            modemThread.accept(() -> {
                connections.remove(number, this);
                modem.released(number, System.nanoTime());
            });
        }
    }
}
