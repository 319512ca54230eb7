package dev.parley.doctor;

import dev.parley.socket.ModemSocket;
import java.util.List;
import java.util.Optional;

/** {@code +QIOPEN: id,566}: the TCP connection could not be made. */
final class ConnectRefused implements SocketRule {
    private static final int CONNECT_FAILED = 566;

    @Override
    public String code() {
        return "connect-refused";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        if (socket.openError() != CONNECT_FAILED) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                code(),
                0.9,
                "No TCP connection to " + socket.host() + ":" + socket.port(),
                "AT+QIOPEN ended with error 566 (socket connect failed): the name was resolved, but the server"
                        + " refused the connection or did not answer.",
                List.of(OpenFailure.evidence(session, socket)),
                List.of(
                        "Check the port: MQTT over TLS is 8883 (443 with ALPN), plain MQTT 1883.",
                        "AT+QPING=1,\"" + socket.host() + "\" tells whether the address can be reached at all.",
                        "If an earlier connection died, the context may be half dead: AT+QIDEACT=1,"
                                + " AT+QIACT=1, then open again.",
                        "A private APN may have no route to the internet: try the same host from another SIM."),
                "A PC on another network cannot connect to the same host and port either: then it is the"
                        + " server's side."));
    }
}
