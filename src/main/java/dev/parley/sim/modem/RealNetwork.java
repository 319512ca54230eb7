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
 * The network of a simulated modem: real TCP connections, datagrams and listeners, on virtual threads. What happens is posted to the
 * modem's thread; everything but the posting belongs to that thread.
 */
final class RealNetwork implements AutoCloseable {
    private static final int CONNECT_LIMIT_MILLIS = 150_000;
    private static final int CLOSE_LIMIT_MILLIS = 500;
    private static final int CHUNK = 1460;
    private static final Logger LOG = LoggerFactory.getLogger(RealNetwork.class);

    private final SimulatedModem modem;
    private final Routes routes;
    private final Consumer<Runnable> modemThread;
    private final Map<Integer, NetworkEnd> ends = new HashMap<>();

    RealNetwork(SimulatedModem modem, Routes routes, Consumer<Runnable> modemThread) {
        this.modem = modem;
        this.routes = routes;
        this.modemThread = modemThread;
    }

    void perform(NetworkAction action) {
        switch (action) {
            case NetworkAction.Connect(var number, var host, var port) -> {
                Connection connection = new Connection(number, new Socket());
                ends.put(number, connection);
                start("connect", number, () -> connection.open(host, port));
            }
            case NetworkAction.Bind(var number, var peer, var localPort) -> {
                DatagramEnd datagrams = new DatagramEnd(modem, routes, modemThread, number);
                ends.put(number, datagrams);
                start("datagrams", number, () -> datagrams.open(peer, localPort));
            }
            case NetworkAction.Listen(var number, var localPort) -> {
                ListeningEnd listener = new ListeningEnd(modem, modemThread, this::accepted, number);
                ends.put(number, listener);
                start("listen", number, () -> listener.open(localPort));
            }
            case NetworkAction.Send(var number, var bytes) -> {
                NetworkEnd end = ends.get(number);
                if (end != null) {
                    end.send(bytes);
                }
            }
            case NetworkAction.SendTo(var number, var bytes, var to) -> {
                if (ends.get(number) instanceof DatagramEnd datagrams) {
                    datagrams.send(bytes, to);
                }
            }
            case NetworkAction.Close(var number) -> {
                NetworkEnd end = ends.get(number);
                if (end != null) {
                    end.close();
                }
                if (!(end instanceof Connection)) {
                    ends.remove(number);
                    modem.released(number, System.nanoTime());
                }
            }
            case NetworkAction.Abort(var number) -> {
                NetworkEnd end = ends.remove(number);
                if (end != null) {
                    end.drop();
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
        ends.values().forEach(NetworkEnd::admit);
    }

    @Override
    public void close() {
        ends.values().forEach(NetworkEnd::drop);
        ends.clear();
    }

    private void accepted(int number, Socket socket) {
        Connection connection = new Connection(number, socket);
        ends.put(number, connection);
        start("accept", number, connection::run);
    }

    private static void start(String what, int number, Runnable task) {
        Thread.ofVirtual().name("sim-" + what + "-" + number).start(task);
    }

    private final class Connection implements NetworkEnd {
        final int number;
        final BlockingQueue<Optional<Bytes>> outbox = new LinkedBlockingQueue<>();
        final Semaphore room = new Semaphore(0);
        /** Owned by the modem's thread: true if the reader has handed bytes over and waits to read on. */
        boolean waitsForRoom;
        /** True once the modem closes it: what comes then is nobody's. */
        volatile boolean closing;

        private final CountDownLatch ended = new CountDownLatch(1);
        private final Socket socket;

        Connection(int number, Socket socket) {
            this.number = number;
            this.socket = socket;
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
            } catch (IOException e) {
                drop();
                fail(TcpError.CONNECT_FAILED);
                return;
            }
            String shown = target.get().shown();
            int localPort = socket.getLocalPort();
            modemThread.accept(() -> modem.connected(number, shown, localPort, System.nanoTime()));
            run();
        }

        /** Carries bytes both ways until it is over; it is connected. */
        void run() {
            start("send", number, this::send);
            receive();
        }

        @Override
        public void send(Bytes bytes) {
            outbox.add(Optional.of(bytes));
        }

        @Override
        public void close() {
            closing = true;
            room.release();
            outbox.add(Optional.empty());
        }

        @Override
        public void admit() {
            if (waitsForRoom && modem.hasRoom(number)) {
                waitsForRoom = false;
                room.release();
            }
        }

        @Override
        public void drop() {
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
                socket.setTcpNoDelay(true);
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
                ends.remove(number, this);
                modem.released(number, System.nanoTime());
            });
        }
    }
}
