package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Something that was done to a handshake on purpose, as the journal tells it.
 *
 * @param words what was done, for example {@code byte 877 of Certificate flipped}
 * @param message the message whose bytes were altered; empty where none were
 * @param index the altered byte's number in the message's records as they would have crossed, from 1; nothing where none was altered
 * @param nanos when it was noted, since the session began
 */
public record Experiment(String words, String message, OptionalInt index, long nanos) {
    /** The journal's name for it. */
    private static final String ACTION = "experiment";

    private static final Pattern ALTERED = Pattern.compile("byte (\\d{1,6}) of (\\w+) (?:flipped|dropped)");

    private static final Pattern CUT =
            Pattern.compile("plaintext handshake records cut into fragments of (\\d+) bytes");

    /** A message with bytes that were altered on purpose. */
    record Altered(TlsMessage message, List<Experiment> experiments) {
        Altered {
            experiments = List.copyOf(experiments);
        }
    }

    /** What was tried on the handshake of {@code socket}, in order. */
    public static List<Experiment> of(CaseView session, ModemSocket socket) {
        long until = session.sockets().stream()
                .skip(socket.ordinal() + 1L)
                .mapToLong(ModemSocket::openRequestedNanos)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        return session.changes().stream()
                .filter(change ->
                        change instanceof Event.Action action && action.name().equals(ACTION))
                .map(Event.Action.class::cast)
                .filter(action -> action.nanos() >= socket.openRequestedNanos() && action.nanos() < until)
                .map(Experiment::of)
                .toList();
    }

    private static Experiment of(Event.Action action) {
        Matcher altered = ALTERED.matcher(action.detail());
        return altered.matches()
                ? new Experiment(
                        action.detail(),
                        altered.group(2),
                        OptionalInt.of(Integer.parseInt(altered.group(1))),
                        action.nanos())
                : new Experiment(action.detail(), "", OptionalInt.empty(), action.nanos());
    }

    /** The first message of {@code tls} whose bytes crossed other than the client made them, on purpose. */
    static Optional<Altered> altered(CaseView session, TlsConversation tls) {
        List<Experiment> tried = of(session, session.sockets().get(tls.socket()));
        return sent(tls)
                .map(message -> new Altered(
                        message,
                        tried.stream()
                                .filter(experiment -> experiment.alters(tls, message))
                                .toList()))
                .filter(altered -> !altered.experiments().isEmpty())
                .findFirst();
    }

    /** Why nothing came of this experiment in {@code tls}, as the end of a sentence; empty where something did. */
    public String ineffective(TlsConversation tls) {
        if (index.isPresent()) {
            Optional<TlsMessage> sent = sent(tls)
                    .filter(message -> title(message).equals(this.message))
                    .findFirst();
            return sent.filter(message -> !alters(tls, message))
                    .map(message ->
                            ": nothing was altered, since its record had only " + tls.recordBytes(message) + " bytes")
                    .orElse("");
        }
        boolean uncut = CUT.matcher(words).matches()
                && sent(tls).anyMatch(TlsMessage.Handshake.class::isInstance)
                && sent(tls)
                        .noneMatch(message -> message instanceof TlsMessage.Handshake
                                && message.records().size() > 1);
        return uncut
                ? ": nothing was cut, since no handshake message that the client sent in the clear was longer"
                        + (tls.isTls13() ? "; TLS 1.3 encrypts its Certificate" : "")
                : "";
    }

    private static Stream<TlsMessage> sent(TlsConversation tls) {
        return tls.messages().stream().filter(message -> message.direction() == Direction.TX);
    }

    private boolean alters(TlsConversation tls, TlsMessage said) {
        // A dropped byte makes the record shorter than it was counted in.
        return index.isPresent() && title(said).equals(message) && index.getAsInt() <= tls.recordBytes(said) + 1;
    }

    private static String title(TlsMessage said) {
        return said instanceof TlsMessage.Protected sealed ? sealed.likely().title() : said.title();
    }
}
