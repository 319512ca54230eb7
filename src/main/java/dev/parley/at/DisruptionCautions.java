package dev.parley.at;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a command would break that works now. */
final class DisruptionCautions {
    private DisruptionCautions() {}

    private static Optional<TypedLine.Part> first(TypedLine line, Predicate<CommandLine.Command> disrupts) {
        return line.parts().stream()
                .filter(part -> disrupts.test(part.command()))
                .findFirst();
    }

    static Optional<Caution> cutsConnections(TypedLine line, NetworkPicture network) {
        if (!network.isInUse()) {
            return Optional.empty();
        }
        return first(line, DisruptionCautions::cuts)
                .map(part -> CautionRule.about(
                        part,
                        "cuts-connections",
                        "AT" + part.command().name() + " takes the modem off the network, and a connection is open.",
                        "Close the connection first, or send it if it may be lost."));
    }

    private static boolean cuts(CommandLine.Command command) {
        boolean set = command.form() == CommandLine.Form.SET;
        return switch (command.name()) {
            case "+CFUN" -> set && (command.number(0, 1) != 1 || command.number(1, 0) == 1);
            case "+QIDEACT" -> set;
            case "+COPS" -> command.form() == CommandLine.Form.TEST || (set && command.number(0, 0) != 3);
            case "+CGATT" -> set && command.number(0, 1) == 0;
            case "+CGACT" -> set && command.number(0, 1) == 0;
            case "+QCFG" ->
                set
                        && command.arguments().size() > 1
                        && List.of("nwscanmode", "nwscanseq", "iotopmode", "band")
                                .contains(command.argument(0));
            default -> false;
        };
    }

    static Optional<Caution> switchesOff(TypedLine line, NetworkPicture network) {
        return first(line, command -> command.name().equals("+QPOWD") && command.form() != CommandLine.Form.TEST)
                .map(part -> CautionRule.about(
                        part,
                        "switches-off",
                        "AT+QPOWD switches the modem off; no command can switch it on again.",
                        "Have a hand on PWRKEY, or use AT+CFUN=1,1 to restart it."));
    }

    static Optional<Caution> portSpeed(TypedLine line, NetworkPicture network) {
        return line.set("+IPR")
                .map(part -> CautionRule.about(
                        part,
                        "port-speed",
                        "After its OK the modem talks at the new speed, and this port at the old one"
                                + (line.names("AT&W") ? "." : "; a restart brings the old speed back."),
                        "Reopen the port at the new speed"
                                + (line.names("AT&W") ? "." : "; add ;&W to keep it after a restart.")));
    }

    static Optional<Caution> hidesResults(TypedLine line, NetworkPicture network) {
        return first(line, command -> command.name().equals("ATQ") && command.number(0, 0) == 1)
                .map(part -> CautionRule.about(
                        part,
                        "hides-results",
                        "ATQ1 silences the modem's results, so every command looks unanswered.",
                        "Send ATQ0 instead."));
    }

    static Optional<Caution> multiplexes(TypedLine line, NetworkPicture network) {
        return line.set("+CMUX")
                .map(part -> CautionRule.about(
                        part,
                        "multiplexes",
                        "AT+CMUX turns the port into frames that a console cannot read.",
                        "Leave it to a driver; a restart of the modem ends it."));
    }
}
