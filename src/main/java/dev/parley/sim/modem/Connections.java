package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The connections of a modem, its datagram sockets and listeners among them, by the numbers the network knows them by. For the modem's thread. */
final class Connections {
    private final ModemOptions options;
    private final Consumer<NetworkAction> network;
    private final Map<Integer, Connection> connections = new HashMap<>();
    /** What waits for the air to carry again. */
    private final List<Runnable> held = new ArrayList<>();

    private boolean holds;
    private int numbers;

    Connections(ModemOptions options, Consumer<NetworkAction> network) {
        this.options = options;
        this.network = network;
    }

    /** Opens a connection; the listener hears of it later. */
    Stream open(String host, int port, Stream.Listener listener) {
        Connection connection = add(listener);
        network.accept(new NetworkAction.Connect(connection.number, host, port));
        return connection;
    }

    /** Opens a datagram socket, to one peer or at a local port. */
    Stream datagrams(Optional<Peer> peer, int localPort, Stream.Listener listener) {
        Connection connection = add(listener);
        network.accept(new NetworkAction.Bind(connection.number, peer, localPort));
        return connection;
    }

    /** Listens at a local port. */
    Stream listen(int localPort, Stream.Listener listener) {
        Connection connection = add(listener);
        network.accept(new NetworkAction.Listen(connection.number, localPort));
        return connection;
    }

    private Connection add(Stream.Listener listener) {
        Connection connection = new Connection(numbers++, listener);
        connections.put(connection.number, connection);
        return connection;
    }

    /** Nothing crosses the air from here on. */
    void hold() {
        holds = true;
    }

    /** True while nothing crosses the air. */
    boolean holds() {
        return holds;
    }

    /** The air carries again, first what has waited. */
    void release() {
        holds = false;
        List<Runnable> waited = List.copyOf(held);
        held.clear();
        waited.forEach(Runnable::run);
    }

    private void carry(Runnable what) {
        if (holds) {
            held.add(what);
        } else {
            what.run();
        }
    }

    void connected(int number, String remoteAddress, int localPort) {
        if (connections.containsKey(number)) {
            of(number).ifPresent(listener -> listener.opened(remoteAddress, localPort));
        } else {
            network.accept(new NetworkAction.Abort(number));
        }
    }

    void failed(int number, TcpError error) {
        Connection connection = connections.remove(number);
        if (connection != null) {
            connection.listener.failed(error);
        }
    }

    /** A peer has connected to a listener: its connection's number, or nothing where it is not taken. */
    OptionalInt incoming(int listener, Peer peer) {
        List<Connection> taken = new ArrayList<>();
        if (!holds) {
            of(listener)
                    .ifPresent(one -> one.incoming(peer, accepted -> {
                        Connection connection = add(accepted);
                        taken.add(connection);
                        return connection;
                    }));
        }
        return taken.stream().mapToInt(connection -> connection.number).findFirst();
    }

    /** The peer has sent {@code count} bytes that will arrive. */
    void underway(int number, int count) {
        Connection connection = connections.get(number);
        if (connection != null) {
            connection.underway += count;
        }
    }

    void received(int number, Bytes bytes, Optional<Peer> from) {
        carry(() -> arrived(number, bytes, from));
    }

    private void arrived(int number, Bytes bytes, Optional<Peer> from) {
        Connection connection = connections.get(number);
        if (connection != null) {
            connection.underway -= bytes.length();
            from.ifPresentOrElse(
                    peer -> connection.listener.received(bytes, peer), () -> connection.listener.received(bytes));
        }
    }

    void ended(int number) {
        carry(() -> of(number).ifPresent(Stream.Listener::ended));
    }

    void acknowledged(int number, int count) {
        carry(() -> of(number).ifPresent(listener -> listener.acknowledged(count)));
    }

    void released(int number) {
        Connection connection = connections.remove(number);
        if (connection != null) {
            connection.listener.released();
        }
    }

    /** How many connections there are, those that are over but not closed by the host included. */
    int open() {
        return connections.size();
    }

    /** True if there is room for what the peer sends. */
    boolean hasRoom(int number) {
        Connection connection = connections.get(number);
        return connection == null || connection.listener.unread() + connection.underway < options.receiveBuffer();
    }

    private Optional<Stream.Listener> of(int number) {
        return Optional.ofNullable(connections.get(number)).map(connection -> connection.listener);
    }

    private final class Connection implements Stream {
        private final int number;
        private final Listener listener;
        private int underway;

        Connection(int number, Listener listener) {
            this.number = number;
            this.listener = listener;
        }

        @Override
        public void send(Bytes bytes) {
            carry(() -> network.accept(new NetworkAction.Send(number, bytes)));
        }

        @Override
        public void send(Bytes bytes, Peer to) {
            carry(() -> network.accept(new NetworkAction.SendTo(number, bytes, to)));
        }

        @Override
        public void close() {
            network.accept(new NetworkAction.Close(number));
        }

        @Override
        public void hangUp() {
            network.accept(new NetworkAction.Abort(number));
        }

        @Override
        public void abort() {
            if (connections.remove(number) != null) {
                network.accept(new NetworkAction.Abort(number));
            }
        }
    }
}
