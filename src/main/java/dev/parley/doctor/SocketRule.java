package dev.parley.doctor;

import dev.parley.socket.ModemSocket;
import java.util.List;
import java.util.Optional;

/** A rule that looks at each socket by itself. */
interface SocketRule extends Rule {
    Optional<Finding> examine(CaseView session, ModemSocket socket);

    @Override
    default List<Finding> examine(CaseView session) {
        return session.sockets().stream()
                .flatMap(socket -> examine(session, socket).stream())
                .toList();
    }
}
