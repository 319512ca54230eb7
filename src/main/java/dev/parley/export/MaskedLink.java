package dev.parley.export;

import dev.parley.doctor.CaseView;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.Place;
import dev.parley.socket.ModemSocket;
import dev.parley.socket.SocketStream.Segment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What crossed a link, with every value that {@link Redaction} names overwritten length for length, so that offsets, counts and
 * lengths stay true. Values are found wherever they stand: across reads, in the AT lines, and across the sends of a socket. Holds
 * all bytes in memory.
 */
final class MaskedLink {
    private final Map<Direction, byte[]> streams = new EnumMap<>(Direction.class);

    private MaskedLink() {}

    /** @throws ArithmeticException where more than two gigabytes crossed one way */
    static MaskedLink of(CaseView view, Journal journal, Redactor redactor) {
        MaskedLink link = new MaskedLink();
        for (Direction direction : Direction.values()) {
            link.streams.put(direction, new byte[Math.toIntExact(journal.bytes(direction))]);
        }
        for (long n = 1; n <= journal.events(); n++) {
            if (journal.event(n) instanceof Event.Traffic traffic) {
                traffic.bytes().copyTo(link.stream(traffic.direction()), (int) traffic.offset());
            }
        }
        Map<Direction, byte[]> plain = new EnumMap<>(Direction.class);
        link.streams.forEach((direction, bytes) -> plain.put(direction, bytes.clone()));
        plain.forEach((direction, bytes) -> redactor.link(Bytes.copyOf(bytes)).copyTo(link.stream(direction), 0));
        for (ModemSocket socket : view.sockets()) {
            for (Direction direction : Direction.values()) {
                link.mask(socket.stream(direction).segments(), plain, redactor);
            }
        }
        return link;
    }

    private byte[] stream(Direction direction) {
        byte[] stream = streams.get(direction);
        if (stream == null) {
            throw new IllegalStateException("both directions are there from the beginning");
        }
        return stream;
    }

    /** Masks what the pieces of a socket's stream have together. */
    private void mask(List<Segment> segments, Map<Direction, byte[]> plain, Redactor redactor) {
        List<Bytes> pieces = segments.stream()
                .map(segment -> segment.place())
                .map(place -> Bytes.copyOf(
                        plain.getOrDefault(place.direction(), new byte[0]), (int) place.from(), (int) place.length()))
                .toList();
        Bytes together = Bytes.concat(pieces);
        Bytes masked = redactor.payload(together);
        if (masked.equals(together)) {
            return;
        }
        int at = 0;
        for (Segment segment : segments) {
            Place place = segment.place();
            for (int i = 0; i < place.length(); i++, at++) {
                if (masked.u8(at) != together.u8(at)) {
                    stream(place.direction())[(int) place.from() + i] = (byte) masked.u8(at);
                }
            }
        }
    }

    /** The bytes at {@code place}, masked. */
    Bytes at(Place place) {
        return Bytes.copyOf(stream(place.direction()), (int) place.from(), (int) place.length());
    }
}
