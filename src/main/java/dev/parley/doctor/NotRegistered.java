package dev.parley.doctor;

import java.util.List;
import java.util.Optional;

/** The modem was still searching, or not searching, when the session ended. */
final class NotRegistered implements Rule {
    @Override
    public String code() {
        return "not-registered";
    }

    @Override
    public List<Finding> examine(CaseView session) {
        Optional<Registration> last = Registration.last(session);
        if (session.live()
                || last.isEmpty()
                || Registration.ever(session)
                || last.get().status() == Registration.DENIED
                || !session.sockets().isEmpty()) {
            return List.of();
        }
        return List.of(new Finding(
                code(),
                0.85,
                "The modem never registered with a network",
                last.get().status() == Registration.SEARCHING
                        ? "It was still searching when the session ended: no coverage, no antenna, or the wrong bands."
                        : "It was not searching (status " + last.get().status() + ").",
                List.of(last.get().evidence()),
                List.of(
                        "Check the antenna and AT+CSQ: 99 means that no signal is seen at all.",
                        "AT+QCFG=\"band\" and AT+QCFG=\"nwscanseq\": the bands and technologies must be those of the"
                                + " network.",
                        "A first search over all bands may take minutes: wait, or narrow the bands."),
                "AT+CEREG? answers 1 or 5 later without a change."));
    }
}
