package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.socket.ModemSocket;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host field of {@code AT+QIOPEN} holds the APN, or something else that is no host name. */
final class ApnInHostField implements SocketRule {
    private static final Pattern APN = Pattern.compile("AT\\+QICSGP=\\d+,\\d,\"([^\"]+)\".*", Pattern.CASE_INSENSITIVE);

    @Override
    public String code() {
        return "apn-in-host-field";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        boolean unanswered = socket.openError() == 0 && socket.openedNanos().isEmpty();
        if (socket.openError() == 0 && !unanswered) {
            return Optional.empty();
        }
        Optional<Exchange> apn = Facts.commands(session, "AT+QICSGP=")
                .filter(exchange -> {
                    Matcher matcher = APN.matcher(exchange.text());
                    return matcher.matches() && matcher.group(1).equalsIgnoreCase(socket.host());
                })
                .findFirst();
        boolean noName = !socket.host().contains(".") && !socket.host().contains(":");
        if (apn.isEmpty() && !noName) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                code(),
                unanswered ? 0.6 : apn.isPresent() ? 0.97 : 0.91,
                "The host field of AT+QIOPEN holds '" + socket.host() + "', which is "
                        + (apn.isPresent() ? "the APN" : "no host name"),
                "The fourth parameter of AT+QIOPEN is the server's host name or address; the APN belongs into"
                        + " AT+QICSGP. "
                        + (unanswered
                                ? "What the modem answered is not in the record."
                                : "The modem tried to resolve it and failed with error " + socket.openError() + "."),
                List.of(OpenFailure.evidence(session, socket)),
                List.of("AT+QICSGP=1,1,\"your-apn\" once, then AT+QIACT=1, then"
                        + " AT+QIOPEN=1,0,\"TCP\",\"your-endpoint\",8883,0,0."),
                "The name resolves: AT+QIDNSGIP=1,\"" + socket.host() + "\" gives an address."));
    }
}
