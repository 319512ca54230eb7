package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The modem sees no SIM: {@code +CME ERROR: 10} (3GPP TS 27.007 section 9.2). */
final class SimMissing implements Rule {
    @Override
    public String code() {
        return "sim-missing";
    }

    @Override
    public List<Finding> examine(CaseView session) {
        Optional<Exchange> missing = Facts.exchanges(session)
                .ended(ResultCode.CME_ERROR)
                .filter(exchange -> exchange.resultText().equals("+CME ERROR: 10")
                        || exchange.resultText().toLowerCase(Locale.ROOT).contains("sim not inserted"))
                .findFirst();
        boolean recovered = missing.isPresent()
                && Facts.commands(session, "AT+CPIN?")
                        .anyMatch(exchange ->
                                exchange.startNanos() > missing.get().startNanos()
                                        && exchange.lines().stream()
                                                .anyMatch(line -> line.text().contains("READY")));
        if (missing.isEmpty() || recovered) {
            return List.of();
        }
        return List.of(new Finding(
                code(),
                0.97,
                "The modem sees no SIM card",
                "Without a SIM there is no registration and no data.",
                List.of(Facts.evidence(missing.get())),
                List.of(
                        "Seat the card again, with power off; check its orientation and the holder's contacts.",
                        "With a SIM-detect line: AT+QSIMDET? must fit the holder's polarity; AT+QSIMSTAT? shows what"
                                + " it says."),
                "AT+CPIN? answers READY."));
    }
}
