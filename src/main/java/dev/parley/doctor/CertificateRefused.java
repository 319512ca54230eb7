package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The server answered the client's Certificate with a fatal alert about it.
 *
 * <p>On a cellular modem the alert often sits unread behind {@code +QIURC: "closed"}: the client's TLS library then reports a
 * failed write and the reason is never seen.
 */
final class CertificateRefused implements TlsRule {
    /** RFC 5246 section 7.2.2 and RFC 8446 section 6.2: the alerts that speak of the peer's certificate. */
    private static final Set<Integer> CERTIFICATE_ALERTS = Set.of(42, 43, 44, 45, 46, 48, 49, 116);

    /** What answers an empty Certificate where one is demanded (RFC 5246 section 7.4.6). */
    private static final int HANDSHAKE_FAILURE = 40;

    @Override
    public String code() {
        return "certificate-refused";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket, TlsConversation tls) {
        Optional<TlsMessage.Handshake> certificate = Facts.handshake(tls, Direction.TX, HandshakeType.CERTIFICATE);
        Optional<TlsMessage.Alert> alert = Facts.fatalAlert(tls, Direction.RX)
                .filter(a -> CERTIFICATE_ALERTS.contains(a.description())
                        || (a.description() == HANDSHAKE_FAILURE && Facts.showedNoCertificate(tls)));
        if (certificate.isEmpty()
                || alert.isEmpty()
                // Where it is pushed, the alert may stand before the modem has taken the last of the Certificate for
                // good.
                || alert.get().endNanos() < certificate.get().startNanos()) {
            return Optional.empty();
        }
        return Optional.of(finding(session, socket, tls, certificate.get(), alert.get()));
    }

    private Finding finding(
            CaseView session,
            ModemSocket socket,
            TlsConversation tls,
            TlsMessage.Handshake certificate,
            TlsMessage.Alert alert) {
        int number = alert.description();
        String name = AlertDescription.name(number) + " (" + number + ")";
        String sum = Facts.certificateSum(tls, certificate);
        boolean empty = Facts.showedNoCertificate(tls);
        boolean unread = socket.closedBy() == ClosedBy.PEER
                && socket.closedNanos().isPresent()
                && alert.endNanos() >= socket.closedNanos().getAsLong();

        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence(
                "In " + Facts.name(tls, HandshakeState.CLIENT_CERTIFICATE)
                        + " the client sent its Certificate: one record of "
                        + tls.recordBytes(certificate) + " bytes, " + sum
                        + " (record header, handshake header, list length, certificate length, certificate)",
                session.places(tls, certificate),
                certificate.startNanos()));
        evidence.add(new Evidence(
                "The server's answer, " + Facts.time(alert.endNanos() - certificate.endNanos()) + " later: fatal alert "
                        + name + ", which means that " + AlertDescription.meaning(number),
                session.places(tls, alert),
                alert.startNanos()));
        if (unread) {
            evidence.add(Facts.close(
                    socket,
                    "The peer closed the connection; the modem said so while " + socket.unreadAtClose()
                            + " bytes were still unread, the alert among them"));
        }
        String meaning =
                "The connection did not die of a time-out or of lost bytes: the server read the client's Certificate"
                        + " (" + sum + ") and refused it with " + name + ", then closed. "
                        + (unread
                                ? "The alert lay unread in the modem when it reported the close; a TLS library on the"
                                      + " host that only writes at this moment sees a failed write in the state after "
                                        + Facts.name(tls, HandshakeState.CLIENT_CERTIFICATE)
                                        + " and never learns the reason."
                                : "The alert was read before the close.");
        return new Finding(
                code(),
                0.93,
                (empty
                                ? "The client showed no certificate, and the server wants one: "
                                : "The server refused the device certificate: ")
                        + name + ", after the " + tls.recordBytes(certificate)
                        + "-byte Certificate record in " + Facts.name(tls, HandshakeState.CLIENT_CERTIFICATE),
                meaning,
                evidence,
                fix(number, empty),
                "The same certificate and key connect to the same endpoint from a PC on another network, or the alert"
                        + " is missing in a run where AT+QIRD is read until it is empty before AT+QICLOSE.");
    }

    private static List<String> fix(int alert, boolean empty) {
        List<String> fix = new ArrayList<>();
        if (empty) {
            fix.add("Give the client a certificate and its key: it sent an empty list although the server asked for"
                    + " one.");
            return fix;
        }
        switch (alert) {
            case 48 ->
                fix.add("Register the CA that issued the device certificate with the endpoint, or send the missing"
                        + " intermediate certificate after the device's own.");
            case 45 ->
                fix.add("Compare the certificate's validity with today: openssl x509 -in device.pem -noout -dates;"
                        + " renew it.");
            case 44 -> fix.add("Ask the issuer why the certificate was revoked, and issue a new one.");
            case 42 ->
                fix.add("Check that the file holds the certificate that was issued (openssl x509 -in device.pem -text)"
                        + " and that no byte is lost on the way: compare a run with chunks of 256 bytes (--chunk"
                        + " 256).");
            default ->
                fix.add("In the cloud console, check that the certificate is registered in this account and region and"
                        + " is active, and that a policy is attached to it (AWS IoT: aws iot"
                        + " describe-certificate).");
        }
        fix.add("From a PC with the same files: openssl s_client -connect HOST:PORT -cert device.pem -key device.key"
                + " -CAfile ca.pem; the same alert there rules the modem out.");
        fix.add("In the firmware, on +QIURC: \"closed\": AT+QIRD until it returns 0, hand the bytes to the TLS"
                + " library, and only then AT+QICLOSE; the library then names the alert.");
        return fix;
    }
}
