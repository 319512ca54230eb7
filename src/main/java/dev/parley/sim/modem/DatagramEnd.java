package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Real datagrams: to and from one peer, or at a port of this machine's loopback with whoever sends there. */
final class DatagramEnd implements NetworkEnd {
    private static final int LARGEST = 65_507;
    private static final Logger LOG = LoggerFactory.getLogger(DatagramEnd.class);

    private record Outgoing(Bytes bytes, Optional<Peer> to) {}

    private final SimulatedModem modem;
    private final Routes routes;
    private final Consumer<Runnable> modemThread;
    private final int number;
    private final BlockingQueue<Optional<Outgoing>> outbox = new LinkedBlockingQueue<>();
    private volatile boolean dropped;
    private volatile @Nullable DatagramSocket socket;

    DatagramEnd(SimulatedModem modem, Routes routes, Consumer<Runnable> modemThread, int number) {
        this.modem = modem;
        this.routes = routes;
        this.modemThread = modemThread;
        this.number = number;
    }

    /** Opens it and receives until it is dropped; on a thread of its own. */
    void open(Optional<Peer> peer, int localPort) {
        Optional<Routes.Target> target = peer.flatMap(one -> routes.target(one.address(), one.port()));
        if (peer.isPresent() && target.isEmpty()) {
            fail(TcpError.DNS_FAILED);
            return;
        }
        try (DatagramSocket opened = target.isPresent()
                ? new DatagramSocket()
                : new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), localPort))) {
            if (target.isPresent()) {
                opened.connect(target.get().address());
            }
            socket = opened;
            String shown = target.map(Routes.Target::shown).orElse("");
            int port = opened.getLocalPort();
            modemThread.accept(() -> modem.connected(number, shown, port, System.nanoTime()));
            Thread.ofVirtual().name("sim-send-" + number).start(() -> send(opened));
            receive(opened);
        } catch (IOException e) {
            if (socket == null) {
                fail(TcpError.BIND_FAILED);
            } else {
                LOG.debug("the datagrams of connection {} ended: {}", number, e.getMessage());
            }
        }
    }

    private void fail(TcpError error) {
        modemThread.accept(() -> modem.connectFailed(number, error.number(), System.nanoTime()));
    }

    private void receive(DatagramSocket opened) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        while (!dropped) {
            try {
                packet.setLength(LARGEST);
                opened.receive(packet);
            } catch (PortUnreachableException e) {
                // Nobody is there just now; a datagram's sender does not hear of it.
                continue;
            }
            Bytes bytes = Bytes.copyOf(packet.getData(), 0, packet.getLength());
            Peer from = new Peer(packet.getAddress().getHostAddress(), packet.getPort());
            modemThread.accept(() -> {
                // Datagrams that find no room are lost, as everywhere.
                if (!bytes.isEmpty() && modem.hasRoom(number)) {
                    modem.received(number, bytes, from, System.nanoTime());
                }
            });
        }
    }

    private void send(DatagramSocket opened) {
        try {
            for (Optional<Outgoing> next = outbox.take(); next.isPresent(); next = outbox.take()) {
                send(opened, next.get());
                int count = next.get().bytes().length();
                modemThread.accept(() -> modem.acknowledged(number, count, System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        opened.close();
    }

    private void send(DatagramSocket opened, Outgoing datagram) {
        Optional<InetSocketAddress> to = datagram.to()
                .flatMap(peer -> routes.target(peer.address(), peer.port()))
                .map(Routes.Target::address);
        if (datagram.to().isPresent() && to.isEmpty()) {
            return;
        }
        try {
            byte[] bytes = datagram.bytes().toArray();
            DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
            to.ifPresent(packet::setSocketAddress);
            opened.send(packet);
        } catch (IOException e) {
            // It is lost, and a datagram's sender does not hear of it.
            LOG.debug("a datagram of connection {} went nowhere: {}", number, e.getMessage());
        }
    }

    @Override
    public void send(Bytes bytes) {
        outbox.add(Optional.of(new Outgoing(bytes, Optional.empty())));
    }

    void send(Bytes bytes, Peer to) {
        outbox.add(Optional.of(new Outgoing(bytes, Optional.of(to))));
    }

    @Override
    public void close() {
        dropped = true;
        outbox.add(Optional.empty());
    }

    @Override
    public void drop() {
        dropped = true;
        outbox.add(Optional.empty());
        DatagramSocket opened = socket;
        if (opened != null) {
            opened.close();
        }
    }
}
