package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import java.util.List;
import java.util.Optional;

/** What crossed the socket is no TLS, on one side at least. */
final class NotTls implements TlsRule {
    @Override
    public String code() {
        return "not-tls";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket, TlsConversation tls) {
        // What was open before the record began may begin in the middle of a record.
        if (tls.result() != TlsConversation.Result.NOT_TLS || !socket.openSeen()) {
            return Optional.empty();
        }
        Direction direction = tls.records().isEmpty() ? Direction.TX : Direction.RX;
        long length = Math.min(16, socket.stream(direction).length());
        return Optional.of(new Finding(
                code(),
                0.85,
                direction == Direction.TX
                        ? "The host did not speak TLS to " + socket.host() + ":" + socket.port()
                        : "The server on " + socket.host() + ":" + socket.port() + " does not speak TLS",
                tls.problems().isEmpty()
                        ? "The first bytes are no TLS record."
                        : tls.problems().getFirst() + ".",
                List.of(new Evidence(
                        "The first bytes " + (direction == Direction.TX ? "sent" : "received"),
                        socket.stream(direction).places(0, length),
                        socket.openedNanos().orElse(socket.openRequestedNanos()))),
                List.of("Check port and protocol: 8883 is MQTT over TLS, 1883 plain MQTT, 443 needs TLS with ALPN."),
                "The first byte of each side is 0x16 in a capture of the same connection."));
    }
}
