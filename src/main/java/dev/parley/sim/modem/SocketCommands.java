package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sockets and their commands (BG95 TCP/IP application note): TCP clients in three access modes. */
final class SocketCommands {
    private static final int LARGEST_SEND = 1460;
    private static final int LARGEST_READ = 1500;
    private static final int LAST_ID = 11;

    private final SimulatedModem modem;
    private final NetworkCommands network;
    private final Map<Integer, SimSocket> sockets = new TreeMap<>();
    private final Map<String, String> settings = new TreeMap<>();
    private int connections;
    private boolean echoPayload = true;
    private boolean failNextSend;
    private @Nullable TcpError failNextOpen;
    /** The socket that {@code ATO} takes up again, by its connectID; negative for none. */
    private int suspended = -1;
    /** The connection whose close a pending {@code AT+QICLOSE} waits for; negative for none. */
    private int closing = -1;
    /** The connection whose open a pending transparent {@code AT+QIOPEN} waits for; negative for none. */
    private int opening = -1;

    SocketCommands(SimulatedModem modem, NetworkCommands network) {
        this.modem = modem;
        this.network = network;
        reset();
    }

    /** Settings as after a start. */
    void reset() {
        echoPayload = true;
        failNextSend = false;
        failNextOpen = null;
        suspended = -1;
        closing = -1;
        opening = -1;
        settings.clear();
        settings.put("transpktsize", "1024");
        settings.put("transwaittm", "2");
        settings.put("dataformat", "0,0");
        settings.put("viewmode", "0");
        settings.put("recvind", modem.options().receiveLengths() ? "1" : "0");
        settings.put("tcp/keepalive", "0");
        settings.put("retransmission", "12,600");
        settings.put("sack", "1");
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+QIOPEN", this::open);
        handlers.put("+QISEND", this::send);
        handlers.put("+QISENDEX", this::sendHex);
        handlers.put("+QIRD", this::read);
        handlers.put("+QICLOSE", this::close);
        handlers.put("+QISTATE", this::state);
        handlers.put("+QISWTMD", this::switchMode);
        handlers.put("+QICFG", this::configure);
        handlers.put("+QISDE", this::payloadEcho);
        // Neither TLS nor MQTT in the modem is simulated: nothing of the kind is ever open.
        for (String none : List.of("+QSSLSTATE", "+QMTCONN")) {
            handlers.put(
                    none,
                    c -> c.form() == AtCommand.Form.READ ? network.ended(TcpError.SUCCESS, Answer.OK) : Answer.ERROR);
        }
        handlers.put("O", c -> {
            SimSocket socket = sockets.get(suspended);
            if (socket == null || socket.state != SimSocket.State.CONNECTED) {
                return new Answer.Final("NO CARRIER");
            }
            return online(socket);
        });
    }

    // ---- for the modem

    boolean echoesPayload() {
        return echoPayload;
    }

    void failNextSend() {
        failNextSend = true;
    }

    void failNextOpen(TcpError error) {
        failNextOpen = error;
    }

    long mostSent() {
        return sockets.values().stream().mapToLong(socket -> socket.sent).max().orElse(0);
    }

    long mostReceived() {
        return sockets.values().stream()
                .mapToLong(socket -> socket.received)
                .max()
                .orElse(0);
    }

    boolean hasRoom(int connection) {
        SimSocket socket = of(connection);
        return socket == null
                || socket.unread.length() + socket.underway < modem.options().receiveBuffer();
    }

    boolean canSend(SimSocket socket) {
        return socket.state != SimSocket.State.CONNECTED
                || socket.unacknowledged() + LARGEST_SEND <= modem.options().sendBuffer();
    }

    void send(SimSocket socket, Bytes bytes) {
        if (socket.state == SimSocket.State.CONNECTED) {
            socket.sent += bytes.length();
            modem.ask(new NetworkAction.Send(socket.connection, bytes));
        }
    }

    /** Leaves transparent mode; the socket goes on in buffer mode. */
    void suspend(SimSocket socket) {
        suspended = socket.id;
        socket.mode = SimSocket.BUFFER;
    }

