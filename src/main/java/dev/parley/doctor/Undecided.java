package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Said instead of a guess where a session does not tell why it ended: what is missing, and the cheapest test that would settle it.
 *
 * @param why what is not known, a sentence that begins with "Not enough evidence"
 * @param test one command or change
 */
public record Undecided(String why, String test) {
    /** From here on the best finding is taken for the answer. */
    private static final double SURE = 0.6;

    /** Nothing where the session went well, or its best finding is an answer. */
    public static Optional<Undecided> of(CaseView session, List<Finding> findings) {
        if (!findings.isEmpty()) {
            Finding best = findings.getFirst();
            return best.confidence() >= SURE
                    ? Optional.empty()
                    : Optional.of(new Undecided(
                            String.format(
                                    Locale.ROOT,
                                    "Not enough evidence: %s explains most, with a confidence of %.2f only",
                                    best.code(),
                                    best.confidence()),
                            NextTest.of(session, findings)
                                    .map(NextTest::action)
                                    .orElseGet(() -> "See whether this refutes it: " + best.refutedBy())));
        }
        if (session.sockets().isEmpty()) {
            return Optional.empty();
        }
        ModemSocket socket = session.sockets().getLast();
        Optional<TlsConversation> tls = session.conversation(socket);
        if (socket.openedNanos().isEmpty()) {
            return session.live() && socket.openError() == 0 ? Optional.empty() : Optional.of(notOpened(socket));
        }
        boolean over = socket.closedNanos().isPresent() || !session.live();
        boolean died = tls.filter(one -> one.result() == TlsConversation.Result.FAILED
                        || (over && one.result() == TlsConversation.Result.HANDSHAKING))
                .isPresent();
        if (died) {
            return Optional.of(died(socket, tls.orElseThrow()));
        }
        return tls.isPresent() && isCut(session, socket, tls.get())
                ? Optional.of(new Undecided(
                        "Not enough evidence: the peer ended a connection that stood, and what it said before cannot be"
                                + " read",
                        "Make it again with --key-log, so that its records can be read"))
                : Optional.empty();
    }

    /** True where TLS stood, and the peer ended it before the host had taken leave, with nothing in it that could be read. */
    private static boolean isCut(CaseView session, ModemSocket socket, TlsConversation tls) {
        return Facts.established(tls)
                && socket.closedBy() == ClosedBy.PEER
                && Facts.goodbye(session, socket).isEmpty()
                && session.packets().getOrDefault(socket.ordinal(), List.of()).isEmpty()
                && tls.records().stream().anyMatch(record -> record.encrypted() && !record.readable());
    }

    private static Undecided notOpened(ModemSocket socket) {
        return socket.openError() == 0
                ? new Undecided(
                        "Not enough evidence: the record ends before the modem answered AT+QIOPEN",
                        "Record until +QIOPEN: " + socket.id() + ",... comes; it may take 150 s")
                : new Undecided(
                        "Not enough evidence: the modem refused to open the socket with error " + socket.openError(),
                        "Ask AT+QIGETERROR, AT+QIACT? and AT+CEREG? right after, and open once more");
    }

    private static Undecided died(ModemSocket socket, TlsConversation tls) {
        String where = "Not enough evidence: the handshake ended in " + Facts.where(tls);
        int id = socket.id();
        boolean buffered = socket.mode() == AccessMode.BUFFER;
        if (socket.closedBy() == ClosedBy.PEER && buffered && !socket.drained()) {
            return new Undecided(
                    where + ", and whether an alert lies in the modem is not known",
                    "On \"closed\", read AT+QIRD=" + id + ",1500 until it answers +QIRD: 0, and only then AT+QICLOSE="
                            + id);
        }
        if (socket.closedBy() == ClosedBy.HOST && buffered && socket.unread().isEmpty()) {
            return new Undecided(
                    where + " by the host, and whether the server had answered is not known",
                    "Before AT+QICLOSE=" + id + ", ask AT+QIRD=" + id + ",0 and AT+QISEND=" + id + ",0");
        }
        if (socket.closedNanos().isEmpty() || socket.closedBy() == ClosedBy.LINK) {
            return new Undecided(
                    where + ", where the record ends with the connection still up",
                    "Record on until the modem says \"closed\", and meanwhile ask AT+QIRD=" + id + ",0 and AT+QISEND="
                            + id + ",0");
        }
        if (tls.isGuessed()) {
            return new Undecided(
                    where + ", by the sizes of records that cannot be read",
                    "Make it again with --key-log, so that its records can be read");
        }
        boolean answered = tls.records().stream().anyMatch(record -> record.direction() == Direction.RX);
        return new Undecided(
                where + (answered ? ", and nothing in it tells why" : " before the server had said anything"),
                "Use the same endpoint, CA, certificate and key from a PC: openssl s_client -connect " + socket.host()
                        + ":" + socket.port() + " -CAfile CA -cert CERT -key KEY");
    }
}
