package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code AT+QIOPEN}, {@code AT+QSSLOPEN} and their closes (BG95 TCP/IP and SSL application notes), in three access modes. */
final class SocketOpening implements Sockets.Waiting {
    /** How long the modem waits for a connection. */
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(150);

    private final SimulatedModem modem;
    private final Sockets sockets;
    private final PdpContexts contexts;
    private final Connections connections;
    private final TlsContexts tls;
    private final TcpResult result;
    /** The socket whose close a pending {@code AT+QICLOSE} waits for. */
    private @Nullable SimSocket closing;
    /** The socket whose open a pending transparent {@code AT+QIOPEN} waits for. */
    private @Nullable SimSocket opening;

    SocketOpening(
            SimulatedModem modem,
            Sockets sockets,
            PdpContexts contexts,
            Connections connections,
            TlsContexts tls,
            TcpResult result) {
        this.modem = modem;
        this.sockets = sockets;
        this.contexts = contexts;
        this.connections = connections;
        this.tls = tls;
        this.result = result;
    }

    void reset() {
        closing = null;
        opening = null;
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+QIOPEN", this::open);
        handlers.put("+QSSLOPEN", this::openTls);
        for (SocketKind kind : SocketKind.values()) {
            handlers.put(kind.command("CLOSE"), c -> close(kind, c));
        }
    }

    @Override
    public void abandoned() {
        boolean pending = closing != null || opening != null;
        closing = null;
        opening = null;
        if (pending) {
            modem.resume(Answer.ERROR);
        }
    }

