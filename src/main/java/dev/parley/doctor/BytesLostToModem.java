package dev.parley.doctor;

import dev.parley.socket.ModemSocket;
import java.util.List;
import java.util.Optional;

/** Bytes of the host did not reach the modem as they were written. */
final class BytesLostToModem implements SocketRule {
    @Override
    public String code() {
        return "bytes-lost-to-modem";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        List<Evidence> evidence =
                ByteLoss.toModem(session, socket).stream().map(Loss::evidence).toList();
        if (evidence.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                code(),
                0.91,
                "Bytes were lost or altered on their way from the host to the modem",
                "What the host wrote and what the modem took differ. The serial line between them is the cause, not"
                        + " the radio and not the server: no flow control, a baud rate that is off, noise, or a driver"
                        + " that drops what does not fit its buffer.",
                evidence,
                List.of(
                        "Send AT+IFC=2,2 with RTS and CTS wired, and flow control on in the host's UART.",
                        "Send in smaller pieces and compare: --chunk 256.",
                        "Try a lower rate: AT+IPR=115200, then the host's port at the same rate."),
                "The counts of AT+QISEND=" + socket.id()
                        + ",0 agree with what was written, in a run that fails alike."));
    }
}
