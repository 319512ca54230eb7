package dev.parley.modem;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The modem's own books of one direction of a socket, since it was opened.
 *
 * @param total bytes that the modem took from the host ({@code AT+QISEND=id,0}) or from the network ({@code AT+QIRD=id,0})
 * @param done bytes of these that the peer has acknowledged, or that the host has read
 * @param left bytes that are still unacknowledged, or unread
 */
public record SocketCounters(long total, long done, long left) {
    /** The three numbers of an answer named {@code name}, or nothing where it has not three. */
    static Optional<SocketCounters> of(Reply reply, String name) {
        List<Long> values = reply.value(name).stream()
                .flatMap(text -> Stream.of(text.split(",", -1)))
                .map(SocketCounters::count)
                .toList();
        return values.size() != 3 || values.contains(-1L)
                ? Optional.empty()
                : Optional.of(new SocketCounters(values.get(0), values.get(1), values.get(2)));
    }

    /** A socket may carry more than 2^31 bytes. */
    private static long count(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