    /** Drops every socket without a URC. */
    void dropAll() {
        sockets.values().forEach(socket -> modem.ask(new NetworkAction.Abort(socket.connection)));
        sockets.clear();
        suspended = -1;
        abandonPending();
    }

    /** Every connection is gone, and nobody says so. */
    void die() {
        for (SimSocket socket : sockets.values()) {
            modem.ask(new NetworkAction.Abort(socket.connection));
            socket.state = SimSocket.State.CLOSING;
            if (modem.isOnline(socket)) {
                modem.hangUp();
            }
        }
        network.ended(TcpError.PDP_BROKEN);
        abandonPending();
    }

    /** Every connection breaks. */
    void breakAll() {
        for (SimSocket socket : List.copyOf(sockets.values())) {
            modem.ask(new NetworkAction.Abort(socket.connection));
            closedByPeer(socket);
        }
    }

    // ---- the network's side

    void connected(int connection, String remoteAddress, int localPort) {
        SimSocket socket = of(connection);
        if (socket == null) {
            modem.ask(new NetworkAction.Abort(connection));
            return;
        }
        socket.state = SimSocket.State.CONNECTED;
        socket.remoteAddress = remoteAddress;
        socket.localPort = localPort;
        network.ended(TcpError.SUCCESS);
        if (opening == connection) {
            opening = -1;
            modem.resume(online(socket));
        } else {
            modem.urc("+QIOPEN: " + socket.id + ",0");
        }
    }

    void connectFailed(int connection, TcpError error) {
        SimSocket socket = of(connection);
        if (socket == null) {
            return;
        }
        network.ended(error);
        socket.state = SimSocket.State.CLOSING;
        if (opening == connection) {
            opening = -1;
            sockets.remove(socket.id);
            modem.resume(Answer.ERROR);
            return;
        }
        if (!modem.options().failedOpenKeepsId()) {
            sockets.remove(socket.id);
        }
        modem.urc("+QIOPEN: " + socket.id + "," + error.number());
    }

    /** The peer has sent something that will arrive. */
    void underway(int connection, int count) {
        SimSocket socket = of(connection);
        if (socket != null) {
            socket.underway += count;
        }
    }

    void received(int connection, Bytes bytes) {
        SimSocket socket = of(connection);
        if (socket != null) {
            socket.underway -= bytes.length();
        }
        if (socket == null || socket.state != SimSocket.State.CONNECTED) {
            return;
        }
        socket.received += bytes.length();
        if (modem.isOnline(socket)) {
            modem.writeOnline(bytes);
            return;
        }
        socket.unread.add(bytes);
        announce(socket);
    }

    void peerClosed(int connection) {
        SimSocket socket = of(connection);
        if (socket != null && socket.state == SimSocket.State.CONNECTED) {
            modem.ask(new NetworkAction.Abort(connection));
            closedByPeer(socket);
        }
    }

    void acknowledged(int connection, int count) {
        SimSocket socket = of(connection);
        if (socket != null) {
            socket.acknowledged += count;
        }
    }

    void released(int connection) {
        if (closing == connection) {
            closing = -1;
            modem.resume(network.ended(TcpError.SUCCESS, Answer.OK));
        }
    }

    private void closedByPeer(SimSocket socket) {
        socket.state = SimSocket.State.CLOSING;
        if (!modem.options().closedReadable()) {
            socket.unread.clear();
        }
        if (modem.isOnline(socket)) {
            modem.hangUp();
        } else {
            modem.urc("+QIURC: \"closed\"," + socket.id);
        }
    }

    private void announce(SimSocket socket) {
        if (socket.unread.isEmpty()) {
            return;
        }
        if (socket.mode == SimSocket.PUSH) {
            while (!socket.unread.isEmpty()) {
                Bytes data = socket.unread.take(LARGEST_READ);
                modem.urc("+QIURC: \"recv\"," + socket.id + "," + data.length(), data);
            }
        } else if (socket.mode == SimSocket.BUFFER && socket.armed) {
            socket.armed = false;
            if (!modem.faults().omitsReceive(socket.received)) {
                boolean lengths = "1".equals(settings.get("recvind"));
                modem.urc("+QIURC: \"recv\"," + socket.id + (lengths ? "," + socket.unread.length() : ""));
            }
        }
    }

