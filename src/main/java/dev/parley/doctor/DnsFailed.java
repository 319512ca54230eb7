package dev.parley.doctor;

import dev.parley.socket.ModemSocket;
import java.util.List;
import java.util.Optional;

/** {@code +QIOPEN: id,565}: the modem could not resolve the host name. */
final class DnsFailed implements SocketRule {
    private static final int DNS_PARSE_FAILED = 565;

    @Override
    public String code() {
        return "dns-failed";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        if (socket.openError() != DNS_PARSE_FAILED) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                code(),
                0.9,
                "The modem could not resolve the host name '" + socket.host() + "'",
                "AT+QIOPEN ended with error 565 (DNS parse failed): no connection was attempted, so nothing of TLS was"
                        + " sent.",
                List.of(OpenFailure.evidence(session, socket)),
                List.of(
                        "Check the name for typing errors; it must be a host name or an address, without a scheme or a"
                                + " path.",
                        "AT+QIDNSGIP=1,\"" + socket.host()
                                + "\" asks for the name alone; AT+QIDNSCFG=1 shows the DNS servers.",
                        "Set others: AT+QIDNSCFG=1,\"8.8.8.8\",\"1.1.1.1\"; a private APN may answer only its own"
                                + " names."),
                "AT+QIDNSGIP resolves the name over the same context."));
    }
}