    private Answer open(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information("+QIOPEN: (1-16),(0-11),\"TCP/UDP/TCP LISTENER/UDP SERVICE\","
                    + "\"<IP_address>/<domain_name>\",<remote_port>,<local_port>,(0-2)");
        }
        OptionalInt context = command.number(0, 1, 16);
        OptionalInt id = command.number(1, 0, Sockets.LAST_ID);
        Optional<String> service = command.string(2);
        Optional<String> host = command.string(3);
        OptionalInt remotePort = command.number(4, 0, 65535);
        OptionalInt localPort = command.number(5, 0, 65535, 0);
        OptionalInt mode = command.number(6, 0, 2, 0);
        if (command.form() != AtCommand.Form.SET
                || context.isEmpty()
                || id.isEmpty()
                || service.isEmpty()
                || host.isEmpty()
                || host.get().isEmpty()
                || remotePort.isEmpty()
                || localPort.isEmpty()
                || mode.isEmpty()) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        Service asked = Service.of(service.get()).orElse(null);
        if (asked == null
                || (asked.isAtLocalPort() && (localPort.getAsInt() == 0 || mode.getAsInt() == SimSocket.TRANSPARENT))) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        return open(new SimSocket.Request(
                SocketKind.TCP,
                asked,
                id.getAsInt(),
                context.getAsInt(),
                0,
                host.get(),
                remotePort.getAsInt(),
                localPort.getAsInt(),
                mode.getAsInt()));
    }

    private Answer open(SimSocket.Request request) {
        String urc = request.kind().command("OPEN") + ": " + request.id() + ",";
        TcpError injected = sockets.takeFailNextOpen();
        if (!contexts.isActive(request.context())) {
            return result.failed(TcpError.PDP_OPEN_FAILED);
        }
        if (sockets.find(request.kind(), request.id()).isPresent()) {
            if (modem.options().identityInUse() == ModemOptions.IdentityInUse.URC) {
                modem.after(Duration.ofMillis(5), () -> modem.urc(urc + TcpError.IDENTITY_IN_USE.number()));
                return result.ended(TcpError.IDENTITY_IN_USE, Answer.OK);
            }
            return result.failed(TcpError.IDENTITY_IN_USE);
        }
        SimSocket socket = new SimSocket(request);
        Events events = new Events(socket);
        sockets.add(socket);
        if (injected != null) {
            modem.after(Duration.ofMillis(200), () -> events.failed(injected));
        } else {
            socket.stream = switch (request.kind()) {
                case TCP -> stream(request, events);
                case TLS ->
                    TlsStream.open(
                            connections,
                            tls.setup(request.tlsContext()),
                            request.host(),
                            request.remotePort(),
                            modem,
                            events);
            };
            modem.after(limit(request), () -> tooLate(socket, events));
        }
        if (request.mode() == SimSocket.TRANSPARENT) {
            opening = socket;
            return Answer.PENDING;
        }
        return result.succeeded(Answer.OK);
    }

    private Stream stream(SimSocket.Request request, Events events) {
        return switch (request.service()) {
            case TCP, TCP_INCOMING -> connections.open(request.host(), request.remotePort(), events);
            case UDP -> connections.datagrams(Optional.of(new Peer(request.host(), request.remotePort())), 0, events);
            case UDP_SERVICE -> connections.datagrams(Optional.empty(), request.localPort(), events);
            case TCP_LISTENER -> connections.listen(request.localPort(), events);
        };
    }

    private Duration limit(SimSocket.Request request) {
        return switch (request.kind()) {
            case TCP -> OPEN_LIMIT;
            case TLS -> OPEN_LIMIT.plusSeconds(tls.setup(request.tlsContext()).limitSeconds());
        };
    }

    /** The network has not answered: the modem gives up, as its manual says hosts should by then. */
    private void tooLate(SimSocket socket, Events events) {
        Stream stream = socket.stream;
        if (socket.state == SimSocket.State.OPENING && stream != null && sockets.holds(socket)) {
            stream.abort();
            events.failed(TcpError.CONNECT_FAILED);
        }
    }

    private Answer openTls(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information("+QSSLOPEN: (1-16),(0-5),(0-11),<serveraddr>,<server_port>,(0-2)");
        }
        OptionalInt context = command.number(0, 1, 16);
        OptionalInt tlsContext = command.number(1, 0, TlsContexts.LAST);
        OptionalInt id = command.number(2, 0, Sockets.LAST_ID);
        Optional<String> host = command.string(3);
        OptionalInt port = command.number(4, 1, 65535);
        OptionalInt mode = command.number(5, 0, 2, 0);
        if (command.form() != AtCommand.Form.SET
                || context.isEmpty()
                || tlsContext.isEmpty()
                || id.isEmpty()
                || host.isEmpty()
                || host.get().isEmpty()
                || port.isEmpty()
                || mode.isEmpty()) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        return open(new SimSocket.Request(
                SocketKind.TLS,
                Service.TCP,
                id.getAsInt(),
                context.getAsInt(),
                tlsContext.getAsInt(),
                host.get(),
                port.getAsInt(),
                0,
                mode.getAsInt()));
    }

    private Answer close(SocketKind kind, AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information(kind.command("CLOSE") + ": (0-11),(0-65535)");
        }
        OptionalInt id = command.number(0, 0, Sockets.LAST_ID);
        OptionalInt limit = command.number(1, 0, 65535, 10);
        if (command.form() != AtCommand.Form.SET || id.isEmpty() || limit.isEmpty()) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        SimSocket socket = sockets.find(kind, id.getAsInt()).orElse(null);
        if (socket == null) {
            return result.succeeded(Answer.OK);
        }
        sockets.remove(socket);
        Stream stream = socket.stream;
        if (!socket.isConnected() || stream == null) {
            socket.abort();
            return result.succeeded(Answer.OK);
        }
        closing = socket;
        stream.close();
        modem.after(Duration.ofSeconds(limit.getAsInt()), () -> {
            if (socket.equals(closing)) {
                stream.abort();
                closed(socket);
            }
        });
        return Answer.PENDING;
    }

    private void closed(SimSocket socket) {
        if (socket.equals(closing)) {
            closing = null;
            modem.resume(result.succeeded(Answer.OK));
        }
    }

    /** What a connection brings its socket. */
    private final class Events implements Stream.Listener {
        private final SimSocket socket;

        Events(SimSocket socket) {
            this.socket = socket;
        }

        @Override
        public void opened(String remoteAddress, int localPort) {
            socket.state =
                    socket.service() == Service.TCP_LISTENER ? SimSocket.State.LISTENING : SimSocket.State.CONNECTED;
            socket.remoteAddress = remoteAddress;
            socket.localPort = localPort;
            if (socket.service().isAtLocalPort()) {
                socket.remoteAddress = PdpContexts.address(socket.request.context());
                socket.server = socket.id();
            }
            result.ended(TcpError.SUCCESS);
            if (socket.equals(opening)) {
                opening = null;
                modem.resume(sockets.online(socket));
            } else {
                modem.urc(socket.kind().command("OPEN") + ": " + socket.id() + ",0");
            }
        }

        @Override
        public void failed(TcpError error) {
            result.ended(error);
            socket.state = SimSocket.State.CLOSING;
            if (socket.equals(opening)) {
                opening = null;
                sockets.remove(socket);
                modem.resume(Answer.ERROR);
                return;
            }
            if (!modem.options().failedOpenKeepsId()) {
                sockets.remove(socket);
            }
            modem.urc(socket.kind().command("OPEN") + ": " + socket.id() + "," + error.number());
        }

        @Override
        public void received(Bytes bytes) {
            sockets.received(socket, bytes);
        }

        @Override
        public void received(Bytes bytes, Peer from) {
            sockets.received(socket, bytes, Optional.of(from));
        }

        @Override
        public void incoming(Peer peer, Function<Stream.Listener, Stream> accept) {
            OptionalInt id = sockets.freeId();
            if (id.isEmpty()) {
                modem.urc("+QIURC: \"incoming full\"");
                return;
            }
            SimSocket accepted = new SimSocket(new SimSocket.Request(
                    SocketKind.TCP,
                    Service.TCP_INCOMING,
                    id.getAsInt(),
                    socket.request.context(),
                    0,
                    peer.address(),
                    peer.port(),
                    socket.localPort,
                    socket.mode));
            accepted.state = SimSocket.State.CONNECTED;
            accepted.server = socket.id();
            accepted.stream = accept.apply(new Events(accepted));
            sockets.add(accepted);
            modem.urc(socket.kind().urc("incoming", id.getAsInt()) + "," + socket.id() + "," + peer.quoted());
        }

        @Override
        public void ended() {
            if (socket.isConnected() && !socket.equals(closing)) {
                sockets.closedByPeer(socket);
            }
        }

        @Override
        public void acknowledged(int count) {
            socket.acknowledged += count;
        }

        @Override
        public void released() {
            closed(socket);
        }

        @Override
        public int unread() {
            return socket.unread.length();
        }
    }
}
