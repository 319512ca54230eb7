package dev.parley.doctor;

import dev.parley.socket.ModemSocket;
import java.util.List;
import java.util.Optional;

/** Bytes the modem handed out did not all reach the host. */
final class BytesLostFromModem implements SocketRule {
    @Override
    public String code() {
        return "bytes-lost-from-modem";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        List<Evidence> evidence =
                ByteLoss.fromModem(session, socket).stream().map(Loss::evidence).toList();
        if (evidence.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                code(),
                0.95,
                "Bytes were lost on their way from the modem to the host",
                "The modem told how many bytes it was going to hand over, and fewer came. They are gone: the modem"
                    + " does not give them twice. A TLS record with a hole fails its check, whatever the server did.",
                evidence,
                List.of(
                        "Send AT+IFC=2,2 with RTS and CTS wired, and flow control on in the host's UART.",
                        "Make the host's receive buffer larger than what one AT+QIRD asks for, and empty it in an"
                                + " interrupt or by DMA; or ask for 256 bytes at a time.",
                        "Try a lower rate: AT+IPR=115200, then the host's port at the same rate."),
                "A logic analyser on the modem's TXD shows the same hole: then the modem told a wrong length."));
    }
}
