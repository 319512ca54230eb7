package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ClientHello names no server (RFC 6066 section 3), and the server refused or showed another one's certificate. */
final class SniMissing implements TlsRule {
    /** handshake_failure, access_denied, internal_error, missing_extension, unrecognized_name. */
    private static final Set<Integer> SAID = Set.of(40, 49, 80, 109, 112);

    private static final int UNRECOGNIZED_NAME = 112;

    @Override
    public String code() {
        return "sni-missing";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket, TlsConversation tls) {
        Optional<TlsMessage.Handshake> hello = Facts.handshake(tls, Direction.TX, HandshakeType.CLIENT_HELLO);
        if (hello.isEmpty() || !tls.sni().isEmpty() || Facts.established(tls)) {
            return Optional.empty();
        }
        boolean answered =
                Facts.handshake(tls, Direction.RX, HandshakeType.SERVER_HELLO).isPresent();
        Optional<TlsMessage.Alert> refusal =
                Facts.fatalAlert(tls, Direction.RX).filter(alert -> SAID.contains(alert.description()) && !answered);
        Optional<TlsMessage.Alert> objection = Facts.fatalAlert(tls, Direction.TX)
                .filter(_ -> ServerNames.another(session, socket, tls).isPresent());
        Optional<TlsMessage.Alert> alert = refusal.or(() -> objection);
        if (alert.isEmpty()) {
            return Optional.empty();
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(session.evidence(tls, hello.get(), "The ClientHello has no server_name extension"));
        evidence.add(session.evidence(
                tls,
                alert.get(),
                alert.get().title()
                        + (refusal.isPresent()
                                ? ", the server's answer"
                                : ", the client's answer to the" + " certificate the server chose")));
        boolean certain = alert.get().description() == UNRECOGNIZED_NAME || objection.isPresent();
        return Optional.of(new Finding(
                code(),
                certain ? 0.96 : 0.82,
                "The client did not say which server it wants: the ClientHello has no SNI",
                "A server with many names on one address needs the name to choose its certificate, and refuses"
                        + " without it or shows another one's.",
                evidence,
                List.of("mbedtls_ssl_set_hostname(&ssl, \"" + socket.host() + "\") before the handshake, and"
                        + " MBEDTLS_SSL_SERVER_NAME_INDICATION in the configuration; in Parley --sni HOST."),
                "openssl s_client -connect HOST:PORT -noservername gets the same certificate as with"
                        + " -servername HOST."));
    }
}
