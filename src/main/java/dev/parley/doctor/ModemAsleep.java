package dev.parley.doctor;

import dev.parley.at.AtEvent;
import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A command was not answered by a modem that may sleep: PSM, eDRX or {@code AT+QSCLK} (3GPP TS 24.008 section 10.5.7.4). */
final class ModemAsleep implements Rule {
    private static final long LIMIT_NANOS = 2_000_000_000L;

    @Override
    public String code() {
        return "modem-asleep";
    }

    @Override
    public List<Finding> examine(CaseView session) {
        Optional<AtEvent.Urc> slept = Facts.urcs(session, "PSM POWER DOWN").findFirst();
        Optional<Exchange> allowed = Stream.of("AT+CPSMS=1", "AT+QSCLK=1", "AT+CEDRXS=1")
                .flatMap(command -> Facts.commands(session, command))
                .filter(exchange ->
                        exchange.result().filter(ResultCode::succeeded).isPresent())
                .findFirst();
        long from = slept.map(AtEvent.Urc::nanos)
                .or(() -> allowed.map(Exchange::endNanos))
                .orElse(Long.MAX_VALUE);
        Optional<Exchange> silent = Stream.concat(
                        Facts.exchanges(session).ended(ResultCode.UNANSWERED),
                        Facts.exchanges(session).open())
                .filter(exchange -> exchange.startNanos() >= from)
                .filter(exchange -> waited(session, exchange) >= LIMIT_NANOS)
                .findFirst();
        if (silent.isEmpty()) {
            return List.of();
        }
        List<Evidence> evidence = new ArrayList<>();
        slept.ifPresent(urc -> evidence.add(Facts.evidence(urc, "the modem says that it goes to sleep")));
        allowed.ifPresent(exchange -> evidence.add(
                new Evidence(exchange.text() + " lets the modem sleep", exchange.places(), exchange.startNanos())));
        evidence.add(new Evidence(
                silent.get().text() + " had no answer for " + Facts.time(waited(session, silent.get())),
                silent.get().places(),
                silent.get().startNanos()));
        return List.of(new Finding(
                code(),
                slept.isPresent() ? 0.96 : 0.86,
                "The modem sleeps: " + silent.get().text() + " was not heard",
                "In PSM the modem is switched off but for a timer, and its UART hears nothing; its sockets are usually"
                        + " gone when it wakes. With AT+QSCLK=1 it hears nothing while DTR is high.",
                evidence,
                List.of(
                        "Wake it: PWRKEY low for 0.5 to 1 s, or DTR low where AT+QSCLK=1 is set; then AT until OK, then"
                                + " AT+QISTATE? to see what is left of the sockets.",
                        "While a connection is to stand: AT+CPSMS=0, and AT+QSCLK=0.",
                        "AT+QCFG=\"psm/urc\",1 makes the modem say PSM POWER DOWN before it goes."),
                "It does not answer with AT+CPSMS=0 and AT+QSCLK=0 either."));
    }

    private static long waited(CaseView session, Exchange silent) {
        return Facts.exchanges(session)
                        .commandAfter(silent.number())
                        .map(Exchange::startNanos)
                        .orElse(session.durationNanos())
                - silent.startNanos();
    }
}
