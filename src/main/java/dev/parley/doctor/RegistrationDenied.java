package dev.parley.doctor;

import java.util.List;
import java.util.Optional;

/** The network refused the registration: status 3 of {@code +CEREG} and its kin (3GPP TS 27.007 section 10.1.22). */
final class RegistrationDenied implements Rule {
    @Override
    public String code() {
        return "registration-denied";
    }

    @Override
    public List<Finding> examine(CaseView session) {
        Optional<Registration> last = Registration.last(session);
        if (last.isEmpty() || last.get().status() != Registration.DENIED || Registration.ever(session)) {
            return List.of();
        }
        return List.of(new Finding(
                code(),
                0.95,
                "The network denied the registration",
                "The modem found the network and was refused: the SIM, its contract or its APN is not allowed there.",
                List.of(last.get().evidence()),
                List.of(
                        "Ask the SIM's provider whether it is active and may use this network and this technology"
                                + " (LTE-M, NB-IoT).",
                        "AT+COPS=? lists the networks with what is forbidden; AT+COPS=0 lets the modem choose.",
                        "Check the APN of the attach context: AT+CGDCONT?."),
                "A later AT+CEREG? answers 1 or 5 without any change to the SIM."));
    }
}
