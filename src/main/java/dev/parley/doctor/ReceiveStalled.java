package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.journal.Direction;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import java.util.List;
import java.util.Optional;

/**
 * The server's answer lay unread in the modem while the host waited for it.
 *
 * <p>In buffer mode the modem says {@code "recv"} once and not again until everything has been read (Quectel BG95 TCP/IP
 * application note, URC "recv"): a host that misses it, or stops reading too early, waits for ever.
 */
final class ReceiveStalled implements SocketRule {
    @Override
    public String code() {
        return "receive-stalled";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        if (socket.mode() != AccessMode.BUFFER
                || socket.closedBy() != ClosedBy.HOST
                || socket.unread().orElse(0) == 0
                || socket.closedNanos().isEmpty()) {
            return Optional.empty();
        }
        Optional<Exchange> question = Facts.commands(session, "AT+QIRD=" + socket.id() + ",0")
                .filter(exchange -> exchange.startNanos() >= socket.openRequestedNanos()
                        && exchange.startNanos() <= socket.closedNanos().getAsLong())
                .reduce((first, second) -> second);
        if (question.isEmpty()) {
            return Optional.empty();
        }
        long unread = socket.unread().getAsLong();
        long waited = question.get().startNanos() - Facts.lastDataNanos(socket);
        return Optional.of(new Finding(
                code(),
                0.94,
                unread + " bytes of the server's answer lay unread in the modem while the host waited for them",
                "The server did answer. In buffer mode the modem announces data once, with \"recv\", and is silent"
                        + " until all of it has been read; the host missed that URC or stopped reading too early, and"
                        + " after "
                        + Facts.time(waited) + " closed a connection that was well.",
                List.of(
                        new Evidence(
                                "AT+QIRD=" + socket.id() + ",0 told of " + unread + " unread bytes, "
                                        + Facts.time(waited) + " after the last byte had crossed",
                                question.get().places(),
                                question.get().startNanos()),
                        new Evidence(
                                socket.received() == 0
                                        ? "Nothing had been received on this connection before"
                                        : "The last byte received before was number " + socket.received(),
                                Facts.lastByte(socket, Direction.RX)
                                        .map(List::of)
                                        .orElse(List.of()),
                                Facts.lastDataNanos(socket)),
                        Facts.close(socket, "The host then closed the socket with AT+QICLOSE")),
                List.of(
                        "After each \"recv\", repeat AT+QIRD=" + socket.id() + ",1500 until it returns 0.",
                        "When nothing came for a second, ask AT+QIRD=" + socket.id() + ",0 and read what is there.",
                        "Never throw the receive buffer away before a command: a \"recv\" may stand in it."),
                "AT+QIRD=" + socket.id() + ",0 tells 0 unread bytes while the host waits."));
    }
}
