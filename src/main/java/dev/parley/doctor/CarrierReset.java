package dev.parley.doctor;

import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import java.util.List;

/** Connection after connection ends at the same age, without a word of the server's: something in between cuts them. */
final class CarrierReset implements Rule {
    private static final int LEAST = 3;
    private static final double SPREAD = 0.25;
    private static final long LEAST_SPREAD_NANOS = 500_000_000L;

    @Override
    public String code() {
        return "carrier-reset";
    }

    @Override
    public List<Finding> examine(CaseView session) {
        List<ModemSocket> cut = session.sockets().stream()
                .filter(socket -> socket.closedBy() == ClosedBy.PEER
                        && socket.openedNanos().isPresent()
                        && socket.closedNanos().isPresent())
                .filter(socket -> session.conversation(socket)
                        .filter(tls -> tls.alert().isPresent() || Facts.established(tls))
                        .isEmpty())
                .filter(socket -> Facts.packets(session, socket).isEmpty())
                .toList();
        if (cut.size() < LEAST || cut.size() < session.sockets().size()) {
            return List.of();
        }
        long youngest = cut.stream().mapToLong(CarrierReset::age).min().orElseThrow();
        long oldest = cut.stream().mapToLong(CarrierReset::age).max().orElseThrow();
        boolean silent = cut.stream().allMatch(socket -> socket.received() == 0);
        if (!silent || oldest - youngest > Math.max(LEAST_SPREAD_NANOS, SPREAD * oldest)) {
            return List.of();
        }
        return List.of(new Finding(
                code(),
                0.9,
                cut.size() + " connections in a row were cut at the same age, " + Facts.time(youngest) + " to "
                        + Facts.time(oldest) + ", before the server had said anything",
                "A server that refuses says so after it has read something; a radio that fails does it at any time. A"
                        + " constant age with nothing received is the sign of a rule in the network: a firewall, an APN"
                        + " without a route to this host, or a contract that blocks it.",
                cut.stream()
                        .map(socket -> Facts.close(
                                socket,
                                "The connection to " + socket.host() + ":" + socket.port() + " ended when it was "
                                        + Facts.time(age(socket)) + " old, " + socket.sent()
                                        + " bytes sent, none received"))
                        .toList(),
                List.of(
                        "Try another SIM in the same device: if that connects, ask the first one's provider about"
                                + " blocked ports and hosts.",
                        "Try port 443 (with ALPN x-amzn-mqtt-ca at AWS): many networks let it pass.",
                        "Try another server on the same port with AT+QIOPEN: the same age again means the network, not"
                                + " the server."),
                "The same SIM connects to the same host from another device, or the age varies from run to run."));
    }

    private static long age(ModemSocket socket) {
        return socket.closedNanos().orElseThrow() - socket.openedNanos().orElseThrow();
    }
}
