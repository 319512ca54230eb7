package dev.parley.doctor;

import dev.parley.at.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The PDP context could not be activated, and no access point name is set for it ({@code AT+QICSGP}, {@code AT+CGDCONT}). */
final class ApnMissing implements Rule {
    private static final Pattern EMPTY = Pattern.compile("\\+QICSGP: ?\\d,\"\".*|\\+CGDCONT: ?1,\"[^\"]*\",\"\".*");
    private static final Pattern SET =
            Pattern.compile("AT\\+(?:QICSGP=1,\\d|CGDCONT=1,\"[^\"]*\"),\"[^\"]+\".*", Pattern.CASE_INSENSITIVE);

    @Override
    public String code() {
        return "apn-missing";
    }

    @Override
    public List<Finding> examine(CaseView session) {
        Optional<Exchange> refused = Facts.commands(session, "AT+QIACT=")
                .filter(exchange ->
                        exchange.result().filter(code -> !code.succeeded()).isPresent())
                .reduce((first, second) -> second);
        boolean later = refused.isPresent()
                && Facts.commands(session, "AT+QIACT=")
                        .anyMatch(exchange -> exchange.number() > refused.get().number());
        boolean set = Stream.of("AT+QICSGP=1", "AT+CGDCONT=1")
                .flatMap(command -> Facts.commands(session, command))
                .anyMatch(exchange -> SET.matcher(exchange.text()).matches());
        Optional<Exchange.Line> empty = Facts.exchanges(session)
                .told("+QICSGP")
                .filter(line -> EMPTY.matcher(line.text()).matches())
                .findFirst()
                .or(() -> Facts.exchanges(session)
                        .told("+CGDCONT")
                        .filter(line -> EMPTY.matcher(line.text()).matches())
                        .findFirst());
        if (refused.isEmpty() || later || set || !Registration.ever(session)) {
            return List.of();
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Facts.evidence(refused.get()));
        empty.ifPresent(line ->
                evidence.add(new Evidence(line.text() + ": the name is empty", List.of(line.place()), line.nanos())));
        return List.of(new Finding(
                code(),
                empty.isPresent() ? 0.94 : 0.75,
                "No APN is set, and the network does not activate a context without one",
                "The modem is registered, so SIM and radio are well. The PDP context has no access point name; some"
                        + " operators fill in one by themselves, this one refused.",
                evidence,
                List.of(
                        "AT+QICSGP=1,1,\"your-apn\" (with user name and password if the contract names them), then"
                                + " AT+QIACT=1.",
                        "The same for the attach context, which LTE needs before it registers:"
                                + " AT+CGDCONT=1,\"IP\",\"your-apn\"."),
                "AT+QICSGP=1 shows an APN, and AT+QIACT=1 is refused all the same."));
    }
}
