package dev.parley.sim.modem;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** How sockets are, and into which access mode they go: {@code AT+QISTATE}, {@code AT+QISWTMD}, {@code ATO}. */
final class SocketStates {
    private final SimulatedModem modem;
    private final Sockets sockets;
    private final TcpResult result;

    SocketStates(SimulatedModem modem, Sockets sockets, TcpResult result) {
        this.modem = modem;
        this.sockets = sockets;
        this.result = result;
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+QISTATE", this::state);
        handlers.put("+QSSLSTATE", this::tlsState);
        handlers.put("+QISWTMD", this::switchMode);
        handlers.put("O", c -> sockets.takeUp());
    }

    private Answer state(AtCommand command) {
        OptionalInt query = command.number(0, 0, 1);
        OptionalInt number = command.number(1, 0, 16);
        return switch (command.form()) {
            case READ, EXECUTE -> result.succeeded(states(sockets.all(SocketKind.TCP)));
            case TEST -> Answer.OK;
            case SET -> {
                if (query.isEmpty() || number.isEmpty()) {
                    yield result.failed(TcpError.INVALID_PARAMETERS);
                }
                boolean byContext = query.getAsInt() == 0;
                yield result.succeeded(states(sockets.all(SocketKind.TCP).stream()
                        .filter(socket -> number.getAsInt() == (byContext ? socket.request.context() : socket.id()))
                        .toList()));
            }
        };
    }

    private Answer tlsState(AtCommand command) {
        OptionalInt id = command.number(0, 0, Sockets.LAST_ID);
        return switch (command.form()) {
            case READ, EXECUTE -> result.succeeded(states(sockets.all(SocketKind.TLS)));
            case TEST -> Answer.OK;
            case SET ->
                id.isEmpty()
                        ? result.failed(TcpError.INVALID_PARAMETERS)
                        : result.succeeded(states(sockets.find(SocketKind.TLS, id.getAsInt()).stream()
                                .toList()));
        };
    }

    private Answer states(List<SimSocket> shown) {
        return new Answer.Done(shown.stream()
                .map(socket -> switch (socket.kind()) {
                    case TCP ->
                        "+QISTATE: " + socket.id() + ",\"" + socket.service().word() + "\"," + tail(socket);
                    case TLS ->
                        "+QSSLSTATE: " + socket.id() + ",\"SSLClient\"," + tail(socket) + ","
                                + socket.request.tlsContext();
                })
                .toList());
    }

    private String tail(SimSocket socket) {
        int state = socket.isConnected() && socket.service() == Service.TCP
                ? modem.options().connectedState()
                : socket.state.number();
        return "\"" + socket.remoteAddress + "\"," + socket.request.remotePort() + "," + socket.localPort + "," + state
                + "," + socket.request.context() + "," + socket.server + "," + socket.mode + ",\"uart1\"";
    }

    private Answer switchMode(AtCommand command) {
        OptionalInt id = command.number(0, 0, Sockets.LAST_ID);
        OptionalInt mode = command.number(1, 0, 2);
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.OK;
        }
        if (command.form() != AtCommand.Form.SET || id.isEmpty() || mode.isEmpty()) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        SimSocket socket = sockets.find(SocketKind.TCP, id.getAsInt()).orElse(null);
        if (socket == null || !socket.isConnected()) {
            return result.failed(TcpError.CLOSED);
        }
        if (mode.getAsInt() == SimSocket.TRANSPARENT && socket.service().isAtLocalPort()) {
            return result.failed(TcpError.NOT_ALLOWED);
        }
        if (mode.getAsInt() == SimSocket.TRANSPARENT) {
            return sockets.online(socket);
        }
        socket.mode = mode.getAsInt();
        modem.after(Duration.ofMillis(1), () -> sockets.announce(socket));
        return result.succeeded(Answer.OK);
    }
}
