package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The length in {@code AT+QISEND} is not that of what the host wrote: the modem counts, and takes what follows for the rest. */
final class SendLengthMismatch implements SocketRule {
    @Override
    public String code() {
        return "send-length-mismatch";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        if (Facts.served(session, socket)) {
            return Optional.empty();
        }
        return tooFew(session, socket)
                .or(() -> swallowed(session, socket))
                .or(() -> tooMany(session, socket))
                .map(evidence -> new Finding(
                        code(),
                        0.94,
                        "The host promised another length in AT+QISEND than it wrote",
                        "The modem counts the bytes after its prompt and looks at none of them. Where too few come it"
                            + " waits, and takes the next command for payload; where too many come it reads the rest"
                            + " as a command line.",
                        evidence,
                        List.of(
                                "Give AT+QISEND=" + socket.id()
                                        + ",n and write exactly n bytes, with no CR or LF behind"
                                        + " them; take n from the same variable.",
                                "To leave a prompt whose bytes are missing: fill it up, or send ESC (0x1B) where the"
                                        + " firmware takes it, then AT until OK."),
                        "The bytes are all there in a log taken at the modem's own pins."));
    }

    private static Optional<List<Evidence>> tooFew(CaseView session, ModemSocket socket) {
        return session.live()
                ? Optional.empty()
                : Send.among(session, Facts.unanswered(session), socket)
                        .filter(send -> send.prompted() && send.written() < send.declared())
                        .map(send -> List.of(send.evidence(send.exchange().text() + " promised " + send.declared()
                                + " bytes; " + send.written() + " were written, and no result came")))
                        .findFirst();
    }

    /** A command line inside a record: the modem took it for the bytes that were missing. */
    private static Optional<List<Evidence>> swallowed(CaseView session, ModemSocket socket) {
        Optional<TlsConversation> tls = session.conversation(socket);
        if (tls.isEmpty()) {
            return Optional.empty();
        }
        for (TlsRecord record : tls.get().records()) {
            if (record.direction() == Direction.TX && !record.encrypted() && holdsCommand(record.fragment())) {
                List<Evidence> evidence = new ArrayList<>();
                evidence.add(new Evidence(
                        "A command line stands inside a TLS record: the modem took it for payload that was missing",
                        session.places(tls.get(), List.of(record)),
                        record.endNanos()));
                return Optional.of(evidence);
            }
        }
        return Optional.empty();
    }

    private static boolean holdsCommand(Bytes fragment) {
        return fragment.latin1().contains("AT+Q") && fragment.latin1().contains("\r");
    }

    /** Bytes that are no command line where one should begin: too many for the payload, or the rest of a line whose start was taken. */
    private static Optional<List<Evidence>> tooMany(CaseView session, ModemSocket socket) {
        Optional<Send> filled = Send.among(session, Facts.commands(session, "AT+QISEND="), socket)
                .filter(send -> send.prompted() && send.written() == send.declared())
                .findFirst();
        if (filled.isEmpty()) {
            return Optional.empty();
        }
        Exchange exchange = filled.get().exchange();
        Optional<Exchange.Line> inside = exchange.lines().stream()
                .filter(line ->
                        line.role() == Exchange.Role.NOISE && line.direction() == Direction.TX && line.length() > 0)
                .findFirst();
        return inside.or(() -> Facts.exchanges(session)
                        .disturbed()
                        .filter(next -> next.number() > exchange.number() && next.kind() == Exchange.Kind.NOISE)
                        .map(next -> next.lines().getFirst())
                        .filter(line -> line.direction() == Direction.TX)
                        .findFirst())
                .map(line -> List.of(
                        filled.get()
                                .evidence(exchange.text() + " was filled with its "
                                        + filled.get().declared() + " bytes"),
                        new Evidence(
                                line.length()
                                        + " bytes followed that begin no command line: what was written and what was"
                                        + " promised differ",
                                List.of(line.place()),
                                line.nanos())));
    }
}
