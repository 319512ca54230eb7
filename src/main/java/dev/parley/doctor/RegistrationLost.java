package dev.parley.doctor;

import dev.parley.at.AtEvent;
import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import dev.parley.socket.ModemSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The modem was registered, then was not, and nothing could be sent any more: status 0, 2, 3 or 4 of {@code +CEREG} and its kin after
 * 1 or 5 (3GPP TS 27.007 section 10.1.22). A gap of coverage that the sockets outlive is none.
 */
final class RegistrationLost implements Rule {
    /** What takes the registration away on purpose. */
    private static final List<String> ASKED =
            List.of("AT+CFUN=0", "AT+CFUN=4", "AT+CFUN=1,1", "AT+COPS=2", "AT+CGATT=0", "AT+QPOWD");

    @Override
    public String code() {
        return "registration-lost";
    }

    @Override
    public List<Finding> examine(CaseView session) {
        List<Registration> all = Registration.all(session);
        Optional<Registration> loss = loss(all);
        if (loss.isEmpty()
                || isExplained(
                        session, lastRegistered(all, loss.get()), loss.get().nanos())) {
            return List.of();
        }
        Optional<Exchange> refused = Stream.of("AT+QISEND=", "AT+QSSLSEND=", "AT+QIOPEN=", "AT+QIACT=")
                .flatMap(prefix -> Facts.commands(session, prefix))
                .filter(exchange -> exchange.startNanos() > loss.get().nanos()
                        && exchange.result().filter(RegistrationLost::isFailure).isPresent())
                .findFirst();
        Optional<ModemSocket> socket = session.sockets().stream()
                .filter(one -> one.openRequestedNanos() < loss.get().nanos()
                        && one.closedNanos().orElse(Long.MAX_VALUE) > loss.get().nanos())
                .findFirst();
        if (refused.isEmpty() || socket.isEmpty()) {
            return List.of();
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(loss.get().evidence());
        evidence.add(Facts.evidence(refused.get()));
        return List.of(new Finding(
                code(),
                0.94,
                "The modem lost its registration in mid-session",
                "It was registered, and then it was not (status " + loss.get().status() + "): the socket to "
                        + socket.get().host()
                        + " lost its network, and what was to be sent afterwards was refused. It is not about TLS or"
                        + " the server.",
                evidence,
                List.of(
                        "Watch AT+QCSQ and AT+QENG=\"servingcell\" where the device stands: a weak cell, or one at its"
                                + " border, is lost now and then.",
                        "In the firmware: AT+CEREG=2, and on a status other than 1 or 5 wait for one of them before"
                                + " AT+QIACT and AT+QIOPEN.",
                        "If it comes at a constant age, ask the operator what ends the registration."),
                "The status was already back at 1 or 5 when the send was refused."));
    }

    /** The last status that says that the modem is not registered any more; what is lost then does not come back with it. */
    private static Optional<Registration> loss(List<Registration> all) {
        Optional<Registration> loss = Optional.empty();
        boolean registered = false;
        for (Registration one : all) {
            if (one.isRegistered()) {
                registered = true;
            } else if (registered) {
                registered = false;
                loss = Optional.of(one);
            }
        }
        return loss;
    }

    /** When the modem was last known to be registered before it was not. */
    private static long lastRegistered(List<Registration> all, Registration loss) {
        return all.stream()
                .filter(one -> one.isRegistered() && one.nanos() < loss.nanos())
                .mapToLong(Registration::nanos)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** True if the modem was reset, or told to leave the network, between the two times: a boot before explains nothing. */
    private static boolean isExplained(CaseView session, long registered, long lost) {
        return Stream.of("RDY", "APP RDY")
                        .flatMap(name -> Facts.urcs(session, name))
                        .map(AtEvent.Urc::nanos)
                        .anyMatch(at -> registered < at && at < lost)
                || ASKED.stream()
                        .flatMap(prefix -> Facts.commands(session, prefix))
                        .anyMatch(exchange -> registered < exchange.startNanos() && exchange.startNanos() < lost);
    }

    private static boolean isFailure(ResultCode result) {
        return result == ResultCode.ERROR || result == ResultCode.CME_ERROR || result == ResultCode.SEND_FAIL;
    }
}
