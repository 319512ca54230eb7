package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.SealedContent;
import dev.parley.tls.Sum;
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

    /** What servers of TLS 1.2 say to an empty Certificate (RFC 5246 section 7.4.6). */
    private static final int HANDSHAKE_FAILURE = 40;

    @Override
    public String code() {
        return "certificate-refused";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket, TlsConversation tls) {
        Optional<TlsMessage.Handshake> certificate = Facts.handshake(tls, Direction.TX, HandshakeType.CERTIFICATE);
        boolean none = Facts.showedNoCertificate(tls);
        Optional<TlsMessage.Alert> alert = Facts.fatalAlert(tls, Direction.RX)
                .filter(a ->
                        CERTIFICATE_ALERTS.contains(a.description()) || (none && a.description() == HANDSHAKE_FAILURE));
        if (certificate.isEmpty()
                || alert.isEmpty()
                // Where it is pushed, the alert may stand before the modem has taken the last of the Certificate for
                // good.
                || alert.get().endNanos() < certificate.get().startNanos()) {
            boolean empty =
                    tls.sealed(Direction.TX, SealedContent.EMPTY_CERTIFICATE).isPresent();
            return SealedDeath.certificateRefused(code(), session, socket, tls, fix(46, empty));
        }
        return Optional.of(
                none
                        ? none(session, tls, certificate.get(), alert.get())
                        : finding(session, socket, tls, certificate.get(), alert.get()));
    }

    private Finding none(
            CaseView session, TlsConversation tls, TlsMessage.Handshake certificate, TlsMessage.Alert alert) {
        String name = AlertDescription.name(alert.description()) + " (" + alert.description() + ")";
        List<Evidence> evidence = new ArrayList<>();
        Facts.handshake(tls, Direction.RX, HandshakeType.CERTIFICATE_REQUEST)
                .ifPresent(request -> evidence.add(
                        session.evidence(tls, request, "The server asked for a certificate: its CertificateRequest")));
        evidence.add(session.evidence(
                tls,
                certificate,
                "In " + Facts.name(tls, HandshakeState.CLIENT_CERTIFICATE)
                        + " the client sent an empty Certificate message, a record of " + tls.recordBytes(certificate)
                        + " bytes, " + Sum.of(tls, certificate).text()));
        evidence.add(session.evidence(tls, alert, "The server's answer: fatal alert " + name));
        return new Finding(
                code(),
                0.95,
                "The client sent no certificate (an empty Certificate message), the server asked for one and ended"
                        + " with "
                        + name,
                "A client that has no certificate, or none that fits what the server asks for, answers"
                        + " CertificateRequest with an empty list. This server takes no client without one.",
                evidence,
                List.of(
                        "Give the client a certificate and its key (--cert, --key; mbedtls_ssl_conf_own_cert), and run"
                                + " without --no-cert.",
                        "If it has one: look in the CertificateRequest whether the server's certificate types,"
                                + " signature algorithms and issuers leave room for it."),
                "The client's Certificate message in the log holds a certificate.");
    }

    private Finding finding(
            CaseView session,
            ModemSocket socket,
            TlsConversation tls,
            TlsMessage.Handshake certificate,
            TlsMessage.Alert alert) {
        int number = alert.description();
        String name = AlertDescription.name(number) + " (" + number + ")";
        Sum sum = Sum.of(tls, certificate);
        boolean unread = socket.closedBy() == ClosedBy.PEER
                && socket.closedNanos().isPresent()
                && alert.endNanos() >= socket.closedNanos().getAsLong();

        List<Evidence> evidence = new ArrayList<>();
        evidence.add(session.evidence(
                tls,
                certificate,
                "In " + Facts.name(tls, HandshakeState.CLIENT_CERTIFICATE)
                        + " the client sent its Certificate: "
                        + (certificate.records().size() == 1
                                ? "one record of "
                                : certificate.records().size() + " records of together ")
                        + tls.recordBytes(certificate) + " bytes, " + sum.text()));
        evidence.add(session.evidence(
                tls,
                alert,
                "The server's answer, " + Facts.time(alert.endNanos() - certificate.endNanos()) + " later: fatal alert "
                        + name + ", which means that " + AlertDescription.meaning(number)));
        if (unread) {
            evidence.add(Facts.close(
                    socket,
                    "The peer closed the connection; the modem said so while " + socket.unreadAtClose()
                            + " bytes were still unread, the alert among them"));
        }
        Optional<String> doubt = doubt(session, socket, tls);
        String meaning = doubt.map(why -> "The server refused what it read as the client's Certificate ("
                                + sum.numbers() + ") with " + name + ". But it may not have read what the client made: "
                                + why + ". ")
                        .orElse("The connection did not die of a time-out or of lost bytes: the server read the"
                                + " client's Certificate (" + sum.numbers() + ") and refused it with " + name
                                + ", then closed. ")
                + (unread
                        ? "The alert lay unread in the modem when it reported the close; a TLS library on the"
                                + " host that only writes at this moment sees a failed write in the state after "
                                + Facts.name(tls, HandshakeState.CLIENT_CERTIFICATE)
                                + " and never learns the reason."
                        : "The alert was read before the close.");
        return new Finding(
                code(),
                doubt.isPresent() ? 0.6 : 0.93,
                "The server refused the device certificate: " + name + ", after the " + tls.recordBytes(certificate)
                        + (certificate.records().size() == 1 ? "-byte Certificate record in " : "-byte Certificate in ")
                        + Facts.name(tls, HandshakeState.CLIENT_CERTIFICATE),
                meaning,
                evidence,
                fix(number, false),
                "The same certificate and key connect to the same endpoint from a PC on another network, or the alert"
                        + " is missing in a run where AT+QIRD is read until it is empty before AT+QICLOSE.");
    }

    /** What speaks for altered or lost bytes on the way to the server, in words. */
    private static Optional<String> doubt(CaseView session, ModemSocket socket, TlsConversation tls) {
        return Experiment.altered(session, tls)
                .map(altered -> "an experiment altered what crossed, "
                        + altered.experiments().getFirst().words())
                .or(() -> ByteLoss.toModem(session, socket).stream()
                        .map(loss -> loss.evidence().text())
                        .findFirst())
                .or(() -> tls.problems().stream().findFirst());
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
