package dev.parley.tls;

import dev.parley.journal.Direction;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a conversation's messages say so far, and the picture of it. The decoder keeps one that grows with the wire; a look
 * back at an earlier time makes a new one of the messages up to then, so both tell the same.
 *
 * <p>One owner; not safe for threads.
 */
final class Course {
    private final HandshakeProgress progress = new HandshakeProgress();
    private final Hellos hellos = new Hellos();
    private final SealedFlights sealed = new SealedFlights();

    /** {@code records} are those of the conversation up to the message. */
    void accept(TlsMessage message, List<TlsRecord> records) {
        progress.accept(message, records);
        hellos.accept(message);
    }

    /**
     * What the next record most likely holds, where it is one of TLS 1.3 that no secret opens.
     *
     * @param size its size on the wire
     * @param early true for a client that may be sending early data
     */
    SealedContent sealed(Direction direction, int size, boolean early) {
        boolean overInTheOpen = progress.isOver() && !sealed.isOver();
        return hellos.isTls13() && !overInTheOpen
                ? sealed.next(direction, size, hellos.suite().orElseThrow(), early)
                : SealedContent.UNTOLD;
    }

    Hellos hellos() {
        return hellos;
    }

    /**
     * The picture.
     *
     * @param messages all of them; the last {@code rest} ones are not whole and were not accepted
     */
    TlsConversation picture(
            int socket,
            List<TlsRecord> records,
            List<TlsMessage> messages,
            List<TlsMessage> rest,
            boolean noTls,
            OptionalLong ended,
            List<String> problems) {
        return new TlsConversation(
                socket,
                records,
                messages,
                progress.steps(ended, rest, records),
                hellos.version() == 0 ? "" : TlsNames.version(hellos.version()),
                hellos.suite().map(CipherSuite::name).orElse(""),
                hellos.sni(),
                hellos.alpn(),
                progress.resumption(),
                result(noTls, ended.isPresent()),
                ended,
                problems);
    }

    private TlsConversation.Result result(boolean noTls, boolean ended) {
        if (noTls) {
            return TlsConversation.Result.NOT_TLS;
        }
        if (progress.isFatal()) {
            return TlsConversation.Result.FAILED;
        }
        if (progress.isOver()) {
            return ended || progress.isCloseNotified()
                    ? TlsConversation.Result.CLOSED
                    : TlsConversation.Result.ESTABLISHED;
        }
        return ended ? TlsConversation.Result.FAILED : TlsConversation.Result.HANDSHAKING;
    }
}
