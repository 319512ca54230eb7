package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client refused the server's certificate, and by the modem's own clock the certificate is not valid yet, or not any more. */
final class ClockWrong implements TlsRule {
    private static final Pattern CLOCK = Pattern.compile("\\+(?:CCLK|QLTS): ?\"(\\d{2,4})/(\\d{2})/(\\d{2}),.*");

    @Override
    public String code() {
        return "clock-wrong";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket, TlsConversation tls) {
        Optional<TlsMessage.Alert> alert = Facts.fatalAlert(tls, Direction.TX);
        Optional<TlsMessage.Handshake> message = Facts.handshake(tls, Direction.RX, HandshakeType.CERTIFICATE);
        Optional<X509Certificate> certificate = message.map(m -> Facts.certificates(tls, m))
                .filter(chain -> !chain.isEmpty())
                .map(List::getFirst);
        Optional<Exchange.Line> told = Facts.exchanges(session)
                .told("+CCLK")
                .filter(line -> CLOCK.matcher(line.text()).matches())
                .reduce((first, second) -> second);
        if (alert.isEmpty() || certificate.isEmpty() || told.isEmpty()) {
            return Optional.empty();
        }
        LocalDate clock = date(told.get().text());
        LocalDate from = LocalDate.ofInstant(certificate.get().getNotBefore().toInstant(), ZoneOffset.UTC);
        LocalDate to = LocalDate.ofInstant(certificate.get().getNotAfter().toInstant(), ZoneOffset.UTC);
        if (!clock.isBefore(from) && !clock.isAfter(to)) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                code(),
                0.95,
                "The device's clock stands at " + clock + ", and the server's certificate is valid from " + from
                        + " to " + to,
                "A client that checks dates must refuse a certificate that its clock says is not valid. A modem that"
                        + " has just started and has not heard the network's time counts from 1980.",
                List.of(
                        new Evidence(
                                told.get().text(),
                                List.of(told.get().place()),
                                told.get().nanos()),
                        session.evidence(
                                tls,
                                message.orElseThrow(),
                                "The server's certificate is valid from " + from + " to " + to),
                        session.evidence(
                                tls,
                                alert.get(),
                                "The client's answer: " + alert.get().title())),
                List.of(
                        "Set the clock before the handshake: AT+QNTP=1,\"pool.ntp.org\", or AT+CTZU=3 and wait for the"
                                + " network's time; then AT+CCLK?.",
                        "Wait with the handshake until AT+CCLK? gives a year that can be."),
                "The client's own clock, which need not be the modem's, is right in its log."));
    }

    /** The years of a modem's clock have two digits as a rule; its count begins in 1980. */
    private static LocalDate date(String text) {
        Matcher matcher = CLOCK.matcher(text);
        if (!matcher.matches()) {
            return LocalDate.EPOCH;
        }
        int year = Integer.parseInt(matcher.group(1));
        int full = year >= 100 ? year : year >= 70 ? 1900 + year : 2000 + year;
        int month = Math.clamp(Integer.parseInt(matcher.group(2)), 1, 12);
        int day = Math.clamp(Integer.parseInt(matcher.group(3)), 1, 28);
        return LocalDate.of(full, month, day);
    }
}
