package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The client did not accept the server's certificate and said so with a fatal alert. */
final class ServerNotTrusted implements TlsRule {
    private static final Set<Integer> CERTIFICATE_ALERTS = Set.of(42, 43, 44, 45, 46, 48);

    @Override
    public String code() {
        return "server-not-trusted";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket, TlsConversation tls) {
        Optional<TlsMessage.Handshake> certificate = Facts.handshake(tls, Direction.RX, HandshakeType.CERTIFICATE);
        Optional<TlsMessage.Alert> alert =
                Facts.fatalAlert(tls, Direction.TX).filter(a -> CERTIFICATE_ALERTS.contains(a.description()));
        if (certificate.isEmpty() || alert.isEmpty()) {
            return SealedDeath.clientAlert(code(), session, tls);
        }
        int number = alert.get().description();
        String name = AlertDescription.name(number) + " (" + number + ")";
        return Optional.of(new Finding(
                code(),
                0.92,
                "The client did not trust the server's certificate and ended the handshake with " + name,
                "The server sent its certificate chain; the client checked it against its CA list, the dates and the"
                        + " name, and found that " + AlertDescription.meaning(number) + ".",
                List.of(
                        session.evidence(
                                tls,
                                certificate.get(),
                                "The server's Certificate, " + certificate.get().length() + " bytes"),
                        session.evidence(tls, alert.get(), "The client's fatal alert " + name)),
                number == 45
                        ? List.of("Set the clock of the device before the handshake (AT+CCLK?, AT+QLTS), or check the"
                                + " dates of the server's certificate.")
                        : List.of(
                                "Give the client the CA that signed the server's chain (--ca FILE); select the server's"
                                        + " Certificate to see its issuer.",
                                "Check that the host name is the one in the server's certificate, and that SNI carries"
                                        + " it."),
                "openssl s_client -connect HOST:PORT -CAfile ca.pem -servername HOST says 'Verify return code: 0 (ok)'"
                        + " with the same CA file."));
    }
}
