package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.at.Exchanges;
import dev.parley.at.ResultCode;
import dev.parley.journal.Direction;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Were bytes lost, stranded or never sent? The answer in a sentence with its numbers. That none were is said only where the modem's own
 * counts say so; where it was not asked, what is not known is named, with the question that would tell.
 */
final class LedgerVerdict {
    private final CaseView session;
    private final ModemSocket socket;
    private final List<String> faults = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    private LedgerVerdict(CaseView session, ModemSocket socket) {
        this.session = session;
        this.socket = socket;
    }

    static String of(CaseView session, ModemSocket socket, Ledger.Book tx, Ledger.Book rx) {
        return new LedgerVerdict(session, socket).words(tx, rx);
    }

    private String words(Ledger.Book tx, Ledger.Book rx) {
        tx.mismatch().ifPresent(found -> faults.add("of what the host sent, " + found.words()));
        rx.mismatch().ifPresent(found -> faults.add("of what the modem handed out, " + found.words()));
        announced();
        refused();
        taken();
        left();
        String both = socket.sent() + " bytes sent and " + socket.received() + " received";
        String open = unknown.isEmpty() ? "" : " Not known: " + String.join("; ", unknown) + ".";
        if (!faults.isEmpty()) {
            return "Of " + both + ": " + String.join("; ", faults) + "." + open;
        }
        if (socket.openedNanos().isEmpty() && socket.sent() + socket.received() == 0) {
            return "Nothing was sent or received.";
        }
        return unknown.isEmpty()
                ? "No byte was lost, stranded or left unsent: " + both + ", and the books that were kept agree."
                : "No loss shows: " + both + ", and the books that were kept agree." + open;
    }

    /** What the modem refused before it was written. */
    private void announced() {
        Exchanges exchanges = Facts.exchanges(session);
        long announced = Send.among(
                        session,
                        Stream.concat(exchanges.ended(ResultCode.ERROR), exchanges.ended(ResultCode.CME_ERROR)),
                        socket)
                .filter(send -> send.written() == 0)
                .mapToLong(Send::declared)
                .sum();
        if (announced > 0) {
            faults.add(announced
                    + " bytes were announced with AT+QISEND and refused by the modem before they were written");
        }
    }

    /** What the modem did not take: given up, sent again, or never told of. */
    private void refused() {
        if (socket.refused() == 0) {
            return;
        }
        List<Send> sends = Send.among(
                        session,
                        Facts.commands(session, "AT+QISEND=" + socket.id() + ",")
                                .sorted(Comparator.comparingLong(Exchange::number)),
                        socket)
                .filter(send -> send.written() > 0)
                .toList();
        long again = 0;
        long unconfirmed = 0;
        for (int i = 0; i < sends.size(); i++) {
            Send send = sends.get(i);
            if (isTaken(send)) {
                continue;
            }
            if (takenLater(sends, i)) {
                again += send.written();
            } else if (send.unanswered()) {
                unconfirmed += send.written();
            }
        }
        long never = socket.refused() - again - unconfirmed;
        if (never > 0) {
            faults.add(never + " bytes were never sent: the modem refused them");
        }
        if (unconfirmed > 0 && !session.live()) {
            faults.add(unconfirmed
                    + " bytes were written to the modem and never confirmed: lost on the line, or not sent");
        }
    }

    private static boolean isTaken(Send send) {
        return send.exchange().result().filter(code -> code.succeeded()).isPresent();
    }

    /** True if the same number of bytes was written again until the modem took them, and nothing else between. */
    private static boolean takenLater(List<Send> sends, int index) {
        for (int i = index + 1; i < sends.size(); i++) {
            if (sends.get(i).written() != sends.get(index).written()) {
                return false;
            }
            if (isTaken(sends.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether what the modem took has reached the peer. */
    private void taken() {
        if (socket.acked().isPresent() && socket.acked().getAsLong() < socket.sent()) {
            faults.add(socket.sent() - socket.acked().getAsLong()
                    + " bytes were not acknowledged by the peer when the modem was last asked");
        } else if (socket.mode() == AccessMode.TRANSPARENT) {
            if (!proven()) {
                unknown.add("what the modem took and handed out, for which transparent mode keeps no count");
            }
        } else if (socket.acked().isEmpty() && socket.sent() > 0 && !proven()) {
            unknown.add("whether the peer got all of it, which AT+QISEND=" + socket.id()
                    + ",0 would have told before the close");
        }
        Optional<String> gone =
                switch (socket.closedBy()) {
                    case MODEM_RESET -> Optional.of("what the modem still held when it started anew");
                    case PDP -> Optional.of("what the modem still held when its context was taken away");
                    case LINK -> Optional.of("what became of the connection after the link to the modem was lost");
                    case OPEN, HOST, PEER -> Optional.empty();
                };
        boolean all = socket.acked().isPresent() && socket.acked().getAsLong() >= socket.sent();
        gone.filter(words -> !all && socket.sent() > 0).ifPresent(unknown::add);
    }

    /** Whether anything was left in the modem. */
    private void left() {
        if (socket.unreadAtClose() > 0) {
            faults.add(socket.unreadAtClose() + " bytes were stranded in the modem when the connection ended"
                    + (socket.drained() ? ", and read afterwards" : ""));
        } else if (socket.unread().orElse(0) > 0) {
            faults.add(socket.unread().getAsLong() + " bytes were stranded in the modem when it was last asked");
        } else if (socket.mode() == AccessMode.BUFFER && socket.closedBy() == ClosedBy.PEER && !socket.drained()) {
            unknown.add("whether bytes were stranded in the modem when the connection ended: AT+QIRD=" + socket.id()
                    + " was not read until it came back empty");
        } else if (socket.mode() == AccessMode.BUFFER
                && socket.closedBy() == ClosedBy.HOST
                && socket.unread().isEmpty()
                && !proven()) {
            unknown.add("whether bytes were stranded in the modem when the host closed, which AT+QIRD=" + socket.id()
                    + ",0 would have told");
        }
    }

    /** True where TLS or MQTT shows that both sides understood each other to the end: what is lost would have been missed. */
    private boolean proven() {
        return Facts.served(session, socket)
                && Facts.goodbye(session, socket).isPresent()
                && session.conversation(socket)
                        .map(tls -> tls.problems().isEmpty()
                                && tls.records().stream().anyMatch(record -> record.direction() == Direction.RX))
                        .orElse(true);
    }
}
