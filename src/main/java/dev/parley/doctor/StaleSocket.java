package dev.parley.doctor;

import dev.parley.socket.ModemSocket;
import java.util.List;
import java.util.Optional;

/** Error 563: the connectID is still in use, usually from before the host restarted. */
final class StaleSocket implements SocketRule {
    private static final int IDENTITY_IN_USE = 563;

    @Override
    public String code() {
        return "stale-socket";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        boolean last = session.sockets().stream()
                .noneMatch(other -> other.ordinal() > socket.ordinal() && other.id() == socket.id());
        if (socket.openError() != IDENTITY_IN_USE || !last) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                code(),
                0.9,
                "Socket " + socket.id() + " was still open in the modem",
                "AT+QIOPEN ended with error 563 (socket identity in use): the modem outlives a restart of the host and"
                        + " keeps its sockets.",
                List.of(OpenFailure.evidence(session, socket)),
                List.of(
                        "AT+QICLOSE=" + socket.id() + " before AT+QIOPEN.",
                        "At start-up, close every id that AT+QISTATE? lists."),
                "AT+QISTATE=1," + socket.id() + " shows no such socket before AT+QIOPEN."));
    }
}
