package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.journal.Direction;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.TlsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The handshake was cut off, and most of its time the host had the word: it computed, or read the answer in small pieces. */
final class HandshakeTooSlow implements SocketRule {
    private static final long LEAST_NANOS = 1_500_000_000L;
    private static final double MOST_OF_IT = 0.5;
    private static final int SMALL_READ = 16;

    @Override
    public String code() {
        return "handshake-too-slow";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        Optional<TlsConversation> cut =
                Facts.cutOff(session, socket, ClosedBy.PEER).or(() -> Facts.cutOff(session, socket, ClosedBy.HOST));
        if (cut.isEmpty() || socket.openedNanos().isEmpty()) {
            return Optional.empty();
        }
        TlsConversation tls = cut.get();
        long opened = socket.openedNanos().getAsLong();
        long closed = socket.closedNanos().orElseThrow();
        Thought longest = longest(session, socket, tls, closed);
        long reading = readingNanos(session, socket);
        long host = Math.max(longest.nanos(), reading);
        long own = closed - opened - HeldInDebugger.nanos(session, socket, opened, closed);
        if (host < LEAST_NANOS || host < MOST_OF_IT * own) {
            return Optional.empty();
        }
        long small = smallReads(session, socket);
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence(
                longest.nanos() >= reading
                        ? "The host was silent for " + Facts.time(longest.nanos()) + " while it had the word"
                        : "The host took " + Facts.time(reading) + " to read what the server had sent, in " + small
                                + " reads of " + SMALL_READ + " bytes or fewer",
                longest.places(),
                longest.from()));
        evidence.add(Facts.close(
                socket,
                (socket.closedBy() == ClosedBy.PEER ? "The server closed" : "The host closed")
                        + " when the connection was " + Facts.time(closed - opened) + " old, in " + Facts.where(tls)));
        return Optional.of(new Finding(
                code(),
                0.92,
                "The handshake took too long: " + Facts.time(host) + " of " + Facts.time(closed - opened)
                        + " the host itself had the word",
                "Servers give a handshake a few seconds to a minute and then close without an alert. Here the time"
                    + " went into the host's own arithmetic or into reading small pieces through AT commands, not into"
                    + " the network.",
                evidence,
                List.of(
                        "Read up to 1500 bytes with each AT+QIRD and hand them to the TLS library from memory: it asks"
                                + " for 5 bytes and then for the rest of a record.",
                        "Raise the baud rate: AT+IPR=460800 with AT+IFC=2,2.",
                        "Prefer P-256 and an ECDSA key: mbedtls_ssl_conf_curves (P-256 first); compile the library with"
                                + " optimisation and MBEDTLS_ECP_NIST_OPTIM."),
                "The server's own log gives another reason, or a run in which the host answers at once is closed at"
                        + " the same message."));
    }

    private record Thought(long from, long nanos, List<dev.parley.journal.Place> places) {}

    /** The longest time from a byte of the server's to the client's next record, or to the close, with no byte between. */
    private static Thought longest(CaseView session, ModemSocket socket, TlsConversation tls, long closed) {
        Thought longest = new Thought(0, 0, List.of());
        long last = 0;
        TlsMessage heard = null;
        for (TlsMessage message : tls.messages()) {
            if (message.direction() == Direction.TX && heard != null && message.startNanos() - last > longest.nanos()) {
                long thought = unparked(session, socket, last, message.startNanos());
                if (thought > longest.nanos()) {
                    longest = new Thought(last, thought, lastByte(socket, tls, heard));
                }
            }
            heard = message.direction() == Direction.RX ? message : null;
            last = message.endNanos();
        }
        // The server's flight is whole and the client never answered.
        boolean clientsTurn = heard instanceof TlsMessage.Handshake handshake
                && handshake
                        .type()
                        .filter(type -> type == dev.parley.tls.HandshakeType.SERVER_HELLO_DONE)
                        .isPresent();
        if (clientsTurn && unparked(session, socket, last, closed) > longest.nanos()) {
            longest = new Thought(
                    last,
                    unparked(session, socket, last, closed),
                    lastByte(socket, tls, tls.messages().getLast()));
        }
        return longest;
    }

    /** What of the time was the host's own: being parked in the debugger is not. */
    private static long unparked(CaseView session, ModemSocket socket, long from, long to) {
        return to - from - HeldInDebugger.nanos(session, socket, from, to);
    }

    private static List<dev.parley.journal.Place> lastByte(
            ModemSocket socket, TlsConversation tls, TlsMessage message) {
        if (message.records().isEmpty()) {
            return List.of();
        }
        TlsRecord record = tls.records().get(message.records().getLast());
        return socket.stream(record.direction()).places(record.to() - 1, record.to());
    }

    private static long smallReads(CaseView session, ModemSocket socket) {
        return reads(session, socket)
                .filter(reading -> reading.asked() <= SMALL_READ)
                .count();
    }

    private static Stream<Reading> reads(CaseView session, ModemSocket socket) {
        Predicate<Exchange> ofSocket = Facts.ofSocket(session, socket);
        return Reading.all(session).filter(reading -> reading.id() == socket.id() && ofSocket.test(reading.exchange()));
    }

    /** From the first to the last read of small pieces; 0 where they are few. */
    private static long readingNanos(CaseView session, ModemSocket socket) {
        if (smallReads(session, socket) < 20) {
            return 0;
        }
        List<Reading> reads = reads(session, socket).toList();
        return unparked(
                session,
                socket,
                reads.getFirst().exchange().startNanos(),
                reads.getLast().exchange().endNanos());
    }
}
