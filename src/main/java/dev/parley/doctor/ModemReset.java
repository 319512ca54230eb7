package dev.parley.doctor;

import dev.parley.at.AtEvent;
import dev.parley.socket.ClosedBy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The modem started anew in mid-session: {@code RDY} or {@code APP RDY} after it had answered commands. */
final class ModemReset implements Rule {
    @Override
    public String code() {
        return "modem-reset";
    }

    @Override
    public List<Finding> examine(CaseView session) {
        Optional<AtEvent.Urc> ready = Stream.of("RDY", "APP RDY")
                .flatMap(name -> Facts.urcs(session, name))
                .sorted(Comparator.comparingLong(AtEvent.Urc::nanos))
                .filter(urc -> Facts.commands(session, "AT")
                        .anyMatch(exchange -> exchange.result().isPresent()
                                && exchange.startNanos() < urc.nanos()
                                && exchange.text().length() > 4))
                .findFirst();
        if (ready.isEmpty()) {
            return List.of();
        }
        boolean asked = Facts.commands(session, "AT+CFUN=1,1")
                        .anyMatch(e -> e.startNanos() < ready.get().nanos())
                || Facts.commands(session, "AT+QPOWD")
                        .anyMatch(e -> e.startNanos() < ready.get().nanos());
        if (asked) {
            return List.of();
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Facts.evidence(ready.get(), "the modem's boot message in mid-session"));
        session.sockets().stream()
                .filter(socket -> socket.closedBy() == ClosedBy.MODEM_RESET)
                .forEach(socket -> evidence.add(Facts.close(
                        socket,
                        "Socket " + socket.id() + " to " + socket.host() + " was open and is gone without a word")));
        return List.of(new Finding(
                code(),
                0.95,
                "The modem restarted in mid-session",
                "It said " + ready.get().name()
                        + " although nobody had asked it to restart. All sockets and PDP contexts are gone, and echo"
                        + " and error settings are back at their defaults. A supply that dips under the transmit"
                        + " current is the usual cause; the watchdog and a toggled PWRKEY or RESET line are others.",
                evidence,
                List.of(
                        "Watch the supply at the module's VBAT pins with an oscilloscope while it transmits; it must"
                                + " not dip below the data sheet's minimum.",
                        "Check what drives PWRKEY and RESET_N.",
                        "In the firmware, treat RDY as the loss of everything and bring the modem up from the start."),
                "The modem was restarted on purpose, by a line or a program that this log does not show."));
    }
}
