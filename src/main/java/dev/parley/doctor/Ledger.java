package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The byte books of a socket: four each way, kept by different parties, which must agree.
 *
 * @param tx host to modem
 * @param rx modem to host
 * @param verdict whether bytes were lost, stranded or never sent: a sentence with the numbers
 */
public record Ledger(Book tx, Book rx, String verdict) {
    /**
     * The books of one direction, in bytes.
     *
     * @param declared what the lengths promised: {@code AT+QISEND=id,length}, {@code +QIRD: length}, {@code "recv",id,length}; nothing in
     *     transparent mode, which has none
     * @param delivered what the line carried for them
     * @param consumed what stands in whole TLS records; nothing where there is no TLS
     * @param modem the modem's own count when it was last asked: taken from the host ({@code AT+QISEND=id,0}), read by the host
     *     ({@code AT+QIRD=id,0}); nothing where it was not asked
     * @param mismatch where two books first part, or nothing where all agree
     */
    public record Book(
            OptionalLong declared,
            long delivered,
            OptionalLong consumed,
            OptionalLong modem,
            Optional<Mismatch> mismatch) {}

    /**
     * Where two books part.
     *
     * @param offset the first byte of the stream, from 0, that stands in the one and not in the other
     * @param missing how many bytes the one has more than the other
     * @param text which books, with their numbers
     * @param places the exchange that shows it
     */
    public record Mismatch(long offset, long missing, String text, List<Place> places) {
        public Mismatch {
            places = List.copyOf(places);
        }
    }

    /** A length and what was carried for it, from byte {@code offset} of what was carried. */
    private record Piece(long offset, long told, long came, String name, List<Place> places) {}

    public static Ledger of(CaseView session, ModemSocket socket) {
        Book tx = book(session, socket, Direction.TX, sends(session, socket));
        Book rx = book(session, socket, Direction.RX, reads(session, socket));
        return new Ledger(tx, rx, verdict(socket, tx, rx, session.live() ? 0 : unconfirmed(session, socket)));
    }

    private static Book book(CaseView session, ModemSocket socket, Direction direction, List<Piece> pieces) {
        boolean transparent = socket.mode() == AccessMode.TRANSPARENT;
        long carried = socket.stream(direction).length();
        long delivered =
                transparent ? carried : pieces.stream().mapToLong(Piece::came).sum();
        // Asked twice, not kept: there may be a million.
        Supplier<Stream<ModemCount>> counts = () -> ModemCount.all(session, socket, direction);
        boolean sent = direction == Direction.TX;
        long goodbye =
                sent ? Facts.goodbye(session, socket).map(Facts.Goodbye::bytes).orElse(0) : 0L;
        List<Mismatch> mismatches = new ArrayList<>();
        pieces.stream()
                .filter(piece -> piece.told() != piece.came() && !session.live())
                .findFirst()
                .map(piece -> new Mismatch(
                        piece.offset() + Math.min(piece.told(), piece.came()),
                        Math.abs(piece.told() - piece.came()),
                        piece.name() + " declared " + piece.told() + " bytes, the line carried " + piece.came(),
                        piece.places()))
                .ifPresent(mismatches::add);
        counts.get()
                .flatMap(count -> disagreement(count, goodbye).stream())
                .findFirst()
                .ifPresent(mismatches::add);
        OptionalLong consumed = consumed(session, socket, direction);
        // Before the end of a conversation a record may be under way; what a close tore is told, and what was read to
        // its end.
        if (mismatches.isEmpty() && consumed.isPresent() && socket.closedNanos().isPresent()) {
            long whole = consumed.getAsLong();
            if (whole < carried) {
                mismatches.add(new Mismatch(
                        whole,
                        carried - whole,
                        "whole TLS records end at byte " + whole + ", the stream at byte " + carried,
                        socket.stream(direction).places(whole, carried)));
            }
        }
        return new Book(
                transparent
                        ? OptionalLong.empty()
                        : OptionalLong.of(pieces.stream().mapToLong(Piece::told).sum()),
                delivered,
                consumed,
                counts.get().mapToLong(ModemCount::counted).reduce((first, last) -> last),
                mismatches.stream().min((a, b) -> Long.compare(a.offset(), b.offset())));
    }

    /** The modem must have taken what the host was told it has, and cannot have handed out more than came. */
    private static Optional<Mismatch> disagreement(ModemCount count, long goodbye) {
        boolean sent = count.direction() == Direction.TX;
        return count.apart() > goodbye
                ? Optional.of(new Mismatch(
                        Math.min(count.carried(), count.counted()),
                        count.apart(),
                        count.exchange().text() + " counts " + count.counted()
                                + (sent
                                        ? " bytes from the host, which was told SEND OK for "
                                        : " bytes read by the host, which has got ")
                                + count.carried(),
                        count.exchange().places()))
                : Optional.empty();
    }

