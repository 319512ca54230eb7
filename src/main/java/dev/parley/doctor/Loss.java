package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import dev.parley.socket.SocketStream;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.TlsRecord;
import java.util.List;
import java.util.OptionalLong;

/**
 * A sign that bytes of a socket's stream were lost or altered on the line between host and modem.
 *
 * @param offset the first byte of the stream, from 0, that may be missing
 * @param least how many are missing at least; 0 where they may only be altered
 * @param most how many are missing at most, or nothing where that is not known
 */
record Loss(long offset, long least, OptionalLong most, Evidence evidence) {
    /** The modem's count of bytes differs from the host's. */
    static Loss counted(ModemCount count, Evidence evidence) {
        return new Loss(
                Math.min(count.carried(), count.counted()),
                count.missing(),
                OptionalLong.of(count.missing()),
                evidence);
    }

    /** Where the socket's stream of that direction has what an exchange carried; its end where it has nothing of it. */
    static long offset(ModemSocket socket, Direction direction, long exchange) {
        List<SocketStream.Segment> segments = socket.stream(direction).segments();
        int low = 0;
        int high = segments.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).exchange() >= exchange) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low < segments.size()
                ? segments.get(low).offset()
                : socket.stream(direction).length();
    }

    /** Where begins what the client sent after all that the server has answered to. */
    static long unanswered(TlsConversation tls) {
        long answered = tls.messages().stream()
                .filter(message -> message.direction() == Direction.RX && message instanceof TlsMessage.Handshake)
                .mapToLong(TlsMessage::startNanos)
                .max()
                .orElse(0);
        return tls.records().stream()
                .filter(record -> record.direction() == Direction.TX && record.startNanos() > answered)
                .mapToLong(TlsRecord::from)
                .min()
                .orElse(0);
    }
}
