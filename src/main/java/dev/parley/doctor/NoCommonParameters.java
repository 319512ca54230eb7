package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Client and server found nothing in common: version, cipher suite, curve or signature (RFC 5246 section 7.4.1.3). */
final class NoCommonParameters implements TlsRule {
    private static final int PROTOCOL_VERSION = 70;
    private static final int NO_APPLICATION_PROTOCOL = 120;
    /** handshake_failure, illegal_parameter, protocol_version, insufficient_security, no_application_protocol. */
    private static final Set<Integer> SAID = Set.of(40, 47, PROTOCOL_VERSION, 71, NO_APPLICATION_PROTOCOL);

    @Override
    public String code() {
        return "no-common-parameters";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket, TlsConversation tls) {
        Optional<TlsMessage.Handshake> hello = Facts.handshake(tls, Direction.TX, HandshakeType.CLIENT_HELLO);
        Optional<TlsMessage.Handshake> answer = Facts.handshake(tls, Direction.RX, HandshakeType.SERVER_HELLO);
        Optional<TlsMessage.Alert> server = Facts.fatalAlert(tls, Direction.RX)
                .filter(alert -> SAID.contains(alert.description()) && answer.isEmpty());
        Optional<TlsMessage.Alert> client = Facts.fatalAlert(tls, Direction.TX)
                .filter(alert -> SAID.contains(alert.description())
                        && answer.isPresent()
                        && Facts.handshake(tls, Direction.TX, HandshakeType.CLIENT_KEY_EXCHANGE)
                                .isEmpty()
                        && Facts.handshake(tls, Direction.TX, HandshakeType.CERTIFICATE)
                                .isEmpty());
        Optional<TlsMessage.Alert> alert = server.or(() -> client);
        if (hello.isEmpty() || alert.isEmpty()) {
            return Optional.empty();
        }
        int number = alert.get().description();
        String what =
                switch (number) {
                    case PROTOCOL_VERSION -> "no TLS version";
                    case NO_APPLICATION_PROTOCOL -> "no ALPN protocol";
                    default -> "no version, cipher suite, curve or signature";
                };
        int suites =
                Facts.clientHello(tls).map(offered -> offered.suites().size()).orElse(0);
        return Optional.of(new Finding(
                code(),
                0.93,
                "Client and server have " + what + " in common",
                "The " + (server.isPresent() ? "server read the ClientHello" : "client read the ServerHello")
                        + " and ended the"
                        + " handshake at once. Nothing was said of certificates yet, so they are not the reason.",
                List.of(
                        session.evidence(
                                tls,
                                hello.get(),
                                "The ClientHello, " + hello.get().length() + " bytes, offers " + suites
                                        + " cipher suites"),
                        session.evidence(
                                tls,
                                alert.get(),
                                alert.get().title() + ", " + (server.isPresent() ? "the server's" : "the client's")
                                        + " answer")),
                number == PROTOCOL_VERSION
                        ? List.of(
                                "Enable the version that the server wants: MBEDTLS_SSL_PROTO_TLS1_2 or"
                                        + " MBEDTLS_SSL_PROTO_TLS1_3.",
                                "openssl s_client -connect HOST:PORT -tls1_2, then -tls1_3, tells which it speaks.")
                        : List.of(
                                "Look at what the ClientHello offers (select it in Handshake) and compare: nmap"
                                    + " --script ssl-enum-ciphers -p PORT HOST, or openssl s_client -connect HOST:PORT"
                                    + " -cipher NAME.",
                                "In mbedTLS enable what the server takes: MBEDTLS_KEY_EXCHANGE_ECDHE_RSA_ENABLED,"
                                        + " MBEDTLS_GCM_C, MBEDTLS_ECP_DP_SECP256R1_ENABLED; parley connect"
                                        + " --mbedtls-config tells what is missing."),
                "The same ClientHello is accepted by the same endpoint at another time."));
    }
}