    private static OptionalLong consumed(CaseView session, ModemSocket socket, Direction direction) {
        Optional<TlsConversation> tls = session.conversation(socket)
                .filter(conversation -> conversation.result() != TlsConversation.Result.NOT_TLS);
        return tls.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(tls.get().records().stream()
                        .filter(record -> record.direction() == direction && record.isWhole())
                        .mapToLong(TlsRecord::to)
                        .max()
                        .orElse(0));
    }

    private static List<Piece> sends(CaseView session, ModemSocket socket) {
        List<Piece> pieces = new ArrayList<>();
        long offset = 0;
        Predicate<Exchange> ofSocket = Facts.ofSocket(session, socket);
        for (Send send : Facts.commands(session, "AT+QISEND=" + socket.id() + ",")
                .filter(ofSocket)
                .flatMap(exchange -> Send.of(exchange).stream())
                .filter(Send::prompted)
                .toList()) {
            pieces.add(new Piece(
                    offset,
                    send.declared(),
                    send.written(),
                    send.exchange().text(),
                    send.exchange().places()));
            offset += send.written();
        }
        return pieces;
    }

    private static List<Piece> reads(CaseView session, ModemSocket socket) {
        List<Piece> pieces = new ArrayList<>();
        Stream<Piece> read = Facts.commands(session, "AT+QIRD=" + socket.id())
                .filter(Facts.ofSocket(session, socket))
                .flatMap(exchange -> Reading.of(exchange).stream())
                .filter(one -> one.id() == socket.id())
                .map(one -> new Piece(
                        0,
                        one.told(),
                        one.came(),
                        one.exchange().text() + " (+QIRD: " + one.told() + ")",
                        one.exchange().places()));
        Stream<Piece> pushed = socket.mode() == AccessMode.PUSH ? pushed(session, socket) : Stream.empty();
        long offset = 0;
        for (Piece piece : Stream.concat(pushed, read).toList()) {
            pieces.add(new Piece(offset, piece.told(), piece.came(), piece.name(), piece.places()));
            offset += piece.came();
        }
        return pieces;
    }

    private static Stream<Piece> pushed(CaseView session, ModemSocket socket) {
        return Push.all(session, socket)
                .map(push -> new Piece(
                        0,
                        push.told(),
                        push.came(),
                        push.exchange().text(),
                        push.exchange().places()));
    }

    /** What was written for sends that no result ended. */
    private static long unconfirmed(CaseView session, ModemSocket socket) {
        return Facts.commands(session, "AT+QISEND=" + socket.id() + ",")
                .filter(Facts.ofSocket(session, socket))
                .flatMap(exchange -> Send.of(exchange).stream())
                .filter(Send::unanswered)
                .mapToLong(Send::written)
                .sum();
    }

    private static String verdict(ModemSocket socket, Book tx, Book rx, long unconfirmed) {
        List<String> faults = new ArrayList<>();
        tx.mismatch().ifPresent(found -> faults.add("of what the host sent, " + words(found)));
        rx.mismatch().ifPresent(found -> faults.add("of what the modem handed out, " + words(found)));
        if (socket.refused() > 0) {
            faults.add(socket.refused() + " bytes were never sent: the modem refused them");
        }
        if (unconfirmed > 0) {
            faults.add(unconfirmed
                    + " bytes were written to the modem and never confirmed: lost on the line, or not sent");
        }
        if (socket.unreadAtClose() > 0) {
            faults.add(socket.unreadAtClose() + " bytes were stranded in the modem when the connection ended"
                    + (socket.drained() ? ", and read afterwards" : ""));
        } else if (socket.unread().orElse(0) > 0) {
            faults.add(socket.unread().getAsLong() + " bytes were stranded in the modem when it was last asked");
        }
        if (socket.acked().isPresent() && socket.acked().getAsLong() < socket.sent()) {
            faults.add(socket.sent() - socket.acked().getAsLong()
                    + " bytes were not acknowledged by the peer when the modem was last asked");
        }
        String both = socket.sent() + " bytes sent and " + socket.received() + " received";
        if (faults.isEmpty()) {
            return "No byte was lost, stranded or left unsent: " + both + ", and the books that were kept agree.";
        }
        return "Of " + both + ": " + String.join("; ", faults) + ".";
    }

    private static String words(Mismatch mismatch) {
        return mismatch.missing() + " bytes are missing from byte " + mismatch.offset() + " on (" + mismatch.text()
                + ")";
    }
}
