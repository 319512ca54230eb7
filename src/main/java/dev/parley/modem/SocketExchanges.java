package dev.parley.modem;

import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.socket.ClosedBy;
import java.util.Optional;

/** What is said to the modem about one open socket: read, asked for its books, ended, released. */
final class SocketExchanges {
    private final Modem modem;
    private final ModemSocketChannel socket;
    private final SocketRequest request;

    SocketExchanges(Modem modem, ModemSocketChannel socket) {
        this.modem = modem;
        this.socket = socket;
        this.request = socket.request();
    }

    /** The three numbers that {@code name} tells of the socket. */
    SocketCounters counters(String name) throws ModemException {
        Reply reply = modem.require("AT" + name + "=" + request.connectId() + ",0");
        return SocketCounters.of(reply, name)
                .orElseThrow(() -> new CommandFailedException(
                        reply, -1, "the answer holds no three numbers: " + reply.information()));
    }

    /**
     * Reads until the modem has nothing more: bytes that come meanwhile raise no further {@code "recv"}. With {@code ATO} the modem
     * says by itself what is left.
     */
    void readAll() throws ModemException {
        String command =
                "AT+QIRD=" + request.connectId() + "," + modem.profile().readMost();
        while (true) {
            Optional<Bytes> read = modem.inTurn(() -> {
                if (!modem.ask(socket::isBuffered)) {
                    return Optional.of(Bytes.empty());
                }
                Reply reply = modem.dialogue()
                        .exchange(command, Bytes.empty(), modem.profile().limit(command), Event.Origin.PARLEY);
                modem.change(() -> socket.arrived(reply.payload(), command));
                return reply.succeeded() ? Optional.of(reply.payload()) : Optional.empty();
            });
            if (read.isEmpty()) {
                // Released already, for example by another program: there is nothing left to read.
                modem.change(() -> socket.ends(ClosedBy.PEER));
                return;
            }
            if (read.get().isEmpty()) {
                return;
            }
            if (modem.ask(socket::isGivenUp)) {
                return;
            }
        }
    }

    /** The connection has ended: first everything that is still to be learned, then {@code AT+QICLOSE}. */
    void finish() throws ModemException {
        if (modem.ask(socket::isBuffered)) {
            readAll();
        }
        command("AT+QIGETERROR");
        command("AT+QISTATE=1," + request.connectId());
        command("AT+QISEND=" + request.connectId() + ",0");
        socket.ended();
        command("AT+QICLOSE=" + request.connectId());
    }

    /** The caller has its turn. */
    private void leaveTransparentMode() throws ModemException {
        if (!modem.ask(() -> socket.hasNoCarrier() || socket.isCommanded())) {
            modem.dialogue().escape(socket::hasNoCarrier, Event.Origin.PARLEY);
        }
    }

    /** A command whose refusal is worth knowing, but changes nothing. */
    Reply command(String command) throws ModemException {
        return modem.inTurn(() -> {
            leaveTransparentMode();
            return modem.dialogue()
                    .exchange(command, Bytes.empty(), modem.profile().limit(command), Event.Origin.PARLEY);
        });
    }

    /** This host ends the connection. */
    void close() throws ModemException {
        modem.inTurn(() -> {
            leaveTransparentMode();
            return modem.require("AT+QICLOSE=" + request.connectId());
        });
    }

    /** Gives the socket back after {@code why}. */
    void release(ModemException why) {
        try {
            command("AT+QICLOSE=" + request.connectId());
        } catch (ModemException e) {
            // A dead modem gives every command the same exception.
            if (!e.equals(why)) {
                why.addSuppressed(e);
            }
        }
    }
}
