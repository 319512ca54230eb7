package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Bytes to and from a socket (BG95 TCP/IP application note): {@code AT+QISEND}, {@code AT+QISENDEX}, {@code AT+QIRD}. */
final class SocketTransfer {
    private final SimulatedModem modem;
    private final Sockets sockets;
    private final SocketSettings settings;
    private final TcpResult result;

    SocketTransfer(SimulatedModem modem, Sockets sockets, SocketSettings settings, TcpResult result) {
        this.modem = modem;
        this.sockets = sockets;
        this.settings = settings;
        this.result = result;
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        for (SocketKind kind : SocketKind.values()) {
            handlers.put(kind.command("SEND"), c -> send(kind, c));
            handlers.put(kind.read(), c -> read(kind, c));
        }
        handlers.put("+QISENDEX", this::sendHex);
    }

    private Answer send(SocketKind kind, AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information(kind.command("SEND") + ": (0-11),(0-1460)");
        }
        OptionalInt id = command.number(0, 0, Sockets.LAST_ID);
        if (command.form() != AtCommand.Form.SET || id.isEmpty()) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        SimSocket socket = sockets.find(kind, id.getAsInt()).orElse(null);
        if (!command.has(1)) {
            return prompt(socket, PromptForm.untilCtrlZ(Sockets.LARGEST_SEND), Optional.empty());
        }
        OptionalInt length = command.number(1, 0, Sockets.LARGEST_SEND);
        if (length.isEmpty()) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        if (length.getAsInt() > 0) {
            return prompt(socket, PromptForm.exactly(length.getAsInt()), peer(command));
        }
        if (socket == null) {
            return result.failed(TcpError.CLOSED);
        }
        return result.succeeded(Answer.information(
                kind.command("SEND") + ": " + socket.sent + "," + socket.acknowledged + "," + socket.unacknowledged()));
    }

    /** To whom a datagram is to go, where the command says so. */
    private static Optional<Peer> peer(AtCommand command) {
        OptionalInt port = command.number(3, 1, 65535);
        return command.string(2)
                .filter(address -> !address.isEmpty() && port.isPresent())
                .map(address -> new Peer(address, port.getAsInt()));
    }

    private Answer prompt(@Nullable SimSocket socket, PromptForm form, Optional<Peer> to) {
        if (socket == null || !socket.isConnected()) {
            return result.failed(TcpError.CLOSED);
        }
        if (socket.service() == Service.UDP_SERVICE && to.isEmpty()) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        return new Answer.Prompt(
                form, payload -> accept(socket, payload, to), () -> result.ended(TcpError.SEND_CANCELLED, Answer.OK));
    }

    private Answer accept(SimSocket socket, Bytes payload, Optional<Peer> to) {
        boolean refuse = sockets.takeFailNextSend();
        if (!socket.isConnected()) {
            return result.failed(TcpError.CLOSED);
        }
        if (refuse
                || socket.unacknowledged() + payload.length() > modem.options().sendBuffer()) {
            return result.ended(TcpError.NO_MEMORY, new Answer.Final("SEND FAIL"));
        }
        if (!payload.isEmpty()) {
            sockets.send(socket, payload, to.filter(_ -> socket.service() == Service.UDP_SERVICE));
        }
        return result.succeeded(new Answer.Final("SEND OK"));
    }

    private Answer sendHex(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.OK;
        }
        OptionalInt id = command.number(0, 0, Sockets.LAST_ID);
        String digits = command.text(1);
        if (command.form() != AtCommand.Form.SET
                || id.isEmpty()
                || digits.isEmpty()
                || digits.length() > modem.options().dialect().hexLimit()
                || digits.length() % 2 != 0
                || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        return sockets.find(SocketKind.TCP, id.getAsInt())
                .filter(socket -> socket.service() != Service.UDP_SERVICE)
                .map(socket -> accept(socket, Bytes.hex(digits), Optional.empty()))
                .orElseGet(() -> result.failed(TcpError.CLOSED));
    }

    private Answer read(SocketKind kind, AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information(kind.read() + ": (0-11),(0-1500)");
        }
        OptionalInt id = command.number(0, 0, Sockets.LAST_ID);
        OptionalInt length = command.number(1, 0, Sockets.LARGEST_READ, Sockets.LARGEST_READ);
        if (command.form() != AtCommand.Form.SET || id.isEmpty() || length.isEmpty()) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        SimSocket socket = sockets.find(kind, id.getAsInt()).orElse(null);
        if (socket == null || socket.state == SimSocket.State.OPENING) {
            return result.failed(TcpError.CLOSED);
        }
        if (command.has(1) && length.getAsInt() == 0) {
            int unread = socket.unread.length();
            return result.succeeded(Answer.information(
                    kind.read() + ": " + socket.received + "," + (socket.received - unread) + "," + unread));
        }
        if (socket.mode != SimSocket.BUFFER || socket.service() == Service.TCP_LISTENER) {
            return result.failed(TcpError.NOT_ALLOWED);
        }
        String from = socket.sender();
        Bytes data = socket.unread.take(length.getAsInt());
        socket.armed |= socket.unread.isEmpty();
        int told =
                data.isEmpty() ? 0 : Math.max(0, data.length() + modem.faults().takeWrongLength());
        String header = kind.read() + ": " + told + from;
        return result.succeeded(new Answer.Data(
                data.isEmpty() ? header + "\r\n" : header + settings.dataStart(),
                settings.shown(data),
                data.isEmpty() && !modem.options().dialect().emptyReadLine() ? "" : "\r\n"));
    }
}
