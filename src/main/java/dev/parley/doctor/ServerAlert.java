package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The server ended the connection with a fatal alert, whatever it says; more special rules know some alerts better. */
final class ServerAlert implements TlsRule {
    @Override
    public String code() {
        return "server-alert";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket, TlsConversation tls) {
        return Facts.fatalAlert(tls, Direction.RX)
                .map(alert -> finding(session, tls, alert))
                .or(() -> SealedDeath.serverAlert(code(), session, tls));
    }

    private Finding finding(CaseView session, TlsConversation tls, TlsMessage.Alert alert) {
        int number = alert.description();
        String name =
                number < 0 ? "that cannot be read (encrypted)" : AlertDescription.name(number) + " (" + number + ")";
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(session.evidence(tls, alert, "Fatal alert " + name + " from the server"));
        tls.lastSent()
                .ifPresent(sent -> evidence.add(session.evidence(
                        tls,
                        sent,
                        "The last thing the client sent before: " + sent.title() + ", " + tls.recordBytes(sent)
                                + " bytes on the wire")));
        return new Finding(
                code(),
                0.8,
                "The server ended the connection with a fatal alert: " + name,
                "The alert says: "
                        + (number < 0
                                ? "it is encrypted; only with the session's secrets can it be read"
                                : AlertDescription.meaning(number))
                        + ". The handshake stood in " + Facts.where(tls) + ".",
                evidence,
                fix(number),
                "The same client and files get no alert from the same endpoint over another network.");
    }

    private static List<String> fix(int alert) {
        return switch (alert) {
            case 20, 51 ->
                List.of(
                        "Look for altered or lost bytes between host and modem: send in smaller pieces (--chunk 256),"
                                + " and switch on flow control (AT+IFC=2,2 with RTS and CTS wired).",
                        "Compare the bytes of the record before the alert with what the TLS library gave to the"
                                + " transport.");
            case 40, 71 ->
                List.of(
                        "Compare what the ClientHello offers (versions, suites, curves, signature algorithms) with"
                                + " what the endpoint supports: openssl s_client -connect HOST:PORT -tls1_2.",
                        "If the server asked for a certificate, check that one was sent.");
            case 70 -> List.of("Enable TLS 1.2 on the client: MBEDTLS_SSL_PROTO_TLS1_2.");
            case 112 -> List.of("Send the endpoint's own name in SNI: mbedtls_ssl_set_hostname, or --sni HOST.");
            case 120 ->
                List.of("Offer the ALPN protocol that the port expects: x-amzn-mqtt-ca on port 443, none on 8883.");
            case 22 ->
                List.of("Do not negotiate max_fragment_length with a library that does not fragment what it sends:"
                        + " remove MBEDTLS_SSL_MAX_FRAGMENT_LENGTH.");
            default ->
                List.of(
                        "Look at the message before the alert, field by field.",
                        "Try the same files from a PC: openssl s_client -connect HOST:PORT -cert device.pem -key"
                                + " device.key -CAfile ca.pem.");
        };
    }
}
