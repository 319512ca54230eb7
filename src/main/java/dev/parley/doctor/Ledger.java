package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Place;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
            Optional<Mismatch> mismatch) {
        /** The four numbers in words; a book that was not kept is left out. */
        public String words() {
            List<String> books = new ArrayList<>();
            declared.ifPresent(bytes -> books.add("declared " + bytes));
            books.add("on the line " + delivered);
            consumed.ifPresent(bytes -> books.add("in whole TLS records " + bytes));
            modem.ifPresent(bytes -> books.add("by the modem's own count " + bytes));
            return String.join(", ", books);
        }
    }

    /**
     * Where two books part.
     *
     * @param offset the first byte of the stream, from 0, that stands in the one and may not stand in the other
     * @param missing how many bytes the one has at least more than the other; 0 where they may only be altered
     * @param most how many at most, or nothing where that is not known
     * @param text which books, with their numbers
     * @param places the exchange that shows it
     */
    public record Mismatch(long offset, long missing, OptionalLong most, String text, List<Place> places) {
        public Mismatch {
            places = List.copyOf(places);
        }

        static Mismatch exactly(long offset, long missing, String text, List<Place> places) {
            return new Mismatch(offset, missing, OptionalLong.of(missing), text, places);
        }

        /** In words, with its numbers. */
        public String words() {
            String what = missing == 0 ? "bytes are altered or missing" : count() + " missing";
            return what + " from byte " + offset + " on (" + text + ")";
        }

        private String count() {
            if (most.isEmpty()) {
                return missing + (missing == 1 ? " byte or more is" : " bytes or more are");
            }
            return most.getAsLong() == missing
                    ? missing + (missing == 1 ? " byte is" : " bytes are")
                    : missing + " to " + most.getAsLong() + " bytes are";
        }
    }

    private static final int MOST_LEFT_OUT = 3;

    /** Type, version, length (RFC 5246 section 6.2.1). */
    private static final int RECORD_HEADER = 5;

    public static Ledger of(CaseView session, ModemSocket socket) {
        Book tx = book(session, socket, Direction.TX, sends(session, socket), ByteLoss.toModem(session, socket));
        Book rx = book(session, socket, Direction.RX, reads(session, socket), ByteLoss.fromModem(session, socket));
        return new Ledger(tx, rx, LedgerVerdict.of(session, socket, tx, rx) + leftOut(session, socket));
    }

    /** A log from another program may have lost payload: that is in no book, and no fault of the line. */
    private static String leftOut(CaseView session, ModemSocket socket) {
        List<String> lost = session.changes().stream()
                .filter(Event.Note.class::isInstance)
                .map(Event.Note.class::cast)
                .filter(note -> note.text().startsWith(Event.Note.NOT_IN_THE_LOG)
                        && note.nanos() >= socket.openRequestedNanos()
                        && note.nanos() <= socket.closedNanos().orElse(Long.MAX_VALUE))
                .map(note -> note.text().substring(Event.Note.NOT_IN_THE_LOG.length()))
                .toList();
        return lost.isEmpty()
                ? ""
                : " Not counted, as the log this was read from leaves it out: "
                        + String.join("; ", lost.subList(0, Math.min(MOST_LEFT_OUT, lost.size())))
                        + (lost.size() > MOST_LEFT_OUT ? "; and " + (lost.size() - MOST_LEFT_OUT) + " times more" : "")
                        + ".";
    }

    private static Book book(
            CaseView session, ModemSocket socket, Direction direction, Promises promises, List<Loss> losses) {
        boolean transparent = socket.mode() == AccessMode.TRANSPARENT;
        long carried = socket.stream(direction).length();
        // Asked twice, not kept: there may be a million.
        Supplier<Stream<ModemCount>> counts = () -> ModemCount.all(session, socket, direction);
        boolean sent = direction == Direction.TX;
        long goodbye =
                sent ? Facts.goodbye(session, socket).map(Facts.Goodbye::bytes).orElse(0) : 0L;
        List<Mismatch> mismatches = new ArrayList<>();
        if (!session.live()) {
            promises.broken().ifPresent(mismatches::add);
        }
        counts.get()
                .flatMap(count -> disagreement(count, goodbye).stream())
                .findFirst()
                .ifPresent(mismatches::add);
        losses.forEach(loss -> mismatches.add(new Mismatch(
                loss.offset(),
                loss.least(),
                loss.most(),
                loss.evidence().text(),
                loss.evidence().places())));
        OptionalLong consumed = consumed(session, socket, direction);
        // Before the end of a conversation a record may be under way; what a close tore is told, and what was read to
        // its end.
        if (mismatches.isEmpty() && consumed.isPresent() && socket.closedNanos().isPresent()) {
            torn(session, socket, direction, consumed.getAsLong()).ifPresent(mismatches::add);
        }
        return new Book(
                transparent ? OptionalLong.empty() : OptionalLong.of(promises.told),
                transparent ? carried : promises.came,
                consumed,
                counts.get().mapToLong(ModemCount::counted).reduce((first, last) -> last),
                mismatches.stream().min(Comparator.comparingLong(Mismatch::offset)));
    }

    /** What of the stream stands behind its last whole TLS record. */
    private static Optional<Mismatch> torn(CaseView session, ModemSocket socket, Direction direction, long whole) {
        long carried = socket.stream(direction).length();
        if (whole >= carried) {
            return Optional.empty();
        }
        List<Place> places = socket.stream(direction).places(whole, carried);
        String has = "the TLS record that begins at byte " + whole + " has " + (carried - whole) + " of its ";
        return session.conversation(socket).stream()
                .flatMap(tls -> tls.records().stream())
                .filter(record -> record.direction() == direction && !record.isWhole() && record.from() == whole)
                .map(record -> record.announced() + RECORD_HEADER)
                .findFirst()
                .map(size -> Mismatch.exactly(carried, whole + size - carried, has + size + " bytes", places))
                .or(() -> Optional.of(new Mismatch(
                        whole,
                        0,
                        OptionalLong.empty(),
                        carried - whole + (carried - whole == 1 ? " byte stands" : " bytes stand")
                                + " behind the last whole TLS record",
                        places)));
    }

    /** The modem must have taken what the host was told it has, and cannot have handed out more than came. */
    private static Optional<Mismatch> disagreement(ModemCount count, long goodbye) {
        boolean sent = count.direction() == Direction.TX;
        return count.apart() > goodbye
                ? Optional.of(Mismatch.exactly(
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

    /** Lengths and what was carried for them, added up in order. */
    private static final class Promises {
        private final CaseView session;
        private long told;
        private long came;
        private Optional<Mismatch> broken = Optional.empty();

        Promises(CaseView session) {
            this.session = session;
        }

        void add(int row, long length, long carried, String answer) {
            if (length != carried && broken.isEmpty()) {
                Exchange exchange = session.exchanges().get(row);
                broken = Optional.of(Mismatch.exactly(
                        came + Math.min(length, carried),
                        Math.abs(length - carried),
                        exchange.text() + answer + " declared " + length + " bytes, the line carried " + carried,
                        exchange.places()));
            }
            told += length;
            came += carried;
        }

        /** The first that was not kept. */
        Optional<Mismatch> broken() {
            return broken;
        }
    }

    private static Promises sends(CaseView session, ModemSocket socket) {
        Promises promises = new Promises(session);
        Transfer.sends(session, socket)
                .filter(Transfer::prompted)
                .forEach(send -> promises.add(send.row(), send.length(), send.carried(), ""));
        return promises;
    }

    private static Promises reads(CaseView session, ModemSocket socket) {
        Promises promises = new Promises(session);
        if (socket.mode() == AccessMode.PUSH) {
            Push.all(session, socket)
                    .forEach(push -> promises.add((int) push.exchange().number(), push.told(), push.came(), ""));
        }
        Transfer.reads(session, socket)
                .filter(read -> read.told() >= 0)
                .forEach(
                        read -> promises.add(read.row(), read.told(), read.carried(), " (+QIRD: " + read.told() + ")"));
        return promises;
    }
}
