package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.at.NetworkPicture;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the host sent was taken by the modem and not acknowledged by the peer when the connection died. */
final class RadioSlow implements SocketRule {
    /** What a peer that closes has not acknowledged says nothing of the radio; only time does. */
    private static final long LEAST_NANOS = 2_000_000_000L;

    @Override
    public String code() {
        return "radio-slow";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        OptionalLong acked = socket.acked();
        boolean died = socket.closedBy() == ClosedBy.HOST || socket.closedBy() == ClosedBy.PEER;
        if (!died
                || acked.isEmpty()
                || socket.sent() - acked.getAsLong() <= goodbyeBytes(session, socket)
                || socket.closedNanos().isEmpty()) {
            return Optional.empty();
        }
        Optional<Exchange> question = Facts.commands(session, "AT+QISEND=" + socket.id() + ",0")
                .filter(Facts.ofSocket(session, socket))
                .filter(exchange -> !exchange.isOpen()
                        && exchange.result().filter(code -> code.succeeded()).isPresent())
                .reduce((first, second) -> second);
        boolean soon = socket.closedNanos().getAsLong() - lastSentNanos(socket) < LEAST_NANOS;
        boolean told = session.conversation(socket)
                .filter(tls -> tls.alert().isPresent())
                .isPresent();
        if (question.isEmpty()
                || question.get().startNanos() < lastSentNanos(socket)
                || soon
                || told
                || IdleDeath.of(session, socket).isPresent()) {
            return Optional.empty();
        }
        long waited = question.get().startNanos() - lastSentNanos(socket);
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence(
                question.get().text() + ": " + acked.getAsLong() + " of " + socket.sent() + " bytes were acknowledged, "
                        + Facts.time(waited) + " after the last of them was given to the modem",
                question.get().places(),
                question.get().startNanos()));
        session.network().signal().ifPresent(signal -> evidence.add(signal(signal)));
        evidence.add(Facts.close(socket, "Then the connection was closed"));
        return Optional.of(new Finding(
                code(),
                0.93,
                (socket.sent() - acked.getAsLong())
                        + " bytes that the modem had taken were never acknowledged: the radio is slow or" + " gone",
                "SEND OK says that the modem has the bytes, not that the peer has. They are still in the modem's"
                        + " buffer, waiting for the air, while the host or the server lost patience.",
                evidence,
                List.of(
                        "AT+QISEND=" + socket.id()
                                + ",0 every second while waiting: go on as long as the acknowledged bytes grow.",
                        "AT+QCSQ and AT+QENG=\"servingcell\" in the same minute: RSRP under -115 dBm or SINR under 0"
                                + " dB needs a better antenna or place.",
                        "Give the handshake 60 s or more on NB-IoT and at the cell's edge."),
                "The unacknowledged bytes go to 0 while the connection waits."));
    }

    /** A goodbye may meet the peer's close: then it is never acknowledged, and nobody misses it. */
    private static int goodbyeBytes(CaseView session, ModemSocket socket) {
        return Facts.goodbye(session, socket).map(Facts.Goodbye::bytes).orElse(0);
    }

    private static Evidence signal(NetworkPicture.Signal signal) {
        return new Evidence(signal.source() + ": " + signal.words(), List.of(signal.place()), signal.nanos());
    }

    private static long lastSentNanos(ModemSocket socket) {
        var segments = socket.tx().segments();
        return segments.isEmpty()
                ? socket.openRequestedNanos()
                : segments.getLast().nanos();
    }
}
