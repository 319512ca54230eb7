package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ModemSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The link to the modem was lost for a while, and bytes of a socket crossed that nobody heard. */
final class LinkGap implements SocketRule {
    @Override
    public String code() {
        return "link-gap";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        if (lost(session).isEmpty()) {
            return Optional.empty();
        }
        long goodbye = Facts.goodbye(session, socket).map(Facts.Goodbye::bytes).orElse(0);
        List<ModemCount.GapLoss> rx = ModemCount.inGaps(session, socket, Direction.RX, 0);
        List<ModemCount.GapLoss> tx = ModemCount.inGaps(session, socket, Direction.TX, goodbye);
        List<Evidence> evidence = new ArrayList<>();
        rx.forEach(loss -> evidence.add(
                evidence(loss, " bytes that the modem handed out while the link was lost did not reach the host")));
        tx.forEach(loss -> evidence.add(
                evidence(loss, " bytes that the host wrote while the link was lost did not reach the modem")));
        cut(session, socket).ifPresent(evidence::add);
        if (evidence.isEmpty()) {
            return Optional.empty();
        }
        change(session, Event.LinkChange.State.LOST)
                .forEach(change -> evidence.add(change(change, "The link was lost")));
        change(session, Event.LinkChange.State.REGAINED)
                .forEach(change -> evidence.add(change(change, "The link was there again")));
        return Optional.of(new Finding(
                code(),
                0.96,
                title(rx, tx),
                "The modem goes on while its link is lost: it hands out what comes and hears nothing of what is"
                    + " written. It does not give a byte twice, so a stream that lost one cannot go on, and TLS fails"
                    + " at the next record. Flow control and the baud rate have no part in it.",
                evidence,
                List.of(
                        "Find what interrupts the link: plug, hub, the USB bus's power, the terminal server's idle"
                                + " time-out.",
                        "Use access mode 0 (buffer): the modem keeps what comes until AT+QIRD asks for it.",
                        "Compare AT+QIRD=" + socket.id() + ",0 and AT+QISEND=" + socket.id()
                                + ",0 with your own counts after each gap, and connect again where they differ."),
                "The counts differ in the same way in a run without a gap."));
    }

    private static String title(List<ModemCount.GapLoss> rx, List<ModemCount.GapLoss> tx) {
        long unheard = rx.stream().mapToLong(ModemCount.GapLoss::bytes).sum();
        long untaken = tx.stream().mapToLong(ModemCount.GapLoss::bytes).sum();
        if (unheard == 0 && untaken == 0) {
            return "The link was lost while the modem handed out bytes: the rest of them is gone";
        }
        List<String> words = new ArrayList<>();
        if (unheard > 0) {
            words.add(unheard + " bytes from the modem");
        }
        if (untaken > 0) {
            words.add(untaken + " bytes to the modem");
        }
        return String.join(" and ", words) + " were lost while the link was interrupted";
    }

    private static Evidence evidence(ModemCount.GapLoss loss, String what) {
        Exchange asked = loss.first().exchange();
        return new Evidence(
                asked.text() + " after the gap: " + loss.bytes() + what, asked.places(), asked.startNanos());
    }

    private static Evidence change(Event.LinkChange change, String what) {
        return new Evidence(what + ": " + change.detail(), List.of(), change.nanos());
    }

    /** What came when the link was lost, and did not come to its end. */
    private static Optional<Evidence> cut(CaseView session, ModemSocket socket) {
        Stream<Evidence> read = Reading.odd(session, socket)
                .filter(reading -> reading.told() > reading.came() && cuts(session, reading.exchange()))
                .map(reading -> reading.evidence(
                        words(reading.exchange().text() + " (+QIRD: " + reading.told() + ")", reading.came())));
        Stream<Evidence> pushed = socket.mode() == AccessMode.PUSH
                ? Push.all(session, socket)
                        .filter(push -> push.told() > push.came() && cuts(session, push.exchange()))
                        .map(push -> push.evidence(words(push.exchange().text(), push.came())))
                : Stream.empty();
        return Stream.concat(read, pushed).findFirst();
    }

    private static String words(String told, int came) {
        return told + ": " + came + " bytes came, then the link was lost";
    }

    /** When the link was lost, each time, in order. */
    static List<Long> lost(CaseView session) {
        return change(session, Event.LinkChange.State.LOST)
                .map(Event.LinkChange::nanos)
                .toList();
    }

    /** True if the link was lost before the exchange could come to its end. */
    static boolean cuts(CaseView session, Exchange exchange) {
        int next = (int) exchange.number() + 1;
        long end = next < session.exchanges().size()
                ? session.exchanges().get(next).startNanos()
                : Long.MAX_VALUE;
        return lost(session).stream().anyMatch(nanos -> nanos >= exchange.startNanos() && nanos <= end);
    }

    private static Stream<Event.LinkChange> change(CaseView session, Event.LinkChange.State state) {
        return session.changes().stream()
                .filter(Event.LinkChange.class::isInstance)
                .map(Event.LinkChange.class::cast)
                .filter(change -> change.state() == state);
    }
}
