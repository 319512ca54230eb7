package dev.parley.doctor;

import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import java.util.Optional;

/** A rule that looks at each socket that carried TLS. */
interface TlsRule extends SocketRule {
    Optional<Finding> examine(CaseView session, ModemSocket socket, TlsConversation tls);

    @Override
    default Optional<Finding> examine(CaseView session, ModemSocket socket) {
        return session.conversation(socket).flatMap(tls -> examine(session, socket, tls));
    }
}