    private void abandonPending() {
        boolean pending = closing >= 0 || opening >= 0;
        closing = -1;
        opening = -1;
        if (pending) {
            modem.resume(Answer.ERROR);
        }
    }

    private @Nullable SimSocket of(int connection) {
        for (SimSocket socket : sockets.values()) {
            if (socket.connection == connection) {
                return socket;
            }
        }
        return null;
    }

    // ---- the commands

    private Answer open(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information("+QIOPEN: (1-16),(0-11),\"TCP/UDP/TCP LISTENER/UDP SERVICE\","
                    + "\"<IP_address>/<domain_name>\",<remote_port>,<local_port>,(0-2)");
        }
        OptionalInt context = command.number(0, 1, 16);
        OptionalInt id = command.number(1, 0, LAST_ID);
        Optional<String> service = command.string(2);
        Optional<String> host = command.string(3);
        OptionalInt remotePort = command.number(4, 0, 65535);
        OptionalInt localPort = command.number(5, 0, 65535, 0);
        OptionalInt mode = command.number(6, 0, 2, 0);
        TcpError injected = failNextOpen;
        failNextOpen = null;
        if (command.form() != AtCommand.Form.SET
                || context.isEmpty()
                || id.isEmpty()
                || service.isEmpty()
                || host.isEmpty()
                || host.get().isEmpty()
                || remotePort.isEmpty()
                || localPort.isEmpty()
                || mode.isEmpty()) {
            return failed(TcpError.INVALID_PARAMETERS);
        }
        if (!service.get().equalsIgnoreCase("TCP")) {
            return failed(TcpError.NOT_SUPPORTED);
        }
        if (!network.isActive(context.getAsInt())) {
            return failed(TcpError.PDP_OPEN_FAILED);
        }
        if (sockets.containsKey(id.getAsInt())) {
            if (modem.options().identityInUse() == ModemOptions.IdentityInUse.URC) {
                modem.after(Duration.ofMillis(5), () -> modem.urc("+QIOPEN: " + id.getAsInt() + ",563"));
                return network.ended(TcpError.IDENTITY_IN_USE, Answer.OK);
            }
            return failed(TcpError.IDENTITY_IN_USE);
        }
        int connection = connections++;
        boolean transparent = mode.getAsInt() == SimSocket.TRANSPARENT;
        SimSocket socket = new SimSocket(
                id.getAsInt(),
                connection,
                context.getAsInt(),
                host.get(),
                remotePort.getAsInt(),
                localPort.getAsInt(),
                mode.getAsInt());
        sockets.put(socket.id, socket);
        if (injected != null) {
            modem.after(Duration.ofMillis(200), () -> connectFailed(connection, injected));
        } else {
            modem.ask(new NetworkAction.Connect(connection, host.get(), remotePort.getAsInt()));
        }
        if (transparent) {
            opening = connection;
            return Answer.PENDING;
        }
        return network.ended(TcpError.SUCCESS, Answer.OK);
    }

    private Answer send(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information("+QISEND: (0-11),(0-1460)");
        }
        OptionalInt id = command.number(0, 0, LAST_ID);
        if (command.form() != AtCommand.Form.SET || id.isEmpty()) {
            return failed(TcpError.INVALID_PARAMETERS);
        }
        SimSocket socket = sockets.get(id.getAsInt());
        if (!command.has(1)) {
            return prompt(socket, 0);
        }
        OptionalInt length = command.number(1, 0, LARGEST_SEND);
        if (length.isEmpty()) {
            return failed(TcpError.INVALID_PARAMETERS);
        }
        if (length.getAsInt() > 0) {
            return prompt(socket, length.getAsInt());
        }
        if (socket == null) {
            return failed(TcpError.CLOSED);
        }
        return network.ended(
                TcpError.SUCCESS,
                Answer.information(
                        "+QISEND: " + socket.sent + "," + socket.acknowledged + "," + socket.unacknowledged()));
    }

    private Answer prompt(@Nullable SimSocket socket, int length) {
        if (socket == null || socket.state != SimSocket.State.CONNECTED) {
            return failed(TcpError.CLOSED);
        }
        return new Answer.Prompt(
                length, payload -> accept(socket, payload), () -> network.ended(TcpError.SEND_CANCELLED, Answer.OK));
    }

    private Answer accept(SimSocket socket, Bytes payload) {
        boolean refuse = failNextSend;
        failNextSend = false;
        if (socket.state != SimSocket.State.CONNECTED) {
            return failed(TcpError.CLOSED);
        }
        if (refuse
                || socket.unacknowledged() + payload.length() > modem.options().sendBuffer()) {
            return network.ended(TcpError.NO_MEMORY, new Answer.Final("SEND FAIL"));
        }
        if (!payload.isEmpty()) {
            send(socket, payload);
        }
        return network.ended(TcpError.SUCCESS, new Answer.Final("SEND OK"));
    }

    private Answer sendHex(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.OK;
        }
        OptionalInt id = command.number(0, 0, LAST_ID);
        String digits = command.text(1);
        if (command.form() != AtCommand.Form.SET
                || id.isEmpty()
                || digits.isEmpty()
                || digits.length() > 2 * 512
                || digits.length() % 2 != 0
                || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            return failed(TcpError.INVALID_PARAMETERS);
        }
        SimSocket socket = sockets.get(id.getAsInt());
        return socket == null ? failed(TcpError.CLOSED) : accept(socket, Bytes.hex(digits));
    }

    private Answer read(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information("+QIRD: (0-11),(0-1500)");
        }
        OptionalInt id = command.number(0, 0, LAST_ID);
        OptionalInt length = command.number(1, 0, LARGEST_READ, LARGEST_READ);
        if (command.form() != AtCommand.Form.SET || id.isEmpty() || length.isEmpty()) {
            return failed(TcpError.INVALID_PARAMETERS);
        }
        SimSocket socket = sockets.get(id.getAsInt());
        if (socket == null || socket.state == SimSocket.State.OPENING) {
            return failed(TcpError.CLOSED);
        }
        if (command.has(1) && length.getAsInt() == 0) {
            int unread = socket.unread.length();
            return network.ended(
                    TcpError.SUCCESS,
                    Answer.information("+QIRD: " + socket.received + "," + (socket.received - unread) + "," + unread));
        }
        if (socket.mode != SimSocket.BUFFER) {
            return failed(TcpError.NOT_ALLOWED);
        }
        Bytes data = socket.unread.take(length.getAsInt());
        socket.armed |= socket.unread.isEmpty();
        return network.ended(TcpError.SUCCESS, new Answer.Data("+QIRD: " + data.length(), data));
    }

    private Answer close(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information("+QICLOSE: (0-11),(0-65535)");
        }
        OptionalInt id = command.number(0, 0, LAST_ID);
        OptionalInt limit = command.number(1, 0, 65535, 10);
        if (command.form() != AtCommand.Form.SET || id.isEmpty() || limit.isEmpty()) {
            return failed(TcpError.INVALID_PARAMETERS);
        }
        SimSocket socket = sockets.remove(id.getAsInt());
        if (socket == null || socket.state != SimSocket.State.CONNECTED) {
            if (socket != null) {
                modem.ask(new NetworkAction.Abort(socket.connection));
            }
            return network.ended(TcpError.SUCCESS, Answer.OK);
        }
        closing = socket.connection;
        modem.ask(new NetworkAction.Close(socket.connection));
        modem.after(Duration.ofSeconds(limit.getAsInt()), () -> {
            if (closing == socket.connection) {
                modem.ask(new NetworkAction.Abort(socket.connection));
                released(socket.connection);
            }
        });
        return Answer.PENDING;
    }

    private Answer state(AtCommand command) {
        OptionalInt query = command.number(0, 0, 1);
        OptionalInt number = command.number(1, 0, 16);
        return switch (command.form()) {
            case READ, EXECUTE -> network.ended(TcpError.SUCCESS, states(List.copyOf(sockets.values())));
            case TEST -> Answer.OK;
            case SET -> {
                if (query.isEmpty() || number.isEmpty()) {
                    yield failed(TcpError.INVALID_PARAMETERS);
                }
                boolean byContext = query.getAsInt() == 0;
                yield network.ended(
                        TcpError.SUCCESS,
                        states(sockets.values().stream()
                                .filter(socket -> number.getAsInt() == (byContext ? socket.context : socket.id))
                                .toList()));
            }
        };
    }

    private Answer states(List<SimSocket> shown) {
        List<String> lines = new ArrayList<>();
        for (SimSocket socket : shown) {
            int state = socket.state == SimSocket.State.CONNECTED
                    ? modem.options().connectedState()
                    : socket.state.number();
            lines.add("+QISTATE: " + socket.id + ",\"TCP\",\"" + socket.remoteAddress + "\"," + socket.remotePort + ","
                    + socket.localPort + "," + state + "," + socket.context + ",0," + socket.mode + ",\"uart1\"");
        }
        return new Answer.Done(lines);
    }

    private Answer switchMode(AtCommand command) {
        OptionalInt id = command.number(0, 0, LAST_ID);
        OptionalInt mode = command.number(1, 0, 2);
        if (command.form() != AtCommand.Form.SET || id.isEmpty() || mode.isEmpty()) {
            return command.form() == AtCommand.Form.TEST ? Answer.OK : failed(TcpError.INVALID_PARAMETERS);
        }
        SimSocket socket = sockets.get(id.getAsInt());
        if (socket == null || socket.state != SimSocket.State.CONNECTED) {
            return failed(TcpError.CLOSED);
        }
        if (mode.getAsInt() == SimSocket.TRANSPARENT) {
            return online(socket);
        }
        socket.mode = mode.getAsInt();
        modem.after(Duration.ofMillis(1), () -> announce(socket));
        return network.ended(TcpError.SUCCESS, Answer.OK);
    }

    private Answer online(SimSocket socket) {
        socket.mode = SimSocket.TRANSPARENT;
        socket.armed = true;
        suspended = -1;
        return network.ended(TcpError.SUCCESS, new Answer.Online(socket));
    }

    private Answer configure(AtCommand command) {
        String name = command.text(0).toLowerCase(Locale.ROOT);
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.OK;
        }
        if (command.form() != AtCommand.Form.SET || !settings.containsKey(name)) {
            return failed(TcpError.INVALID_PARAMETERS);
        }
        if (!command.has(1)) {
            return Answer.information("+QICFG: \"" + name + "\"," + settings.get(name));
        }
        String value = String.join(
                ",",
                command.arguments().stream()
                        .skip(1)
                        .map(AtCommand.Argument::text)
                        .toList());
        // Other forms of data than the plain one are not simulated, and a setting without effect would be a lie.
        boolean otherForm =
                (name.equals("viewmode") && !value.equals("0")) || (name.equals("dataformat") && !value.equals("0,0"));
        if (otherForm || !value.chars().allMatch(c -> c == ',' || Character.isDigit(c))) {
            return failed(TcpError.INVALID_PARAMETERS);
        }
        settings.put(name, value);
        return network.ended(TcpError.SUCCESS, Answer.OK);
    }

    private Answer payloadEcho(AtCommand command) {
        return switch (command.form()) {
            case READ -> Answer.information("+QISDE: " + (echoPayload ? 1 : 0));
            case TEST -> Answer.information("+QISDE: (0,1)");
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt on = command.number(0, 0, 1);
                on.ifPresent(value -> echoPayload = value == 1);
                yield on.isPresent() ? Answer.OK : failed(TcpError.INVALID_PARAMETERS);
            }
        };
    }

    private Answer failed(TcpError error) {
        return network.ended(error, Answer.ERROR);
    }
}
