package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.socket.ModemSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Bytes were lost on a fast serial line whose flow control the modem says is off ({@code AT+IFC}). */
final class NoFlowControl implements SocketRule {
    private static final int HIGH_BAUD = 230_400;
    private static final Pattern BAUD =
            Pattern.compile("(?:\\+IPR: ?|AT\\+IPR=)(\\d{4,7}).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern OFF = Pattern.compile("(?:\\+IFC: ?|AT\\+IFC=)0,0", Pattern.CASE_INSENSITIVE);

    @Override
    public String code() {
        return "no-flow-control";
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket) {
        Optional<Exchange.Line> off =
                last(session, "+IFC").filter(line -> OFF.matcher(line.text()).matches());
        Optional<Exchange.Line> rate = last(session, "+IPR").filter(line -> baud(line) >= HIGH_BAUD);
        if (off.isEmpty() || rate.isEmpty()) {
            return Optional.empty();
        }
        List<Evidence> lost = Stream.concat(
                        ByteLoss.fromModem(session, socket).stream(), ByteLoss.toModem(session, socket).stream())
                .map(Loss::evidence)
                .toList();
        if (lost.isEmpty()) {
            return Optional.empty();
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence(
                off.get().text() + ": neither side can stop the other",
                List.of(off.get().place()),
                off.get().nanos()));
        evidence.add(new Evidence(
                rate.get().text() + ": a byte every " + 10_000_000 / baud(rate.get()) + " µs",
                List.of(rate.get().place()),
                rate.get().nanos()));
        evidence.addAll(lost);
        return Optional.of(new Finding(
                code(),
                0.96,
                "Bytes are lost at " + baud(rate.get()) + " baud because flow control is off",
                "At this rate a host that is busy for a few milliseconds overruns its UART's FIFO, and with AT+IFC=0,0"
                        + " nothing stops the sender meanwhile.",
                evidence,
                List.of(
                        "AT+IFC=2,2;&W with RTS and CTS wired crosswise, and RTS/CTS on in the host's UART.",
                        "Without those two wires: AT+IPR=115200 at most, and a receive buffer that an interrupt or DMA"
                                + " fills."),
                "The loss goes on with AT+IFC=2,2 and both lines toggling."));
    }

    private static Optional<Exchange.Line> last(CaseView session, String name) {
        Optional<Exchange.Line> told = Facts.exchanges(session).told(name).reduce((first, second) -> second);
        Optional<Exchange.Line> set = Facts.commands(session, "AT" + name + "=")
                .filter(exchange -> !exchange.text().contains("?"))
                .map(exchange -> exchange.lines().getFirst())
                .reduce((first, second) -> second);
        return told.isPresent() && set.isPresent()
                ? Optional.of(told.get().nanos() > set.get().nanos() ? told.get() : set.get())
                : told.or(() -> set);
    }

    private static int baud(Exchange.Line line) {
        Matcher matcher = BAUD.matcher(line.text());
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
