package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import dev.parley.socket.ModemSocket;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code AT+QIRD} asked for more than the modem gives, or was answered with another length than asked for or told. */
final class ReadSizeMismatch implements SocketRule {
    private static final Pattern COMMAND = Pattern.compile("AT\\+QIRD=(\\d{1,2}),(\\d{1,9})", Pattern.CASE_INSENSITIVE);

    @Override
    public String code() {
        return "read-size-mismatch";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        return overRead(session, socket)
                .or(() -> answer(session, socket))
                .map(evidence -> new Finding(
                        code(),
                        0.96,
                        "A read of the socket and its answer differ in length",
                        "Know that AT+QIRD=id,n gives at most n bytes and at most 1500, and says before them how many"
                                + " they are. A host that counts on another number loses its place in the stream: a TLS"
                                + " library then reads a record's middle as its header.",
                        List.of(evidence),
                        List.of(
                                "Ask for 1 to 1500 bytes at a time, and read exactly as many as +QIRD: n says.",
                                "Keep what is more than the TLS library asked for, and give it out at its next read.",
                                "Where the modem itself tells a wrong length: ask for its firmware version (AT+QGMR)"
                                        + " and renew it."),
                        "Each AT+QIRD in the log asks for 1 to 1500 bytes and is answered with as many or fewer."));
    }

    private static Optional<Evidence> overRead(CaseView session, ModemSocket socket) {
        return Facts.exchanges(session)
                .ended(ResultCode.ERROR)
                .filter(Facts.ofSocket(session, socket))
                .filter(exchange -> asks(exchange, socket) > Reading.MOST)
                .map(exchange -> new Evidence(
                        exchange.text() + " → ERROR: 1500 bytes is the most", exchange.places(), exchange.startNanos()))
                .findFirst();
    }

    private static int asks(Exchange exchange, ModemSocket socket) {
        Matcher matcher = COMMAND.matcher(exchange.text());
        return matcher.matches() && Integer.parseInt(matcher.group(1)) == socket.id()
                ? Integer.parseInt(matcher.group(2))
                : 0;
    }

    private static Optional<Evidence> answer(CaseView session, ModemSocket socket) {
        return Reading.odd(session, socket)
                .filter(reading -> reading.told() > reading.asked() || reading.hasMore())
                .map(reading -> reading.evidence(reading.exchange().text() + " was answered with +QIRD: "
                        + reading.told()
                        + (reading.hasMore() ? ", and more bytes than that followed" : ", more than was asked for")))
                .findFirst();
    }
}
