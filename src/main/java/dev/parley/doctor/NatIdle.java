package dev.parley.doctor;

import dev.parley.socket.ModemSocket;
import java.util.Optional;

/** A connection went dead while it was silent: what translates addresses in the carrier's network had forgotten it. */
final class NatIdle implements SocketRule {
    @Override
    public String code() {
        return "nat-idle";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        return IdleDeath.of(session, socket)
                .map(death -> new Finding(
                        code(),
                        0.87,
                        "The connection was dead after " + Facts.time(death.idle()) + " of silence",
                        "A carrier's NAT or firewall forgets a TCP connection that is silent, often without"
                                + " telling either side. The first byte sent afterwards is lost or answered with a"
                                + " reset.",
                        death.evidence(),
                        java.util.List.of(
                                "Send something more often than every " + death.idle() / 2_000_000_000L
                                        + " s: MQTT keep-alive, or AT+QICFG=\"tcp/keepalive\",1 where the"
                                        + " firmware has it.",
                                "Or close after each message and open again for the next: often cheaper on a"
                                        + " metered contract.",
                                "Ask the provider for the NAT's TCP time-out; some APNs have a longer one."),
                        "The same silence does no harm over another network, or the server's log says that it"
                                + " closed by itself."));
    }
}
