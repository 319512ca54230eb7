package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.List;
import java.util.Optional;

/** The client refused the server's certificate, and the name it wanted is not in it. */
final class ServerNameMismatch implements TlsRule {
    @Override
    public String code() {
        return "server-name-mismatch";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket, TlsConversation tls) {
        Optional<TlsMessage.Alert> alert = Facts.fatalAlert(tls, Direction.TX);
        Optional<List<String>> names = ServerNames.another(session, socket, tls);
        Optional<TlsMessage.Handshake> certificate = Facts.handshake(tls, Direction.RX, HandshakeType.CERTIFICATE);
        if (alert.isEmpty() || names.isEmpty() || certificate.isEmpty()) {
            return Optional.empty();
        }
        String wanted = ServerNames.wanted(socket, tls);
        return Optional.of(new Finding(
                code(),
                0.95,
                "The server's certificate is not for '" + wanted + "'",
                "The certificate may be a good one, but it is for " + String.join(", ", names.get())
                        + ". A client that checks the name"
                        + " must refuse it: anybody can have a certificate for a name of his own.",
                List.of(
                        session.evidence(
                                tls,
                                certificate.get(),
                                "The server's Certificate names " + String.join(", ", names.get())),
                        session.evidence(
                                tls,
                                alert.get(),
                                "The client wanted '" + wanted + "' and answered with "
                                        + alert.get().title())),
                List.of(
                        "Connect to a name that stands in the certificate, and send it as SNI:"
                                + " mbedtls_ssl_set_hostname.",
                        "An address in the host field is no name: use the host name.",
                        "If the server is yours, give it a certificate whose subjectAltName holds '" + wanted + "'."),
                "openssl s_client -connect HOST:PORT -verify_hostname " + wanted
                        + " says 'Verify return code: 0 (ok)'."));
    }
}
