package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import dev.parley.journal.Direction;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Signs that bytes were lost or altered on the line between host and modem: two books that should agree and do not. */
final class ByteLoss {
    /**
     * What a server says of bytes that are not what the client made: unexpected_message, bad_record_mac, record_overflow,
     * illegal_parameter, decode_error.
     */
    private static final Set<Integer> GARBLED = Set.of(10, 20, 22, 47, 50);

    /** From the first loss on every later counter is short: more of them prove no more. */
    private static final int MOST_EVIDENCE = 20;

    private ByteLoss() {}

    /** Evidence of loss between host and modem, host to modem; empty where there is none. */
    static List<Evidence> toModem(CaseView session, ModemSocket socket) {
        List<Evidence> evidence = new ArrayList<>();
        // In transparent mode a goodbye may meet the peer's close: the modem takes it for no data any more.
        int goodbye = Facts.goodbye(session, socket).map(Facts.Goodbye::bytes).orElse(0);
        ModemCount.shortBy(session, socket, Direction.TX, goodbye)
                .limit(MOST_EVIDENCE)
                .forEach(count -> evidence.add(new Evidence(
                        count.exchange().text() + " tells of " + count.counted()
                                + " bytes taken from the host, which had written " + count.carried()
                                + " and was told SEND OK: " + count.missing() + " are missing",
                        count.exchange().places(),
                        count.exchange().startNanos())));
        if (isDoubtful(session, socket)) {
            Send.among(
                            session,
                            Facts.unanswered(session)
                                    .filter(next -> !isAnswered(next))
                                    .flatMap(next -> Facts.exchanges(session).commandBefore(next.number()).stream()),
                            socket)
                    .filter(send -> send.prompted()
                            && !send.early()
                            && send.written() == send.declared()
                            && swallowsTheNext(session, send))
                    .findFirst()
                    .ifPresent(
                            send -> evidence.add(send.evidence(send.exchange().text() + ": all " + send.declared()
                                    + " bytes were written after the prompt, and the modem still waited for more: it"
                                    + " took the next command for them")));
        }
        if (socket.refused() == 0) {
            session.conversation(socket).flatMap(tls -> garbled(session, tls)).ifPresent(evidence::add);
        }
        return evidence;
    }

    /** The server could not read what stands well-formed in the log. */
    private static Optional<Evidence> garbled(CaseView session, TlsConversation tls) {
        boolean wellFormed = tls.problems().isEmpty();
        boolean mayOverflow = Facts.agreedFragment(tls).isPresent();
        return Facts.fatalAlert(tls, Direction.RX)
                .filter(alert -> wellFormed
                        && GARBLED.contains(alert.description())
                        && tls.lastSent().isPresent())
                .filter(alert -> alert.description() != 22 || !mayOverflow)
                .filter(alert -> !answersHello(tls))
                .filter(_ -> Experiment.altered(session, tls).isEmpty())
                .map(alert -> new Evidence(
                        "The server's alert " + dev.parley.tls.AlertDescription.name(alert.description()) + "("
                                + alert.description()
                                + ") says that it could not read what the client sent, but what the host"
                                + " wrote is in good order",
                        session.places(tls, alert),
                        alert.startNanos()));
    }

    /** A server that says so of the ClientHello may mean what it offers. */
    private static boolean answersHello(TlsConversation tls) {
        return tls.messages().stream()
                .noneMatch(message -> message.direction() == Direction.RX && message instanceof TlsMessage.Handshake);
    }

    /** Evidence of loss modem to host; empty where there is none. */
    static List<Evidence> fromModem(CaseView session, ModemSocket socket) {
        List<Evidence> evidence = new ArrayList<>();
        if (!session.live() && isDoubtful(session, socket)) {
            Predicate<Exchange> ofSocket = Facts.ofSocket(session, socket);
            Reading.all(session)
                    .filter(reading -> reading.id() == socket.id() && ofSocket.test(reading.exchange()))
                    .filter(reading -> reading.told() > 0
                            && (reading.came() < reading.told()
                                    || reading.unanswered()
                                    || isLate(session, reading.exchange()))
                            && !LinkGap.cuts(session, reading.exchange()))
                    .findFirst()
                    .ifPresent(reading -> evidence.add(reading.evidence(missing(reading))));
        }
        if (socket.mode() == AccessMode.PUSH) {
            pushed(session, socket).ifPresent(evidence::add);
        }
        ModemCount.shortBy(session, socket, Direction.RX, 0)
                .limit(MOST_EVIDENCE)
                .forEach(count -> evidence.add(new Evidence(
                        count.exchange().text() + " tells of " + count.counted()
                                + " bytes read by the host, which has got " + count.carried() + ": " + count.missing()
                                + " are missing",
                        count.exchange().places(),
                        count.exchange().startNanos())));
        return evidence;
    }

    private static String missing(Reading reading) {
        return reading.exchange().text() + " was answered with +QIRD: " + reading.told() + ", but "
                + (reading.came() < reading.told()
                        ? reading.came() + " bytes came before the result: " + (reading.told() - reading.came())
                                + " are missing"
                        : "no OK came behind so many bytes: its letters stand where data is missing");
    }

    /** False where TLS stood and read every record: then nothing that it carried was lost, and each exchange need not be looked at. */
    private static boolean isDoubtful(CaseView session, ModemSocket socket) {
        return session.conversation(socket)
                .map(tls -> !Facts.established(tls) || !tls.problems().isEmpty())
                .orElse(true);
    }

    private static Optional<Evidence> pushed(CaseView session, ModemSocket socket) {
        return session.live()
                ? Optional.empty()
                : Push.all(session, socket)
                        .filter(push -> push.told() > push.came() && !LinkGap.cuts(session, push.exchange()))
                        .map(push -> push.evidence(push.exchange().text() + " promised " + push.told() + " bytes, "
                                + push.came() + " came"))
                        .findFirst();
    }

    /** True if the send was answered only once the host had written its next command, and that one never was. */
    private static boolean swallowsTheNext(CaseView session, Send send) {
        Optional<Exchange> next =
                Facts.exchanges(session).commandAfter(send.exchange().number());
        if (next.isEmpty() || isAnswered(next.get())) {
            return false;
        }
        return isLate(session, send.exchange()) || (send.unanswered() && isAliveAfter(session, next.get()));
    }

    /** True if its result came only after the host had given up and written its next command: it may be that one's. */
    private static boolean isLate(CaseView session, Exchange exchange) {
        return Facts.exchanges(session)
                .commandAfter(exchange.number())
                .filter(next -> exchange.lines().stream()
                        .anyMatch(line -> line.role() == Exchange.Role.RESULT && line.nanos() > next.startNanos()))
                .isPresent();
    }

    private static boolean isAnswered(Exchange command) {
        return command.result().filter(code -> code != ResultCode.UNANSWERED).isPresent()
                || command.lines().stream().anyMatch(line -> line.role() == Exchange.Role.PROMPT);
    }

    private static boolean isAliveAfter(CaseView session, Exchange command) {
        return session.exchanges().stream()
                .skip(command.number() + 1)
                .anyMatch(later -> later.kind() == Exchange.Kind.URC || isAnswered(later));
    }
}
