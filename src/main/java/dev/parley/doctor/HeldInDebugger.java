package dev.parley.doctor;

import dev.parley.journal.Event;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The handshake was parked in the debugger, and that is what it died of: the server lost patience, or the operator gave it up. */
final class HeldInDebugger implements SocketRule {
    private static final long LEAST_NANOS = 1_500_000_000L;
    private static final double MOST_OF_IT = 0.5;

    /** A time in which the handshake was parked: from its {@code gate.stop} to what let it go on, or to the connection's end. */
    private record Hold(Event.Action stop, long to) {
        long nanos() {
            return to - stop.nanos();
        }
    }

    @Override
    public String code() {
        return "held-in-debugger";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        return found(session, socket) ? Optional.of(finding(session, socket)) : Optional.empty();
    }

    /** True if being parked is what ended the handshake. */
    static boolean found(CaseView session, ModemSocket socket) {
        boolean byPeer = Facts.cutOff(session, socket, ClosedBy.PEER).isPresent();
        boolean byHost = Facts.cutOff(session, socket, ClosedBy.HOST).isPresent();
        if (!byPeer && !byHost) {
            return false;
        }
        long closed = socket.closedNanos().orElseThrow();
        long opened = socket.openedNanos().orElse(socket.openRequestedNanos());
        if (byHost) {
            List<Hold> holds = holds(session, socket);
            return !holds.isEmpty() && holds.getLast().to() == closed;
        }
        long held = nanos(session, socket, opened, closed);
        return held >= LEAST_NANOS && held >= MOST_OF_IT * (closed - opened);
    }

    private Finding finding(CaseView session, ModemSocket socket) {
        long closed = socket.closedNanos().orElseThrow();
        long opened = socket.openedNanos().orElse(socket.openRequestedNanos());
        long held = nanos(session, socket, opened, closed);
        boolean byPeer = socket.closedBy() == ClosedBy.PEER;
        Optional<TlsConversation> tls = session.conversation(socket);
        List<Evidence> evidence = new ArrayList<>();
        for (Hold hold : holds(session, socket)) {
            evidence.add(new Evidence(
                    "Parked for " + Facts.time(hold.nanos()) + ": "
                            + hold.stop().detail(),
                    List.of(),
                    hold.stop().nanos()));
        }
        evidence.add(Facts.close(
                socket,
                (byPeer ? "The server closed" : "The host closed") + " when the connection was "
                        + Facts.time(closed - opened) + " old"
                        + tls.map(Facts::in).orElse("")));
        return new Finding(
                code(),
                0.97,
                "The handshake was held in the debugger for " + Facts.time(held) + " of its "
                        + Facts.time(closed - opened)
                        + (byPeer ? ", and the server closed" : ", and ended there by the operator"),
                "A server gives a handshake some seconds to a minute and knows nothing of a debugger. This end says"
                        + " nothing of the modem, the network or the certificates.",
                evidence,
                List.of(
                        "Run the same handshake without stops, or go on sooner: the server's patience is its own.",
                        "Stop at a breakpoint at the one message in question instead of at each."),
                "The connection ends at the same message in a run without stops.");
    }

    /** How long the socket's handshake was parked between two times. */
    static long nanos(CaseView session, ModemSocket socket, long from, long to) {
        return holds(session, socket).stream()
                .mapToLong(hold -> Math.max(
                        0, Math.min(hold.to(), to) - Math.max(hold.stop().nanos(), from)))
                .sum();
    }

    private static List<Hold> holds(CaseView session, ModemSocket socket) {
        long closed = socket.closedNanos().orElse(session.durationNanos());
        List<Hold> holds = new ArrayList<>();
        Event.Action stop = null;
        for (Event change : session.changes()) {
            if (change.nanos() < socket.openRequestedNanos() || change.nanos() >= closed) {
                continue;
            }
            if (change instanceof Event.Action action && action.name().startsWith("gate.")) {
                if (stop != null) {
                    holds.add(new Hold(stop, action.nanos()));
                }
                stop = action.name().equals("gate.stop") ? action : null;
            }
        }
        if (stop != null) {
            holds.add(new Hold(stop, closed));
        }
        return holds;
    }
}
